import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { fieldError, useWrite } from '../../queries.ts';
import { Form } from '../../ui/form.tsx';
import { say } from '../../ui/notices.tsx';

export function WatchLog({ onDone }: { onDone: () => void }) {
  const [verifierKey, setVerifierKey] = useState('');
  const add = useWrite('watched-logs.add');
  return (
    <Form
      submit="Watch the log"
      busy={add.isPending}
      error={add.error}
      onSubmit={() =>
        add.mutate(
          { verifierKey },
          {
            onSuccess: () => {
              say('Its checkpoints are cosigned from now on. Give its owner your key and address.');
              onDone();
            },
          },
        )
      }
    >
      <Textarea
        label="Verifier key of the log"
        description="As its owner gave it to you, by a way you trust: name+id+key"
        required
        autosize
        minRows={2}
        className="mono"
        value={verifierKey}
        onChange={(event) => setVerifierKey(event.currentTarget.value)}
        error={fieldError(add.error, 'verifierKey')}
      />
    </Form>
  );
}
