import { Select, Textarea, TextInput } from '@mantine/core';
import type { Control } from '@tickmark/core';
import { useState } from 'react';
import { errorBody } from '../../api/error.ts';
import { frequencyNames } from '../../glossary/names.ts';
import { fieldError, useWrite } from '../../queries.ts';
import { DateField } from '../../ui/date-field.tsx';
import { Form } from '../../ui/form.tsx';
import { say } from '../../ui/notices.tsx';

/** A new version of a control from a date on. What the version before did stays. */
export function ReviseForm({ control, onDone }: { control: Control; onDone: (warnings: readonly string[]) => void }) {
  const [effectiveFrom, setEffectiveFrom] = useState('');
  const [description, setDescription] = useState(control.description);
  const [frequency, setFrequency] = useState(control.frequency);
  const [ownerRole, setOwnerRole] = useState(control.ownerRole);
  const [criteria, setCriteria] = useState(control.criteria.join(', '));
  const [reason, setReason] = useState('');
  const write = useWrite('controls.revise');
  const criteriaFault = /^criteria\.\d+$/.exec(fieldOf(write.error))?.[0];

  function revise(): void {
    const named = criteria.split(/[\s,]+/).filter(Boolean);
    write.mutate(
      { id: control.id, effectiveFrom, description, frequency, ownerRole, criteria: named, reason },
      {
        onSuccess: ({ control: next, warnings }) => {
          say(`${next.code} has version ${next.version} from ${next.effectiveFrom} on.`);
          onDone(warnings);
        },
      },
    );
  }

  return (
    <Form
      submit="Make new version"
      busy={write.isPending}
      error={write.error}
      disabled={effectiveFrom === '' || reason.trim() === ''}
      onSubmit={revise}
    >
      <DateField
        label="New version from"
        description="The version before ends on the day before. It cannot end on or before a day on which it deviated."
        maw={320}
        value={effectiveFrom}
        onChange={setEffectiveFrom}
        error={fieldError(write.error, 'effectiveFrom')}
      />
      <Textarea
        label="Wording"
        autosize
        minRows={3}
        maxLength={4000}
        required
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
        error={fieldError(write.error, 'description')}
      />
      <Select
        label="Frequency"
        allowDeselect={false}
        data={Object.entries(frequencyNames).map(([value, label]) => ({ value, label }))}
        value={frequency}
        onChange={(value) => setFrequency((value ?? control.frequency) as Control['frequency'])}
      />
      <TextInput
        label="Owner"
        required
        value={ownerRole}
        onChange={(event) => setOwnerRole(event.currentTarget.value)}
        error={fieldError(write.error, 'ownerRole')}
      />
      <TextInput
        label="Criteria"
        description="Ids with commas between them."
        required
        value={criteria}
        onChange={(event) => setCriteria(event.currentTarget.value)}
        error={fieldError(write.error, criteriaFault ?? 'criteria')}
      />
      <Textarea
        label="Why it changes"
        autosize
        minRows={2}
        maxLength={4000}
        required
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={fieldError(write.error, 'reason')}
      />
    </Form>
  );
}

function fieldOf(error: unknown): string {
  if (error === null || error === undefined) return '';
  return errorBody(error).field ?? '';
}
