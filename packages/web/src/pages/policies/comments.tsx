import { Button, Group, MultiSelect, Stack, Text, Textarea } from '@mantine/core';
import type { PolicyComment } from '@tickmark/core';
import { useEffect, useRef, useState } from 'react';
import { fieldError, useOperation, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { AsWritten } from '../../ui/as-written.tsx';
import { Form } from '../../ui/form.tsx';
import { quantity } from '../../ui/moment.ts';
import { say, sayError } from '../../ui/notices.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Moment } from '../../ui/values.tsx';
import type { Passage } from './editor/editor.tsx';
import classes from './policies.module.css';

interface Props {
  policyId: string;
  items: readonly PolicyComment[];
  /** What is selected in the text. */
  passage: Passage | null;
  active: string | null;
  mayWrite: boolean;
  onActive: (id: string, passage: Passage | null) => void;
  /** Puts other words in the place of a passage; false where it is gone. */
  replace: (passage: Passage, words: string) => boolean;
}

/** What people said of the text and the words that they proposed, beside it. */
export function Comments({ policyId, items, passage, active, mayWrite, onActive, replace }: Props) {
  const may = useMay('policies.approve');
  const [writing, setWriting] = useState<{ passage: Passage | null; proposes: boolean } | null>(null);
  const [settled, setSettled] = useState(false);
  const open = items.filter((each) => each.settled === null);
  const done = items.filter((each) => each.settled !== null);
  return (
    <Stack gap="sm">
      {!may ? null : writing === null ? (
        <Group gap="xs">
          <Button size="compact-sm" variant="default" onClick={() => setWriting({ passage, proposes: false })}>
            {passage === null ? 'Comment on the whole' : 'Comment on the selection'}
          </Button>
          {passage === null ? null : (
            <Button size="compact-sm" variant="default" onClick={() => setWriting({ passage, proposes: true })}>
              Propose other words
            </Button>
          )}
        </Group>
      ) : (
        <Panel p="sm">
          <CommentForm policyId={policyId} {...writing} onDone={() => setWriting(null)} />
        </Panel>
      )}
      {open.length === 0 ? (
        <Text size="sm" c="dimmed">
          {may
            ? 'Nothing is open. Select words in the text to comment on them or to propose others.'
            : 'Nothing is open.'}
        </Text>
      ) : null}
      <ul className={classes.versions}>
        {[...open, ...(settled ? done : [])].map((comment) => (
          <li key={comment.id}>
            <Panel p="sm" data-active={comment.id === active || undefined}>
              <Thread comment={comment} policyId={policyId} mayWrite={mayWrite} onActive={onActive} replace={replace} />
            </Panel>
          </li>
        ))}
      </ul>
      {done.length === 0 ? null : (
        <Button size="compact-xs" variant="subtle" aria-expanded={settled} onClick={() => setSettled(!settled)}>
          {settled ? 'Hide those settled' : `Show ${quantity(done.length, 'settled one')}`}
        </Button>
      )}
    </Stack>
  );
}

function Thread({
  comment,
  policyId,
  mayWrite,
  onActive,
  replace,
}: { comment: PolicyComment; policyId: string } & Pick<Props, 'mayWrite' | 'onActive' | 'replace'>) {
  const { id, passage, proposal, settled, answers } = comment;
  const may = useMay('policies.approve');
  const [answering, setAnswering] = useState(false);
  const settle = useWrite('policies.settle-comment');
  const as = (how: 'settled' | 'taken' | 'declined'): void => {
    if (how === 'taken' && (passage === null || proposal === null || !replace(passage, proposal)))
      return say('Its words stand in the text no more, so nothing was replaced.');
    settle.mutate({ id, as: how }, { onError: sayError });
  };
  return (
    <Stack gap={6}>
      {passage === null ? null : (
        <button type="button" className={classes.quoted} onClick={() => onActive(id, passage)}>
          <AsWritten text={shortened(passage.exact)} />
        </button>
      )}
      <Said said={comment} />
      {proposal === null ? null : (
        <Text size="sm">
          {proposal === '' ? (
            'Proposes to leave it out.'
          ) : (
            <>
              Proposes: <ins className={classes.added}>{proposal}</ins>
            </>
          )}
        </Text>
      )}
      {answers.map((answer) => (
        <div key={answer.id} className={classes.answer}>
          <Said said={answer} />
        </div>
      ))}
      {settled === null ? (
        <Group gap={6}>
          {mayWrite && proposal !== null ? (
            <>
              <Button size="compact-xs" onClick={() => as('taken')}>
                Take it up
              </Button>
              <Button size="compact-xs" variant="default" onClick={() => as('declined')}>
                Decline
              </Button>
            </>
          ) : null}
          {mayWrite && proposal === null ? (
            <Button size="compact-xs" variant="default" onClick={() => as('settled')}>
              Settle
            </Button>
          ) : null}
          {may && !answering ? (
            <Button size="compact-xs" variant="subtle" onClick={() => setAnswering(true)}>
              Answer
            </Button>
          ) : null}
        </Group>
      ) : (
        <Text size="xs" c="dimmed">
          {{ settled: 'Settled', taken: 'Taken up', declined: 'Declined' }[settled.as]} by{' '}
          {settled.by.name ?? 'somebody not known here'} <Moment at={settled.at} />
        </Text>
      )}
      {answering ? (
        <CommentForm
          policyId={policyId}
          passage={null}
          proposes={false}
          answers={id}
          onDone={() => setAnswering(false)}
        />
      ) : null}
    </Stack>
  );
}

function Said({ said: { text, by, at, mentions } }: { said: Pick<PolicyComment, 'text' | 'by' | 'at' | 'mentions'> }) {
  return (
    <div>
      <Text size="sm" style={{ whiteSpace: 'pre-line' }}>
        {mentions.length === 0 ? null : (
          <strong>{mentions.map(({ name }) => `@${name ?? 'somebody'}`).join(' ')} </strong>
        )}
        <AsWritten text={text} />
      </Text>
      <Text size="xs" c="dimmed">
        {by.name ?? 'Somebody not known here'}, <Moment at={at} />
      </Text>
    </div>
  );
}

function CommentForm({
  policyId,
  passage,
  proposes,
  answers,
  onDone,
}: {
  policyId: string;
  passage: Passage | null;
  proposes: boolean;
  answers?: string;
  onDone: () => void;
}) {
  const [text, setText] = useState('');
  const [proposal, setProposal] = useState(passage?.exact ?? '');
  const [mentions, setMentions] = useState<string[]>([]);
  const members = useOperation('members.list', { limit: 500 });
  const write = useWrite('policies.comment');
  const form = useRef<HTMLDivElement>(null);
  useEffect(() => form.current?.querySelector('textarea')?.focus(), []);
  return (
    <div ref={form}>
      <Form
        submit={answers === undefined ? (proposes ? 'Propose' : 'Comment') : 'Answer'}
        busy={write.isPending}
        error={write.error}
        disabled={text.trim() === '' && !proposes}
        onCancel={onDone}
        onSubmit={() =>
          write.mutate(
            {
              id: policyId,
              text: text.trim() === '' ? 'Other words.' : text,
              mentions,
              ...(passage === null ? {} : { passage }),
              ...(proposes ? { proposal } : {}),
              ...(answers === undefined ? {} : { answers }),
            },
            { onSuccess: onDone },
          )
        }
      >
        {passage === null ? null : (
          <Text size="sm" fs="italic">
            <AsWritten text={shortened(passage.exact)} />
          </Text>
        )}
        {proposes ? (
          <Textarea
            label="Words in its place"
            description="Empty to leave it out."
            autosize
            maxLength={4000}
            value={proposal}
            onChange={(event) => setProposal(event.currentTarget.value)}
            error={fieldError(write.error, 'proposal')}
          />
        ) : null}
        <Textarea
          label={proposes ? 'Why' : answers === undefined ? 'Comment' : 'Your answer'}
          required={!proposes}
          autosize
          minRows={2}
          maxLength={4000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={fieldError(write.error, 'text')}
        />
        <MultiSelect
          label="Mention"
          description="They find it on their list of documents."
          searchable
          data={(members.data?.items ?? []).map(({ userId, name }) => ({ value: userId, label: name }))}
          value={mentions}
          onChange={setMentions}
          error={fieldError(write.error, 'mentions')}
        />
      </Form>
    </div>
  );
}

const longest = 160;

function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
