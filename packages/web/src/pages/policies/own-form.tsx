import { Select, Textarea, TextInput } from '@mantine/core';
import type { Engagement } from '@tickmark/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { fieldError, useWrite } from '../../queries.ts';
import { Form } from '../../ui/form.tsx';
import { Note, say } from '../../ui/notices.tsx';

const kinds = [
  { value: 'policy', label: 'Policy' },
  { value: 'procedure', label: 'Procedure' },
  { value: 'plan', label: 'Plan' },
  { value: 'standard', label: 'Standard' },
  { value: 'charter', label: 'Charter' },
];

/** Begins a document that no template stands for. */
export function OwnForm({ engagement, onDone }: { engagement: Engagement; onDone: () => void }) {
  const [title, setTitle] = useState('');
  const [kind, setKind] = useState('policy');
  const [purpose, setPurpose] = useState('');
  const navigate = useNavigate();
  const write = useWrite('policies.write');
  return (
    <Form
      submit="Begin it"
      busy={write.isPending}
      error={write.error}
      disabled={title.trim() === ''}
      onCancel={onDone}
      onSubmit={() =>
        write.mutate(
          {
            engagementId: engagement.id,
            title,
            kind: kind as 'policy',
            ...(purpose.trim() === '' ? {} : { purpose }),
          },
          {
            onSuccess: ({ id, code }) => {
              say(`${code} is begun.`);
              onDone();
              void navigate({ to: '/policies/$id', params: { id } });
            },
          },
        )
      }
    >
      <TextInput
        label="Title"
        required
        data-autofocus
        maxLength={200}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        error={fieldError(write.error, 'title')}
      />
      <Select
        label="Kind"
        data={kinds}
        allowDeselect={false}
        value={kind}
        onChange={(value) => setKind(value ?? 'policy')}
      />
      <Textarea
        label="Purpose"
        description="One sentence that says what it is for."
        autosize
        minRows={2}
        maxLength={300}
        value={purpose}
        onChange={(event) => setPurpose(event.currentTarget.value)}
        error={fieldError(write.error, 'purpose')}
      />
      <Note>It begins empty. For one that an examination expects, begin with its template instead.</Note>
    </Form>
  );
}
