import { Stack, Text } from '@mantine/core';
import { useOperation } from '../../queries.ts';
import { count } from '../../ui/moment.ts';
import { ErrorNotice } from '../../ui/notices.tsx';
import { Section } from '../../ui/page.tsx';
import { Verbatim } from '../../ui/panel.tsx';
import { Term } from '../../ui/term.tsx';
import { Hash } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { EvidenceLink } from '../evidence/evidence-link.tsx';
import { Receipt, useReceipt } from './receipt.tsx';

/** One entry: its receipt, its statement, and the proof that it is in the log. */
export function ProofOf({ index }: { index: number }) {
  const receipt = useReceipt(index);
  return (
    <Stack gap="md">
      <Receipt entry={index} />
      {receipt.data === undefined ? null : (
        <Section title="Statement">
          <Verbatim label="Statement" text={JSON.stringify(JSON.parse(receipt.data.entry), null, 2)} wrap />
          <Told entry={receipt.data.entry} />
        </Section>
      )}
      {receipt.data?.state === 'signed' ? <Proof index={index} /> : null}
    </Stack>
  );
}

/** What the entry tells of, where that has a page of its own. */
function Told({ entry }: { entry: string }) {
  const { facts } = JSON.parse(entry) as { facts?: Record<string, unknown> };
  const id = facts?.['evidenceId'];
  if (typeof id !== 'string') return null;
  return (
    <Text size="sm" mt="xs">
      It tells of the evidence <EvidenceLink id={id} />
    </Text>
  );
}

function Proof({ index }: { index: number }) {
  const { data, error, refetch } = useOperation('log.proof', { index });
  return (
    <Section
      title={<Term id="inclusion-proof" />}
      lead="Hash the entry, combine it with each hash in turn, and you arrive at the root hash of the checkpoint."
    >
      {error === null ? null : <ErrorNotice error={error} retry={() => void refetch()} />}
      {data === undefined ? (
        error === null ? (
          <Waiting lines={4} />
        ) : null
      ) : (
        <Stack gap="sm">
          {data.log.index === data.index ? null : (
            <Text size="sm">
              In log {data.log.number} it is entry {count(data.log.index)} of the tree, which is the index that the
              proof speaks of.
            </Text>
          )}
          <div>
            <Text size="sm" c="dimmed">
              Hash of the entry
            </Text>
            <Hash value={data.leafHash} label="hash of the entry" whole />
          </div>
          <Verbatim
            label="Path"
            text={data.path.length === 0 ? 'Nothing to combine: it is the only entry.' : data.path.join('\n')}
          />
          <Verbatim label="Checkpoint the proof leads to" text={data.checkpoint} />
        </Stack>
      )}
    </Section>
  );
}
