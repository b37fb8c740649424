import { Button, Group, Stack, Text } from '@mantine/core';
import { IconArrowsDiff } from '@tabler/icons-react';
import type { Population, ReconciliationSummary } from '@tickmark/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useOperation } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { count, quantity } from '../../ui/moment.ts';
import { Empty, ErrorNotice, Warning } from '../../ui/notices.tsx';
import { Section } from '../../ui/page.tsx';
import { Facts, Panel } from '../../ui/panel.tsx';
import { Side } from '../../ui/side.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Hash, Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { businessDaysFact } from '../holidays/business-days.tsx';
import { Differences } from './reconcile-differences.tsx';
import { Reconcile } from './reconcile-drawer.tsx';

/** What this population was held against, with what differs and why. */
export function Reconciliations({ population }: { population: Population }) {
  const mayFreeze = useMay('populations.freeze');
  const [open, setOpen] = useState(false);
  const list = useOperation('populations.reconciliations', { populationId: population.id, limit: 100 });
  const earlier = useOperation('populations.reconciliations', {
    engagementId: population.engagementId,
    kind: population.kind,
    latest: true,
    limit: 100,
  });
  const items = list.data?.items ?? [];
  const standing = items.filter(({ latest }) => latest);
  const outstanding = (earlier.data?.items ?? []).filter(({ populationId }) => populationId !== population.id);

  return (
    <Section
      title="Completeness"
      lead="A population held against an independent second source: what one side has and the other lacks is told, and waits for a reason."
      actions={
        mayFreeze && population.latest && items.length > 0 ? (
          <Button
            variant="default"
            leftSection={<IconArrowsDiff size={16} aria-hidden />}
            onClick={() => setOpen(true)}
          >
            Reconcile
          </Button>
        ) : null
      }
    >
      {list.error === null ? null : <ErrorNotice error={list.error} retry={() => void list.refetch()} />}
      {list.data === undefined ? (
        list.error === null ? (
          <Waiting />
        ) : null
      ) : (
        <Stack gap="md">
          {population.latest
            ? outstanding.map((one) => (
                <Warning key={one.id}>
                  An earlier version was reconciled with {one.document.there.kind}; this one was not. Tests of{' '}
                  {population.kind} wait until it is.
                </Warning>
              ))
            : null}
          {items.length === 0 ? (
            <Panel>
              <StateBadge state="not-reconciled" />
              <Empty
                title="Not reconciled against anything."
                action={
                  mayFreeze && population.latest ? (
                    <Button leftSection={<IconArrowsDiff size={16} aria-hidden />} onClick={() => setOpen(true)}>
                      Reconcile
                    </Button>
                  ) : undefined
                }
                example="For example the people of the HR system against the accounts of the identity provider, or the changes of the repository against the deployments."
              />
            </Panel>
          ) : null}
          {standing.map((one) => (
            <Standing key={one.id} reconciliation={one} mayResolve={mayFreeze} />
          ))}
          <Replaced items={items.filter(({ latest }) => !latest)} />
        </Stack>
      )}
      <Side opened={open} onClose={() => setOpen(false)} size="lg" title={`Reconcile ${population.manifest.name}`}>
        <Reconcile population={population} earlier={earlier.data?.items ?? []} />
      </Side>
    </Section>
  );
}

function Standing({ reconciliation, mayResolve }: { reconciliation: ReconciliationSummary; mayResolve: boolean }) {
  const { document, standing, secondId } = reconciliation;
  const { here, there, matched, differing, agreement } = document;
  const key = document.on.map((pair) => `${pair.here} = ${pair.there}${pair.ignoreCase ? ' (any case)' : ''}`);
  return (
    <Panel>
      <Stack gap="md">
        <Group justify="space-between" gap="xs">
          <Text fw={600}>
            With{' '}
            <Link to="/populations/$id" params={{ id: secondId }} search={{}} className="tm-link">
              {there.kind}
            </Link>
          </Text>
          <StateBadge state={standing.state} />
        </Group>
        <Facts
          facts={[
            [
              'Matched by',
              <span key="k" className="mono">
                {key.join(', ')}
              </span>,
            ],
            ['Matched', quantity(matched, 'key')],
            [`Only in ${here.kind}`, count(differing['only-here'])],
            [`Only in ${there.kind}`, count(differing['only-there'])],
            [
              'Without a value to match by',
              `${count(differing['no-key-here'])} here, ${count(differing['no-key-there'])} there`,
            ],
            [
              'In more than one row',
              `${quantity(here.repeated, 'key')} here, ${count(there.repeated)} there${document.unique ? ', each a difference' : ''}`,
            ],
            ...[here, there]
              .filter(({ where }) => where !== null)
              .map(
                ({ kind, where, leftOut, undecided }) =>
                  [
                    `Filter of ${kind}`,
                    <span key={kind}>
                      <span className="mono">{where}</span>: {count(leftOut)} left out
                      {undecided === 0 ? '' : `, ${count(undecided)} could not be told and count`}
                    </span>,
                  ] as const,
              ),
            ...businessDaysFact(document.holidays),
            ...agreement.map(
              (pair) =>
                [
                  `${pair.here} = ${pair.there}`,
                  `${count(pair.same)} agree, ${count(pair.differ)} differ, ${count(pair.neither)} without a value`,
                ] as const,
            ),
            [
              'Made',
              <span key="m">
                <Moment at={reconciliation.reconciledAt} />,{' '}
                <Link to="/log" search={{ entry: String(reconciliation.entryIndex) }} className="tm-link">
                  log entry {reconciliation.entryIndex}
                </Link>
              </span>,
            ],
            ['Hash of the document', <Hash key="h" value={reconciliation.sha256} label="hash of the reconciliation" />],
            ...(document.supersedes === null ? [] : [['Replaces an earlier one', document.supersedes.reason] as const]),
          ]}
        />
        {standing.differences === 0 ? (
          <Text size="sm">Nothing differs.</Text>
        ) : (
          <Differences reconciliation={reconciliation} mayResolve={mayResolve} />
        )}
      </Stack>
    </Panel>
  );
}

function Replaced({ items }: { items: readonly ReconciliationSummary[] }) {
  if (items.length === 0) return null;
  return (
    <Facts
      facts={items.map(({ id, document, reconciledAt, entryIndex, standing }) => [
        `Replaced: with ${document.there.kind}`,
        <span key={id}>
          {quantity(standing.differences, 'difference')}, {count(standing.unresolved)} unresolved.{' '}
          <Moment at={reconciledAt} />,{' '}
          <Link to="/log" search={{ entry: String(entryIndex) }} className="tm-link">
            log entry {entryIndex}
          </Link>
        </span>,
      ])}
    />
  );
}
