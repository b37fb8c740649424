import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Output } from '../../api/client.ts';
import { fieldError, useWrite } from '../../queries.ts';
import { ConfirmWord, isTyped } from '../../ui/confirm-word.tsx';
import { Form } from '../../ui/form.tsx';
import { say } from '../../ui/notices.tsx';

interface Props {
  whole: Output<'readiness-reports.get'>;
  against: string | undefined;
  onDone: () => void;
}

/** A copy for somebody: it is no draft, and names who got it and the checkpoint it stands under. */
export function IssueCopy({ whole: { report, against: earlier }, against, onDone }: Props) {
  const [recipient, setRecipient] = useState('');
  const [typed, setTyped] = useState('');
  const write = useWrite('readiness-reports.issue');
  return (
    <Form
      submit="Issue the copy"
      busy={write.isPending}
      error={write.error}
      disabled={recipient.trim() === '' || !isTyped(typed, 'issue')}
      onSubmit={() =>
        write.mutate(
          { id: report.id, recipient, against },
          {
            onSuccess: ({ number }) => {
              say(`Copy ${number} was issued.`);
              onDone();
            },
          },
        )
      }
    >
      <TextInput
        label="Recipient"
        description="Who gets the copy, such as “The board, meeting of March”. It stands on each page, and in no entry of the log."
        maxLength={200}
        data-autofocus
        value={recipient}
        onChange={(event) => setRecipient(event.currentTarget.value)}
        error={fieldError(write.error, 'recipient')}
      />
      <ConfirmWord word="issue" typed={typed} onType={setTyped}>
        The copy is entered in the evidence log and stays what it is:{' '}
        {earlier === null
          ? 'this report, held against no other'
          : `this report, held against report ${earlier.number} of ${earlier.today}`}
        , under the newest signed checkpoint.
      </ConfirmWord>
    </Form>
  );
}
