import { Select, Textarea } from '@mantine/core';
import { holdReasons, holdReasonTitles, type Evidence, type HoldReason } from '@tickmark/core';
import { useState } from 'react';
import { fieldError, useWrite } from '../../queries.ts';
import { Form } from '../../ui/form.tsx';
import { Note, say } from '../../ui/notices.tsx';

/** A hold on one piece, or on all evidence. */
export function PlaceHold({ evidence, onDone }: { evidence: Evidence | null; onDone: () => void }) {
  const [reason, setReason] = useState<HoldReason>('litigation');
  const [words, setWords] = useState('');
  const hold = useWrite('retention.hold');
  return (
    <Form
      submit={evidence === null ? 'Hold all evidence' : 'Hold this piece'}
      busy={hold.isPending}
      error={hold.error}
      disabled={words.trim() === ''}
      onSubmit={() =>
        hold.mutate(
          { reason, words, ...(evidence === null ? {} : { evidence: evidence.id }) },
          {
            onSuccess: () => {
              say('The hold stands. Nothing that it covers is deleted until an owner releases it.');
              onDone();
            },
          },
        )
      }
    >
      <Note>
        {evidence === null ? 'No evidence' : 'This piece'} {evidence === null ? 'is' : 'is not'} deleted while the hold
        stands, by nobody and for no reason.
      </Note>
      <Select
        label="Reason"
        allowDeselect={false}
        data={holdReasons.map((value) => ({ value, label: holdReasonTitles[value] }))}
        value={reason}
        onChange={(value) => setReason(holdReasons.find((each) => each === value) ?? 'other')}
        error={fieldError(hold.error, 'reason')}
      />
      <Textarea
        label="Why"
        description="Stays in the record, never in the log."
        withAsterisk
        autosize
        minRows={2}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        error={fieldError(hold.error, 'words')}
      />
    </Form>
  );
}
