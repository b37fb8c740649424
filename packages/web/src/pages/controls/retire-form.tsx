import type { Control } from '@tickmark/core';
import { useState } from 'react';
import { fieldError, useWrite } from '../../queries.ts';
import { DateField } from '../../ui/date-field.tsx';
import { Form } from '../../ui/form.tsx';
import { say } from '../../ui/notices.tsx';

/** Ends a control from a date on. Its versions, days and results stay. */
export function RetireForm({ control, onCancel }: { control: Control; onCancel: () => void }) {
  const [retiredOn, setRetiredOn] = useState('');
  const write = useWrite('controls.retire');
  return (
    <Form
      submit="Retire control"
      busy={write.isPending}
      error={write.error}
      onCancel={onCancel}
      disabled={retiredOn === ''}
      onSubmit={() =>
        write.mutate(
          { id: control.id, retiredOn },
          { onSuccess: () => say(`${control.code} is retired from ${retiredOn} on.`) },
        )
      }
    >
      <DateField
        label="Retire from"
        description="Its history stays. A control retired inside the period is still tested for the days it was in force."
        maw={320}
        required
        value={retiredOn}
        onChange={setRetiredOn}
        error={fieldError(write.error, 'retiredOn')}
      />
    </Form>
  );
}
