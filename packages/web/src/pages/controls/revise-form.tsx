import { MultiSelect, Select, Textarea, TextInput } from '@mantine/core';
import type { Control } from '@tickmark/core';
import { useState } from 'react';
import { frequencyNames } from '../../glossary/names.ts';
import { faultyField, fieldError, useOperation, useWrite } from '../../queries.ts';
import { DateField } from '../../ui/date-field.tsx';
import { Form } from '../../ui/form.tsx';
import { say } from '../../ui/notices.tsx';

interface Props {
  control: Control;
  onCancel: () => void;
  onDone: (warnings: readonly string[]) => void;
}

/** A new version of a control from a date on. What the version before did stays. */
export function ReviseForm({ control, onCancel, onDone }: Props) {
  const [effectiveFrom, setEffectiveFrom] = useState('');
  const [description, setDescription] = useState(control.description);
  const [frequency, setFrequency] = useState(control.frequency);
  const [ownerRole, setOwnerRole] = useState(control.ownerRole);
  const [criteria, setCriteria] = useState(control.criteria);
  const known = useOperation('criteria.list', {});
  const [reason, setReason] = useState('');
  const write = useWrite('controls.revise');

  function revise(): void {
    write.mutate(
      { id: control.id, effectiveFrom, description, frequency, ownerRole, criteria, reason },
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
      onCancel={onCancel}
      disabled={effectiveFrom === '' || criteria.length === 0 || reason.trim() === ''}
      onSubmit={revise}
    >
      <DateField
        label="New version from"
        description="The version before ends on the day before. It cannot end on or before a day on which it deviated."
        maw={320}
        required
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
      <MultiSelect
        label="Criteria"
        withAsterisk
        searchable
        openOnFocus={false}
        nothingFoundMessage="There is no such criterion"
        data={known.data?.items.map(({ id }) => id) ?? control.criteria}
        value={criteria}
        onChange={setCriteria}
        error={known.error?.message ?? fieldError(write.error, faultyField(write.error, /^criteria\b/))}
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
