import { MultiSelect, Select, Textarea, TextInput } from '@mantine/core';
import type { PolicyInFull } from '@tickmark/core';
import { frequencies } from '@tickmark/core/control-words';
import { roles, roleTitles, type Role } from '@tickmark/core/roles';
import { useState } from 'react';
import { fieldError, useWrite } from '../../queries.ts';
import { Form } from '../../ui/form.tsx';
import { Note, say } from '../../ui/notices.tsx';
import { PeopleFields, type People } from './people-fields.tsx';

/** What a document is called, who answers for it, who approves and who accepts it. */
export function DetailsForm({ policy, onDone }: { policy: PolicyInFull; onDone: () => void }) {
  const [title, setTitle] = useState(policy.title);
  const [purpose, setPurpose] = useState(policy.purpose);
  const [people, setPeople] = useState<People>({
    owner: policy.owner?.id ?? null,
    approvers: policy.approvers.map(({ id }) => id),
    quorum: policy.quorum,
  });
  const [reviewCadence, setCadence] = useState<string>(policy.reviewCadence);
  const [acceptedBy, setAcceptedBy] = useState<string[]>(policy.acceptedBy);
  const write = useWrite('policies.describe');
  return (
    <Form
      submit="Save details"
      busy={write.isPending}
      error={write.error}
      disabled={title.trim() === ''}
      onCancel={onDone}
      onSubmit={() =>
        write.mutate(
          {
            id: policy.id,
            revision: policy.revision,
            title,
            purpose,
            ...people,
            reviewCadence: reviewCadence as PolicyInFull['reviewCadence'],
            acceptedBy: acceptedBy as Role[],
          },
          {
            onSuccess: () => {
              say('Details saved.');
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
      <Textarea
        label="Purpose"
        required
        autosize
        maxLength={300}
        value={purpose}
        onChange={(event) => setPurpose(event.currentTarget.value)}
        error={fieldError(write.error, 'purpose')}
      />
      <PeopleFields people={people} onChange={setPeople} error={write.error} />
      <Select
        label="Reviewed"
        data={frequencies.map((each) => ({ value: each, label: each.replace('_', ' ') }))}
        allowDeselect={false}
        value={reviewCadence}
        onChange={(value) => setCadence(value ?? 'annual')}
      />
      <MultiSelect
        label="Accepted by"
        description="Members with these roles are proposed when you ask people to accept it."
        data={roles.map((role) => ({ value: role, label: roleTitles[role] }))}
        value={acceptedBy}
        onChange={setAcceptedBy}
      />
      <Note>A version that is handed in already keeps the people and details that it was handed in with.</Note>
    </Form>
  );
}
