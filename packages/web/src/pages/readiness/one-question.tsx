import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import type { HeldQuestion } from '@tickmark/core';
import { Link } from '@tanstack/react-router';
import { errorBody } from '../../api/error.ts';
import { useOperation } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { AsWritten } from '../../ui/as-written.tsx';
import { quantity } from '../../ui/moment.ts';
import { ErrorNotice, Warning } from '../../ui/notices.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Moment } from '../../ui/values.tsx';
import { AnswerFields } from './answer-fields.tsx';
import type { Answering } from './answering.ts';
import { Attached } from './attached.tsx';
import { Earlier } from './earlier.tsx';

interface Props {
  engagementId: string;
  question: HeldQuestion;
  answering: Answering;
}

/** One question: why it is asked, what is answered, and what that tells to be missing. */
export function OneQuestion({ engagementId, question, answering }: Props) {
  const mayAnswer = useMay('readiness.answer');
  const { id, given, gap } = question;
  const attempt = answering.attempt(id);
  const shown = attempt?.state === 'saving' ? attempt.answer : (given?.answer ?? null);
  const note = answering.draft(id, 'note')?.text ?? given?.note ?? '';
  const stands = given !== null && given.answer.kind !== 'withdrawn';
  return (
    <Stack gap="sm">
      <WhyAsked question={question} />
      <AnswerFields
        key={attempt?.saves ?? 0}
        question={question}
        given={shown}
        readOnly={!mayAnswer}
        busy={attempt?.state === 'saving'}
        begun={answering.draft(id, 'answer')}
        onBegin={(text) => answering.type(question, 'answer', text)}
        onAnswer={(answer, after) => answering.give(question, answer, { after })}
      />
      <Said question={question} answering={answering} />
      {gap === null ? null : (
        <div>
          <Group gap="xs">
            <StateBadge state={`gap-${gap.severity}`} />
            <Text size="sm" fw={600}>
              {gap.gap}
            </Text>
          </Group>
          <Text size="sm">
            {gap.remediation}. About {quantity(gap.effortDays, 'day')} of one person.
          </Text>
        </div>
      )}
      {mayAnswer ? (
        <Textarea
          label="Note"
          description={
            stands ? 'Kept with the answer, and saved when you leave the field.' : 'Kept with the answer that you give.'
          }
          autosize
          minRows={1}
          maxRows={8}
          maxLength={4000}
          value={note}
          onChange={(event) => answering.type(question, 'note', event.currentTarget.value)}
          onBlur={() => {
            if (stands && answering.draft(id, 'note') !== undefined) answering.give(question, given.answer);
          }}
        />
      ) : given?.note == null ? null : (
        <Text size="sm" style={{ whiteSpace: 'pre-line' }}>
          <AsWritten text={given.note} />
        </Text>
      )}
      {answering.begun.includes(id) ? (
        <Group gap="xs">
          <Text size="sm">Not saved yet. What you wrote is kept on this device until you save or drop it.</Text>
          <Button size="compact-sm" variant="default" onClick={() => answering.drop(id)}>
            Drop it
          </Button>
        </Group>
      ) : null}
      <Attached engagementId={engagementId} question={question} />
      <Earlier engagementId={engagementId} question={question} />
    </Stack>
  );
}

/** Who answered and when, whether it is saved, and the way back. */
function Said({ question, answering }: Pick<Props, 'question' | 'answering'>) {
  const { id, given } = question;
  const attempt = answering.attempt(id);
  if (attempt?.state === 'failed') {
    const conflict = errorBody(attempt.error).code === 'conflict';
    return (
      <Stack gap="xs" align="flex-start">
        {conflict ? <Warning>{errorBody(attempt.error).message}</Warning> : <ErrorNotice error={attempt.error} />}
        <Group gap="xs">
          <Button size="xs" onClick={() => answering.give(question, attempt.answer, { note: attempt.note })}>
            {conflict ? 'Answer over it' : 'Try again'}
          </Button>
          <Button size="xs" variant="default" onClick={() => answering.forget(id)}>
            {conflict ? 'Leave theirs' : 'Leave it as it was'}
          </Button>
        </Group>
      </Stack>
    );
  }
  return (
    <Group gap="xs" mih={26}>
      {given === null || attempt?.state === 'saving' ? null : (
        <Text size="sm" c="dimmed" component="div">
          {given.answer.kind === 'withdrawn' ? 'Taken back' : 'Answered'} <Moment at={given.at} /> by{' '}
          {given.by.name ?? 'nobody known here'}
        </Text>
      )}
      <Text size="sm" component="output" fw={attempt === undefined ? undefined : 600}>
        {attempt === undefined ? '' : attempt.state === 'saving' ? 'Saving…' : 'Saved.'}
      </Text>
      {attempt?.state === 'saved' ? (
        <Button size="compact-sm" variant="default" onClick={() => answering.undo(question)}>
          Undo
        </Button>
      ) : null}
    </Group>
  );
}

/** The criteria and controls that a question is about, in words. */
function WhyAsked({ question: { criteria, controls } }: Pick<Props, 'question'>) {
  const all = useOperation('criteria.list', {}, { staleTime: 'static' });
  const catalogue = useOperation('controls.catalogue', { limit: 500 }, { staleTime: 'static' });
  return (
    <Text size="sm" c="dimmed" component="div">
      Asked because of{' '}
      {criteria.map((id, place) => (
        <span key={id}>
          {place === 0 ? '' : ', '}
          <Link to="/coverage" search={{ open: id }} className="tm-link">
            {id}
          </Link>{' '}
          {lowered(all.data?.items.find((each) => each.id === id)?.summary)}
        </span>
      ))}
      . It speaks of{' '}
      {controls.map((code, place) => (
        <span key={code}>
          {place === 0 ? '' : ', '}
          <Link to="/controls" search={{ tab: 'catalogue', search: code }} className="tm-link">
            {code}
          </Link>{' '}
          {lowered(catalogue.data?.items.find((each) => each.id === code)?.title)}
        </span>
      ))}
      .
    </Text>
  );
}

/** `(leaders show by rules …)`: a sentence within another. */
function lowered(sentence: string | undefined): string {
  if (sentence === undefined) return '';
  const trimmed = sentence.replace(/\.$/, '');
  const first = /^[A-Z][a-z]/.test(trimmed) ? trimmed.charAt(0).toLowerCase() : trimmed.charAt(0);
  return `(${first}${trimmed.slice(1)})`;
}
