import { List, Text } from '@mantine/core';
import type { ChainedLog } from '@tickmark/core';
import { useState } from 'react';
import { useWrite } from '../../queries.ts';
import { ConfirmWord, isTyped } from '../../ui/confirm-word.tsx';
import { Form } from '../../ui/form.tsx';
import { say } from '../../ui/notices.tsx';
import { Term } from '../../ui/term.tsx';

const word = 'rotate';

/** Says what a rotation does and does not do before it is done. */
export function RotateKey({ log, onDone }: { log: ChainedLog; onDone: () => void }) {
  const [typed, setTyped] = useState('');
  const rotate = useWrite('log.rotate');
  return (
    <Form
      submit="Rotate the key"
      busy={rotate.isPending}
      error={rotate.error}
      disabled={!isTyped(typed, word)}
      onSubmit={() =>
        rotate.mutate(
          { log: log.number },
          {
            onSuccess: ({ items }) => {
              say(`Log ${items.at(-1)?.number} has begun. Give its verifier key to those who know the old one.`);
              onDone();
            },
          },
        )
      }
    >
      <div>
        <Text size="sm" fw={500} mb={4}>
          What it does
        </Text>
        <List size="sm" spacing={4}>
          <List.Item>
            Log {log.number} ends with an entry that names the new key. Log {log.number + 1} begins with how it ended.
            Whoever trusts one key can follow to the other.
          </List.Item>
          <List.Item>
            From then on nobody can sign log {log.number} here: its signing key is overwritten. Backups made before
            still hold it, under the master key of the server.
          </List.Item>
          <List.Item>Every entry, proof and cosignature so far stays, and bundles hold both logs.</List.Item>
        </List>
      </div>
      <div>
        <Text size="sm" fw={500} mb={4}>
          What it does not do
        </Text>
        <List size="sm" spacing={4}>
          <List.Item>
            It does not undo what a thief could do before. Whoever copied the old key can still sign another history of
            log {log.number}, even with a rotation to a key of their own. Who relies on your log is safe from that with
            the new key in hand, or with a <Term id="witness">witness</Term> that saw the true one.
          </List.Item>
          <List.Item>
            It tells nobody. A witness knows log {log.number + 1} only once its operator was given its verifier key;
            until then it is asked for the end of log {log.number} and cosigns nothing new. Policies that name the old
            key have to name the new one.
          </List.Item>
        </List>
      </div>
      <ConfirmWord word={word} typed={typed} onType={setTyped}>
        Log {log.number} takes no entry after this one, and its key never signs again.
      </ConfirmWord>
    </Form>
  );
}
