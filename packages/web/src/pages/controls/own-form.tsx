import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { fieldError, useWrite } from '../../queries.ts';
import { DateField } from '../../ui/date-field.tsx';
import { Form } from '../../ui/form.tsx';
import { sayError, sayWithUndo } from '../../ui/notices.tsx';
import { emptyWording, isWhole, wordingOf, WordingFields } from './wording-fields.tsx';

/** A control of one's own, which the catalogue has not. */
export function OwnForm({
  from,
  onCancel,
  onDone,
}: {
  from: string;
  onCancel: () => void;
  onDone: (code: string) => void;
}) {
  const [code, setCode] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const effectiveFrom = chosen ?? from;
  const [draft, setDraft] = useState(emptyWording);
  const write = useWrite('controls.write');
  const retire = useWrite('controls.retire');
  return (
    <Form
      submit="Write the control"
      busy={write.isPending}
      error={write.error}
      onCancel={onCancel}
      disabled={code.trim() === '' || effectiveFrom === '' || !isWhole(draft)}
      onSubmit={() =>
        write.mutate(
          { code, effectiveFrom, ...wordingOf(draft) },
          {
            onSuccess: (control) => {
              sayWithUndo(`${control.code} is written.`, () =>
                retire.mutate(
                  {
                    id: control.id,
                    retiredOn: control.effectiveFrom,
                    reason: 'Written by mistake, and taken back at once.',
                  },
                  { onError: sayError },
                ),
              );
              onDone(control.code);
            },
          },
        )
      }
    >
      <TextInput
        label="Code"
        description="Letters, a hyphen and a number: PAY-01. It stays with the control."
        required
        maw={240}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value.toUpperCase())}
        error={fieldError(write.error, 'code')}
      />
      <WordingFields
        draft={draft}
        change={(part) => setDraft((before) => ({ ...before, ...part }))}
        error={write.error}
      />
      <DateField
        label="In force from"
        description="The day since which your company really does this. Nothing before it counts for the control."
        maw={320}
        required
        value={effectiveFrom}
        onChange={setChosen}
        error={fieldError(write.error, 'effectiveFrom')}
      />
    </Form>
  );
}
