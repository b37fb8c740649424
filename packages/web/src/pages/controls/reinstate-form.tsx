import type { Control } from '@tickmark/core';
import { useState } from 'react';
import { fieldError, useWrite } from '../../queries.ts';
import { DateField } from '../../ui/date-field.tsx';
import { Form } from '../../ui/form.tsx';
import { ReasonField } from '../../ui/reason-field.tsx';
import { say } from '../../ui/notices.tsx';

/** Brings a retired control back from a date on. */
export function ReinstateForm({ control, onCancel }: { control: Control; onCancel: () => void }) {
  const [effectiveFrom, setEffectiveFrom] = useState(control.retiredOn ?? '');
  const [reason, setReason] = useState('');
  const write = useWrite('controls.reinstate');
  return (
    <Form
      submit="Bring it back"
      busy={write.isPending}
      error={write.error}
      onCancel={onCancel}
      disabled={effectiveFrom === '' || reason.trim() === ''}
      onSubmit={() =>
        write.mutate(
          { id: control.id, effectiveFrom, reason },
          { onSuccess: ({ code, version }) => say(`${code} is back, with version ${version}.`) },
        )
      }
    >
      <DateField
        label="In force again from"
        description={`From ${control.retiredOn ?? ''} on there is no gap.`}
        maw={320}
        required
        value={effectiveFrom}
        onChange={setEffectiveFrom}
        error={fieldError(write.error, 'effectiveFrom')}
      />
      <ReasonField label="Why it comes back" value={reason} onChange={setReason} error={write.error} />
    </Form>
  );
}
