import type { Control } from '@tickmark/core';
import { useState } from 'react';
import { fieldError, useWrite } from '../../queries.ts';
import { DateField } from '../../ui/date-field.tsx';
import { Form } from '../../ui/form.tsx';
import { ReasonField } from '../../ui/reason-field.tsx';
import { say } from '../../ui/notices.tsx';
import { draftOfWording, isWhole, wordingOf, WordingFields } from './wording-fields.tsx';

interface Props {
  control: Control;
  onCancel: () => void;
  onDone: (warnings: readonly string[]) => void;
}

/** A new version of a control from a date on. What the version before did stays. */
export function ReviseForm({ control, onCancel, onDone }: Props) {
  const [effectiveFrom, setEffectiveFrom] = useState('');
  const [draft, setDraft] = useState(() => draftOfWording(control));
  const [reason, setReason] = useState('');
  const write = useWrite('controls.revise');

  function revise(): void {
    write.mutate(
      { id: control.id, effectiveFrom, ...wordingOf(draft), reason },
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
      disabled={effectiveFrom === '' || !isWhole(draft) || reason.trim() === ''}
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
      <WordingFields
        draft={draft}
        change={(part) => setDraft((before) => ({ ...before, ...part }))}
        error={write.error}
      />
      <ReasonField label="Why it changes" value={reason} onChange={setReason} error={write.error} />
    </Form>
  );
}
