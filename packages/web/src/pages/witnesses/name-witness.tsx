import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { fieldError, useWrite } from '../../queries.ts';
import { Form } from '../../ui/form.tsx';
import { say } from '../../ui/notices.tsx';

export function NameWitness({ onDone }: { onDone: () => void }) {
  const [verifierKey, setVerifierKey] = useState('');
  const [url, setUrl] = useState('');
  const add = useWrite('witnesses.add');
  return (
    <Form
      submit="Name the witness"
      busy={add.isPending}
      error={add.error}
      onSubmit={() =>
        add.mutate(
          { verifierKey, url },
          {
            onSuccess: () => {
              say('It is asked to cosign the log, now and after each write.');
              onDone();
            },
          },
        )
      }
    >
      <Textarea
        label="Key of the witness"
        description="Its verifier key for cosignatures, as its operator gave it to you: name+id+key"
        required
        autosize
        minRows={2}
        className="mono"
        value={verifierKey}
        onChange={(event) => setVerifierKey(event.currentTarget.value)}
        error={fieldError(add.error, 'verifierKey')}
      />
      <TextInput
        label="Address"
        description="Where it takes checkpoints: https://witness.example/add-checkpoint"
        required
        autoComplete="off"
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
        error={fieldError(add.error, 'url')}
      />
    </Form>
  );
}
