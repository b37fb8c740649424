import type { CatalogueControl } from '@tickmark/core';
import { useState } from 'react';
import { fieldError, useWrite } from '../../queries.ts';
import { DateField } from '../../ui/date-field.tsx';
import { Form } from '../../ui/form.tsx';
import { say } from '../../ui/notices.tsx';
import { draftOfCatalogue, isWhole, wordingOf, WordingFields } from './wording-fields.tsx';

/** Adopts a control of the catalogue with words of one's own. */
export function AdaptForm({ control, from, onDone }: { control: CatalogueControl; from: string; onDone: () => void }) {
  const [effectiveFrom, setEffectiveFrom] = useState(from);
  const [draft, setDraft] = useState(() => draftOfCatalogue(control));
  const write = useWrite('controls.adopt');
  return (
    <Form
      submit={`Adopt ${control.id} so`}
      busy={write.isPending}
      error={write.error}
      onCancel={onDone}
      disabled={effectiveFrom === '' || !isWhole(draft)}
      onSubmit={() =>
        write.mutate(
          { codes: [control.id], effectiveFrom, adapted: [{ code: control.id, ...wordingOf(draft) }] },
          {
            onSuccess: () => {
              say(`${control.id} is adopted.`);
              onDone();
            },
          },
        )
      }
    >
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
        onChange={setEffectiveFrom}
        error={fieldError(write.error, 'effectiveFrom')}
      />
    </Form>
  );
}
