import { Group } from '@mantine/core';
import { useState } from 'react';
import { fieldError, useWrite } from '../../queries.ts';
import { DateField } from '../../ui/date-field.tsx';
import { Form } from '../../ui/form.tsx';
import { say } from '../../ui/notices.tsx';
import { AboutFields, type About } from './about-fields.tsx';
import { OwnerField } from './owner-field.tsx';

const blank: About = {
  code: '',
  area: '',
  title: '',
  kind: 'document',
  phase: 'fieldwork',
  controls: [],
  needsCompletenessAccuracy: false,
  note: '',
};

/** A request of the firm's own list, or of the organization's. */
export function AddRequest({ engagementId, onDone }: { engagementId: string; onDone: (id: string) => void }) {
  const [about, setAbout] = useState(blank);
  const [owner, setOwner] = useState<string | null>(null);
  const [dueOn, setDueOn] = useState('');
  const write = useWrite('requests.add');
  return (
    <Form
      submit="Add the request"
      busy={write.isPending}
      error={write.error}
      onSubmit={() =>
        write.mutate(
          {
            ...about,
            engagementId,
            note: about.note.trim() === '' ? undefined : about.note,
            owner: owner ?? undefined,
            dueOn: dueOn === '' ? undefined : dueOn,
          },
          {
            onSuccess: ({ id, code }) => {
              say(`${code} is on the list.`);
              onDone(id);
            },
          },
        )
      }
    >
      <AboutFields
        about={about}
        onChange={(part) => setAbout({ ...about, ...part })}
        engagementId={engagementId}
        error={write.error}
      />
      <Group grow align="flex-start">
        <OwnerField
          label="Owner"
          description="The one member who answers."
          clearable
          value={owner}
          onChange={setOwner}
          error={fieldError(write.error, 'owner')}
        />
        <DateField
          label="Due"
          description="The last day that is in time."
          value={dueOn}
          onChange={setDueOn}
          error={fieldError(write.error, 'dueOn')}
        />
      </Group>
    </Form>
  );
}
