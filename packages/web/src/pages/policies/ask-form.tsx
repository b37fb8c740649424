import { MultiSelect, TextInput } from '@mantine/core';
import { roles, roleTitles, type Role } from '@tickmark/core/roles';
import { useState } from 'react';
import { fieldError, useOperation, useWrite } from '../../queries.ts';
import { DateField } from '../../ui/date-field.tsx';
import { Form } from '../../ui/form.tsx';
import { Note, say } from '../../ui/notices.tsx';
import { Waiting } from '../../ui/waiting.tsx';

const fortnight = 14 * 86_400_000;

/** Asks members to accept what is in force. */
export function AskForm({ onDone }: { onDone: () => void }) {
  const { data } = useOperation('policies.list', {});
  const able = (data?.items ?? []).filter(({ inForce }) => inForce !== null);
  if (data === undefined) return <Waiting lines={6} />;
  if (able.length === 0) return <Note>No document is in force, so there is nothing to accept. Publish one first.</Note>;
  return <Fields key={able.length} documents={able} onDone={onDone} />;
}

function Fields({
  documents,
  onDone,
}: {
  documents: readonly { id: string; code: string; title: string; acceptance: unknown }[];
  onDone: () => void;
}) {
  const [today] = useState(() => Date.now());
  const [title, setTitle] = useState('Documents to read and accept');
  // What nobody was asked for is what one comes to ask for.
  const [policies, setPolicies] = useState(
    documents.filter(({ acceptance }) => acceptance === null).map(({ id }) => id),
  );
  const [asked, setAsked] = useState<string[]>(['owner', 'compliance-manager', 'control-owner', 'employee']);
  const [people, setPeople] = useState<string[]>([]);
  const [dueOn, setDueOn] = useState(new Date(today + fortnight).toISOString().slice(0, 10));
  const members = useOperation('members.list', { limit: 500 });
  const write = useWrite('policies.ask');
  return (
    <Form
      submit="Ask them"
      busy={write.isPending}
      error={write.error}
      disabled={policies.length === 0 || dueOn === '' || title.trim() === ''}
      onCancel={onDone}
      onSubmit={() =>
        write.mutate(
          { title, policies, roles: asked as Role[], people, dueOn },
          {
            onSuccess: () => {
              say('They are asked: what they have to accept stands on their page.');
              onDone();
            },
          },
        )
      }
    >
      <TextInput
        label="Title"
        required
        maxLength={200}
        data-autofocus
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        error={fieldError(write.error, 'title')}
      />
      <MultiSelect
        label="Documents"
        description="Those in force. Each is accepted in the version that holds today."
        required
        searchable
        data={documents.map(({ id, code, title: each }) => ({ value: id, label: `${code} ${each}` }))}
        value={policies}
        onChange={setPolicies}
        error={fieldError(write.error, 'policies')}
      />
      <MultiSelect
        label="Members with these roles"
        description="Whoever joins later is asked as well, and has fourteen days."
        data={roles.map((role) => ({ value: role, label: roleTitles[role] }))}
        value={asked}
        onChange={setAsked}
        error={fieldError(write.error, 'roles')}
      />
      <MultiSelect
        label="And these people"
        searchable
        data={(members.data?.items ?? []).map(({ userId, name }) => ({ value: userId, label: name }))}
        value={people}
        onChange={setPeople}
        error={fieldError(write.error, 'people')}
      />
      <DateField label="By" required value={dueOn} onChange={setDueOn} error={fieldError(write.error, 'dueOn')} />
    </Form>
  );
}
