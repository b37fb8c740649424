import { Text, Textarea } from '@mantine/core';
import type { PlanItem } from '@tickmark/core';
import { useState } from 'react';
import { fieldError, useWrite } from '../../queries.ts';
import { DateField } from '../../ui/date-field.tsx';
import { Form } from '../../ui/form.tsx';
import { say } from '../../ui/notices.tsx';
import { Over } from '../../ui/side.tsx';

/** What is done to an item with words. */
export type Doing = 'done' | 'reopen' | 'verified' | 'sent-back' | 'accept' | 'drop';

const titles: Record<Doing, (code: string) => string> = {
  done: (code) => `Say that ${code} is done`,
  reopen: (code) => `Take ${code} up again`,
  verified: (code) => `Verify ${code}`,
  'sent-back': (code) => `Send ${code} back`,
  accept: (code) => `Accept the risk of ${code}`,
  drop: (code) => `Drop ${code}`,
};

interface Props {
  item: PlanItem;
  doing: Doing | null;
  onClose: () => void;
}

/** The form for what is done, over the page. */
export function MoveForms({ item, doing, onClose }: Props) {
  return (
    <Over
      opened={doing !== null}
      onClose={onClose}
      title={doing === null ? item.code : titles[doing](item.code)}
      size="md"
    >
      {doing === null ? null : <MoveForm key={doing} item={item} doing={doing} onDone={onClose} />}
    </Over>
  );
}

const labels: Record<Doing, string> = {
  done: 'Note',
  reopen: 'Why',
  verified: 'What you looked at',
  'sent-back': 'What is missing',
  accept: 'Why you live with it',
  drop: 'Why it is not done',
};

function MoveForm({ item, doing, onDone }: { item: PlanItem; doing: Doing; onDone: () => void }) {
  const [words, setWords] = useState('');
  const [until, setUntil] = useState('');
  const move = useWrite('plan.move');
  const verify = useWrite('plan.verify');
  const accept = useWrite('plan.accept');
  const drop = useWrite('plan.drop');
  const write = { done: move, reopen: move, verified: verify, 'sent-back': verify, accept, drop }[doing];
  const items = [{ id: item.id, revision: item.revision }];
  const note = words.trim() === '' ? undefined : words;
  const optional =
    doing === 'verified' || (doing === 'done' && item.evidence > 0) || (doing === 'reopen' && item.state === 'done');
  const after = {
    onSuccess: () => {
      say(said[doing](item.code));
      onDone();
    },
  };
  const submit = (): void => {
    switch (doing) {
      case 'done':
        return move.mutate({ items, to: 'done', note }, after);
      case 'reopen':
        return move.mutate({ items, to: 'in-progress', note }, after);
      case 'verified':
      case 'sent-back':
        return verify.mutate({ items, outcome: doing, note }, after);
      case 'accept':
        return accept.mutate({ items, until, reason: words }, after);
      case 'drop':
        return drop.mutate({ items, reason: words }, after);
    }
  };
  const field = doing === 'accept' || doing === 'drop' ? 'reason' : 'note';
  return (
    <Form
      submit={titles[doing](item.code)}
      busy={write.isPending}
      error={write.error}
      disabled={(!optional && note === undefined) || (doing === 'accept' && until === '')}
      onCancel={onDone}
      onSubmit={submit}
    >
      <Text size="sm">{explained(item, doing)}</Text>
      {doing === 'accept' ? (
        <DateField
          label="Until"
          required
          description="The last day, a year from now at most. After it the item is open again."
          value={until}
          onChange={setUntil}
          error={fieldError(write.error, 'until')}
        />
      ) : null}
      <Textarea
        label={labels[doing]}
        description="Stays with the item, under your name."
        required={!optional}
        autosize
        minRows={2}
        data-autofocus
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        error={fieldError(write.error, field)}
      />
    </Form>
  );
}

function explained(item: PlanItem, doing: Doing): string {
  switch (doing) {
    case 'done':
      return item.evidence > 0
        ? 'What is attached shows it. Somebody other than the owner verifies it then.'
        : 'Nothing is attached that shows it. Attach evidence first, or write why there is none.';
    case 'reopen':
      return 'It is in progress then, and what was said before stays in its history.';
    case 'verified':
      return 'You say in your name that you have seen that it is done. Nobody verifies what is their own.';
    case 'sent-back':
      return 'It goes back to its owner, with what is missing.';
    case 'accept':
      return 'You say in your name that the organization lives with the risk until a day.';
    case 'drop':
      return 'It stays on record with your reason, and can be taken up again.';
  }
}

const said: Record<Doing, (code: string) => string> = {
  done: (code) => `${code} is said to be done.`,
  reopen: (code) => `${code} is in progress.`,
  verified: (code) => `${code} is verified.`,
  'sent-back': (code) => `${code} went back to its owner.`,
  accept: (code) => `The risk of ${code} is accepted.`,
  drop: (code) => `${code} is dropped.`,
};
