import { Text, Textarea } from '@mantine/core';
import type { PolicyInFull } from '@tickmark/core';
import { useState } from 'react';
import { fieldError, useWrite } from '../../queries.ts';
import { DateField } from '../../ui/date-field.tsx';
import { Form } from '../../ui/form.tsx';
import { Note, say } from '../../ui/notices.tsx';
import { Over } from '../../ui/side.tsx';

/** What is done to a document by name. */
export type Doing = 'make-own' | 'submit' | 'withdraw' | 'approve' | 'send-back' | 'publish' | 'confirm' | 'retire';

const titles: Record<Doing, string> = {
  'make-own': 'Make it our own',
  submit: 'Hand in for approval',
  withdraw: 'Withdraw the version',
  approve: 'Approve the version',
  'send-back': 'Send the version back',
  publish: 'Publish the version',
  confirm: 'Confirm that it is reviewed',
  retire: 'Retire the document',
};

interface Props {
  policy: PolicyInFull;
  doing: Doing | null;
  onClose: () => void;
}

/** The form for what is done, over the page. */
export function LifeForms({ policy, doing, onClose }: Props) {
  return (
    <Over opened={doing !== null} onClose={onClose} title={doing === null ? policy.title : titles[doing]} size="md">
      {doing === null ? null : <LifeForm key={doing} policy={policy} doing={doing} onDone={onClose} />}
    </Over>
  );
}

const words: Record<Doing, { label: string; required: boolean } | null> = {
  'make-own': null,
  submit: { label: 'What is new in it', required: false },
  withdraw: { label: 'Why', required: false },
  approve: { label: 'Note', required: false },
  'send-back': { label: 'What has to change', required: true },
  publish: null,
  confirm: { label: 'What was looked at', required: true },
  retire: { label: 'Why', required: true },
};

function LifeForm({ policy, doing, onDone }: { policy: PolicyInFull; doing: Doing; onDone: () => void }) {
  const [text, setText] = useState('');
  const [day, setDay] = useState('');
  const writes = {
    'make-own': useWrite('policies.make-own'),
    submit: useWrite('policies.submit'),
    withdraw: useWrite('policies.withdraw'),
    approve: useWrite('policies.approve'),
    'send-back': useWrite('policies.send-back'),
    publish: useWrite('policies.publish'),
    confirm: useWrite('policies.confirm'),
    retire: useWrite('policies.retire'),
  };
  const write = writes[doing];
  const { id, open, inForce, versions, draft } = policy;
  const number = (doing === 'confirm' ? inForce?.number : open?.number) ?? 0;
  const sha256 = versions.find((version) => version.number === number)?.sha256 ?? '';
  const note = text.trim() === '' ? undefined : text;
  const after = {
    onSuccess: () => {
      say(said[doing](policy.title));
      onDone();
    },
  };
  const submit = (): void => {
    switch (doing) {
      case 'make-own':
        return writes[doing].mutate({ id, revision: draft.revision }, after);
      case 'submit':
        return writes[doing].mutate({ id, revision: draft.revision, changes: note }, after);
      case 'withdraw':
        return writes[doing].mutate({ id, number, note }, after);
      case 'approve':
        return writes[doing].mutate({ id, number, sha256, note }, after);
      case 'send-back':
      case 'confirm':
        return writes[doing].mutate({ id, number, sha256, note: text }, after);
      case 'publish':
        return writes[doing].mutate({ id, number, effectiveFrom: day === '' ? undefined : day }, after);
      case 'retire':
        return writes[doing].mutate({ id, on: day === '' ? undefined : day, reason: text }, after);
    }
  };
  const asked = words[doing];
  return (
    <Form
      submit={titles[doing]}
      busy={write.isPending}
      error={write.error}
      disabled={asked?.required === true && note === undefined}
      onCancel={onDone}
      onSubmit={submit}
    >
      <Text size="sm">{explained(policy, doing)}</Text>
      {doing === 'publish' || doing === 'retire' ? (
        <DateField
          label="From"
          description="Today when it is left empty."
          value={day}
          onChange={setDay}
          error={fieldError(write.error, doing === 'publish' ? 'effectiveFrom' : 'on')}
        />
      ) : null}
      {asked === null ? null : (
        <Textarea
          label={asked.label}
          required={asked.required}
          autosize
          minRows={2}
          maxLength={4000}
          data-autofocus
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={fieldError(write.error, doing === 'retire' ? 'reason' : doing === 'submit' ? 'changes' : 'note')}
        />
      )}
      {doing === 'approve' ? (
        <Note>
          Your name, the time and the hash of the version ({sha256.slice(0, 12)}…) are kept with it and sealed in the
          log.
        </Note>
      ) : null}
    </Form>
  );
}

function explained({ open, quorum, approvers, inForce }: PolicyInFull, doing: Doing): string {
  switch (doing) {
    case 'make-own':
      return 'You say in your name that you have read the text, and that it is what is done here. It counts as yours then, so somebody else has to approve it.';
    case 'submit':
      return `The text is frozen as a new version. It takes ${quorum} ${quorum === 1 ? 'approval' : 'approvals'} by ${approvers.map(({ name }) => name ?? 'somebody').join(', ')}; whoever wrote on it cannot give one.`;
    case 'withdraw':
      return `Version ${open?.number ?? ''} waits for nobody any more. The draft stays as it is and can be handed in again.`;
    case 'approve':
      return `You say in your name that you have read version ${open?.number ?? ''} and that it may hold.`;
    case 'send-back':
      return `Version ${open?.number ?? ''} goes back to those who wrote it. What was approved of it so far stays on record.`;
    case 'publish':
      return `Version ${open?.number ?? ''} holds from that day on${inForce === null ? '' : `, in place of version ${inForce.number}`}. It cannot be taken back; a later version takes its place.`;
    case 'confirm':
      return `You say in your name that you have looked at version ${inForce?.number ?? ''} again and that it stays as it is. Its next review is counted from today.`;
    case 'retire':
      return 'It holds no more from that day on, and nobody is asked to accept it. Its versions, approvals and acceptances stay on record. This cannot be undone.';
  }
}

const said: Record<Doing, (title: string) => string> = {
  'make-own': (title) => `${title} is your own text now.`,
  submit: (title) => `${title} is handed in.`,
  withdraw: (title) => `The version of ${title} is withdrawn.`,
  approve: (title) => `${title} is approved by you.`,
  'send-back': (title) => `${title} went back to those who wrote it.`,
  publish: (title) => `${title} is published.`,
  confirm: (title) => `The review of ${title} is on record.`,
  retire: (title) => `${title} is retired.`,
};
