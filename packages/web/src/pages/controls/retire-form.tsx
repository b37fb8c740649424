import { Button, Textarea } from '@mantine/core';
import type { Control } from '@tickmark/core';
import { useState } from 'react';
import { fieldError, useWrite } from '../../queries.ts';
import { DateField } from '../../ui/date-field.tsx';
import { Form } from '../../ui/form.tsx';
import { sayError, sayWithUndo } from '../../ui/notices.tsx';

/** Ends a control from a date on. Its versions, days and results stay. */
export function RetireForm({ control, onCancel }: { control: Control; onCancel: () => void }) {
  const [retiredOn, setRetiredOn] = useState('');
  const [reason, setReason] = useState('');
  const write = useWrite('controls.retire');
  const reinstate = useWrite('controls.reinstate');
  return (
    <Form
      submit="Retire control"
      busy={write.isPending}
      error={write.error}
      onCancel={onCancel}
      disabled={retiredOn === ''}
      onSubmit={() =>
        write.mutate(
          { id: control.id, retiredOn, ...(reason.trim() === '' ? {} : { reason }) },
          {
            onSuccess: () =>
              sayWithUndo(`${control.code} is retired from ${retiredOn} on.`, () =>
                reinstate.mutate(
                  { id: control.id, effectiveFrom: retiredOn, reason: 'Retired by mistake, and brought back at once.' },
                  { onError: sayError },
                ),
              ),
          },
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
      <Button
        size="compact-xs"
        variant="default"
        style={{ alignSelf: 'flex-start' }}
        onClick={() => setRetiredOn(control.effectiveFrom)}
      >
        It was a mistake: from its first day, {control.effectiveFrom}
      </Button>
      <Textarea
        label="Why"
        autosize
        minRows={2}
        maxLength={4000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={fieldError(write.error, 'reason')}
      />
    </Form>
  );
}
