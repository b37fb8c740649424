import { List, Stack, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { stateWords, type State } from '../../glossary/states.ts';
import { useOperation } from '../../queries.ts';
import { ErrorNotice } from '../../ui/notices.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { Verbatim } from '../../ui/panel.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Term } from '../../ui/term.tsx';
import { Hash } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { Proves } from './proves.tsx';
import { VerifyYourself } from './verify-yourself.tsx';

const states = [
  'not-signed-yet',
  'no-witness',
  'not-vouched',
  'vouched',
  'other-history',
  'not-as-signed',
] as const satisfies readonly State[];

/** For somebody who was shown a receipt and is no engineer. */
export function WhatItProvesPage() {
  return (
    <Page
      title="What this proves, and what it does not"
      lead={
        <>
          When something is sealed here, the <Term id="evidence-log">evidence log</Term> takes down a fingerprint of it.
          A <Term id="receipt">receipt</Term> shows where, and who outside has seen that nothing before it was
          rewritten.
        </>
      }
    >
      <Proves />
      <Section title="What the words on a receipt mean">
        <Table withTableBorder aria-label="What the words on a receipt mean" verticalSpacing={6}>
          <Table.Tbody>
            {states.map((state) => (
              <Table.Tr key={state}>
                <Table.Th scope="row" w={150}>
                  <StateBadge state={state} />
                </Table.Th>
                <Table.Td>{stateWords[state].meaning}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Section>
      <Section title="Not vouched for">
        <Stack gap="xs">
          <Text size="sm">
            The entry is in the log and signed, but only the organization says so. Whoever holds the key of the log and
            its database could still write a different log from the start and sign that. It does not mean that anything
            is wrong.
          </Text>
          <Text size="sm">
            A witness that does not answer, or that refuses, has vouched for nothing new; what it vouched for before
            stays. And a witness is worth what its independence is worth: one that the organization runs itself proves
            nothing to you. Who they are, and what came of asking them, stands under{' '}
            <Link to="/log/witnesses" className="tm-link">
              Witnesses
            </Link>
            .
          </Text>
        </Stack>
      </Section>
      <Checking />
      <VerifyYourself />
    </Page>
  );
}

function Checking() {
  const { data, error, refetch } = useOperation('log.checkpoint', {});
  return (
    <Section
      title="How to check it without this product"
      lead="Once you hold the files, none of these needs an account, this server or a network."
    >
      <Stack gap="sm">
        <List size="sm" spacing={6}>
          <List.Item>
            <strong>A whole examination, on a command line.</strong> Ask for the <Term id="bundle">bundle</Term>. This
            checks every file and entry, the order of events, and works out every result again:
            <Verbatim label="Command for a bundle" text="tickmark verify bundle.tar --reperform" />
          </List.Item>
          <List.Item>
            <strong>The same files and entries, in a browser.</strong> Open the file{' '}
            <span className="mono">verify.html</span> from disk and drop the bundle on it. It is a second program,
            written apart from the first, and checks integrity. It is offered below.
          </List.Item>
          <List.Item>
            <strong>One entry.</strong> Save the proof and the entry from its receipt into one folder. With the key of
            the log this hashes the bytes of the entry and follows the proof to the checkpoint; so does any tool that
            reads C2SP tlog-proof:
            <Verbatim label="Command for a proof" text="tickmark verify entry-12.tlog-proof --key …" wrap />
          </List.Item>
          <List.Item>
            <strong>That the log only grew.</strong> Keep a checkpoint, and drop it under{' '}
            <Link to="/log/changes" className="tm-link">
              What changed
            </Link>{' '}
            on your next visit. The consistency proof saved there can be checked elsewhere:
            <Verbatim
              label="Command for the growth"
              text="tickmark verify growth-9-25.txt --since checkpoint-9.txt --key …"
              wrap
            />
          </List.Item>
          <List.Item>
            <strong>When an entry was there at the latest.</strong> A <Term id="timestamp">timestamp</Term> and what it
            is of are saved under{' '}
            <Link to="/log/timestamps" className="tm-link">
              Timestamps
            </Link>
            , with the command of OpenSSL that checks them.
          </List.Item>
          <List.Item>
            <strong>A file that belongs to an entry.</strong> For a result, a population or a report the entry names the
            SHA-256 of the file, which any program computes. For evidence it names a salted fingerprint, and the bundle
            holds the salt.
          </List.Item>
        </List>
        {error === null ? null : <ErrorNotice error={error} retry={() => void refetch()} />}
        {data === undefined ? (
          error === null ? (
            <Waiting lines={1} />
          ) : null
        ) : (
          <div>
            <Text size="sm" mb={4} component="div">
              The <Term id="verifier-key">verifier key</Term> of{' '}
              {data.log === 1 ? 'this log' : `log ${data.log}, the newest`}. Get it by a way you trust as well, and the
              key of a witness from the witness: a page of the organization is no proof of its own key.
            </Text>
            <Hash value={data.verifierKey} label="verifier key" whole />
          </div>
        )}
      </Stack>
    </Section>
  );
}
