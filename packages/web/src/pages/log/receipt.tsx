import { Group, Stack, Text } from '@mantine/core';
import type { Receipt as ReceiptOfEntry, ReceiptTimestamp, ReceiptWitness } from '@tickmark/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { operationQuery } from '../../queries.ts';
import { count } from '../../ui/moment.ts';
import { ErrorNotice, Warning } from '../../ui/notices.tsx';
import { Section } from '../../ui/page.tsx';
import { Facts, Panel } from '../../ui/panel.tsx';
import { SaveAs } from '../../ui/save-as.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Term } from '../../ui/term.tsx';
import { Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { outcomeWords } from '../witnesses/words.ts';
import { isAlarm, receiptState } from './receipt-state.ts';

/** An entry is signed within a moment of its write. */
const pendingMs = 1_000;

/** What can be shown of an entry to somebody who trusts nobody here: who sealed it, when, and who outside vouches. */
export function Receipt({ entry }: { entry: number }) {
  const { data, error, refetch } = useReceipt(entry);
  return (
    <Section title={<Term id="receipt" />}>
      {error === null ? null : <ErrorNotice error={error} retry={() => void refetch()} />}
      {data === undefined ? error === null ? <Waiting lines={4} /> : null : <Loaded receipt={data} />}
    </Section>
  );
}

/** What a receipt comes to and the way to it, for a row of a table. */
export function ReceiptInRow({ entry, children }: { entry: number; children: ReactNode }) {
  const { data } = useReceipt(entry);
  return (
    <Group gap={8} wrap="nowrap">
      {children}
      {data === undefined ? null : <StateBadge state={receiptState(data)} />}
    </Group>
  );
}

/** Asks again by itself until the entry is signed. */
export function useReceipt(index: number) {
  return useQuery({
    ...operationQuery('receipts.get', { index }),
    refetchInterval: ({ state }) => (state.data?.state === 'pending' ? pendingMs : false),
  });
}

function Loaded({ receipt }: { receipt: ReceiptOfEntry }) {
  const { index, at, by, link, op, log, state, proof, entry, witnesses, timestamps } = receipt;
  return (
    <Panel>
      <Stack gap="sm">
        <div>
          <StateBadge state={receiptState(receipt)} />
        </div>
        <Facts
          facts={[
            [
              'Sealed',
              <span key="s">
                <Moment at={at} /> by{' '}
                {link !== null
                  ? 'whoever had a capture link'
                  : by === null
                    ? 'this instance itself'
                    : (by.name ?? `nobody known here (${by.id})`)}
              </span>,
            ],
            [
              <Term key="e" id="entry" />,
              <span key="v">
                <Link to="/log" search={{ entry: String(index) }} className="tm-link">
                  {index}
                </Link>
                , <span className="mono">{op}</span>
              </span>,
            ],
            ...(log.number === 1 && log.newest
              ? []
              : [
                  [
                    'Log',
                    `${log.number}, ${log.newest ? 'the newest' : 'whose key was rotated'}; entry ${count(log.index)} of its tree`,
                  ] as const,
                ]),
            [<Term key="c" id="checkpoint" />, checkpointWords[state]],
          ]}
        />
        {witnesses.map((witness) => (
          <Said key={witness.verifierKey} witness={witness} />
        ))}
        {witnesses.length === 0 && state !== 'not-as-signed' ? (
          <Text size="sm">
            {log.newest
              ? 'No witness is asked, so nobody outside vouches for this entry.'
              : 'No witness was asked about this log, so nobody outside vouches for this entry.'}
          </Text>
        ) : null}
        {timestamps.map((stamp) => (
          <StampedBy key={stamp.id} stamp={stamp} />
        ))}
        <Group gap="xs">
          {proof === null ? null : (
            <SaveAs fileName={`entry-${index}.tlog-proof`} text={proof} label="Save proof" type="text/plain" />
          )}
          <SaveAs fileName={`entry-${index}.json`} text={entry} label="Save entry" type="application/json" />
          <Link to="/log/proves" className="tm-link">
            What this proves, and what it does not
          </Link>
        </Group>
      </Stack>
    </Panel>
  );
}

const checkpointWords: Record<ReceiptOfEntry['state'], string> = {
  pending: 'Not signed yet: the next one, within a moment, holds it',
  signed: 'Signed, and holds this entry',
  'not-as-signed': 'Holds another entry here: this one was changed after it was signed',
};

/** What one witness says of the entry, and what came of asking it where that explains more. */
function Said({ witness }: { witness: ReceiptWitness }) {
  const { name, standing, since, upTo, named, asked } = witness;
  const term = <Term id="witness">{name}</Term>;
  const alarm = isAlarm(witness);
  const last = asked === null || asked.outcome === 'cosigned' || alarm ? '' : outcomeWords[asked.outcome];
  return (
    <>
      {alarm ? (
        <Warning>
          <strong>{name}</strong>
          {upTo?.fits === false
            ? ` vouched for another history, up to entry ${count(upTo.entry)}: the log no longer begins with what it saw.`
            : `: ${asked?.detail ?? ''}`}
        </Warning>
      ) : null}
      {standing === 'other-history' ? null : (
        <Text size="sm" component="div">
          {standing === 'vouched' && since !== null ? (
            <>
              Vouched for by {term} since <Moment at={since} />
              {upTo?.fits === true ? `, with every entry up to ${count(upTo.entry)}` : ''}.
            </>
          ) : standing === 'behind' && upTo !== null ? (
            <>
              Not vouched for by {term}, which has vouched up to entry {count(upTo.entry)} only.
            </>
          ) : (
            <>
              Not vouched for by {term}, which has cosigned nothing so far.
              {asked === null ? ' It has not been asked yet.' : ''}
            </>
          )}
          {last === '' ? '' : ` When last asked: ${last}.`}
          {named ? '' : ' It is no longer asked.'}
        </Text>
      )}
    </>
  );
}

/** The first stamp of one authority over the entry. */
function StampedBy({ stamp: { signer, at, entry, fits } }: { stamp: ReceiptTimestamp }) {
  if (fits)
    return (
      <Text size="sm" component="div">
        Stamped by <Term id="timestamp">{signer}</Term> on <Moment at={at} />, with every entry up to {count(entry)}: it
        was there by then.
      </Text>
    );
  return (
    <Warning>
      A stamp by <strong>{signer}</strong>, up to entry {count(entry)}, no longer fits: the log does not begin with what
      was stamped, or what is kept of the stamp was changed.
    </Warning>
  );
}
