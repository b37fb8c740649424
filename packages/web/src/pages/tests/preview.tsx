import { Box, Group, Stack, Table, Text } from '@mantine/core';
import type { DefinitionFault, PreviewRow, TestPreview } from '@tickmark/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { errorBody } from '../../api/error.ts';
import { operationQuery } from '../../queries.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { count } from '../../ui/moment.ts';
import { Empty, ErrorNotice, Note, Warning } from '../../ui/notices.tsx';
import { Section } from '../../ui/page.tsx';
import { Side } from '../../ui/side.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Term } from '../../ui/term.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { BusinessDays } from '../holidays/business-days.tsx';
import { Reasons } from '../results/why-drawer.tsx';
import { FaultList } from './fault-list.tsx';

interface Props {
  engagementId: string;
  yaml: string;
  check: { data: { faults: DefinitionFault[] } | undefined; error: unknown; refetch: () => unknown };
  /** Whether what is checked is what stands in the editor now. */
  current: boolean;
  /** Whether faults are listed here, because nothing else lists them. */
  listed: boolean;
}

/** What the text says of real rows, while it is being written. */
export function Preview({ engagementId, yaml, check, current, listed }: Props) {
  const clean = check.data?.faults.length === 0;
  const preview = useQuery({
    ...operationQuery('tests.preview', { engagementId, yaml }),
    enabled: current && clean,
    placeholderData: keepPreviousData,
  });
  return (
    <Section title="Preview">
      <Stack gap="sm">
        {listed ? <FaultList yaml={yaml} faults={current ? check.data?.faults : undefined} /> : null}
        {check.error === null ? null : <ErrorNotice error={check.error} retry={() => void check.refetch()} />}
        {clean ? (
          <Answer preview={preview} stale={!current || preview.isPlaceholderData} />
        ) : (
          <Text size="sm" c="dimmed">
            Once the text is free of faults, the first rows of the newest frozen population show here what it says of
            them.
          </Text>
        )}
      </Stack>
    </Section>
  );
}

function Answer({
  preview,
  stale,
}: {
  preview: { data: TestPreview | undefined; error: unknown; refetch: () => unknown };
  stale: boolean;
}) {
  if (preview.error !== null) {
    const { code, message, action } = errorBody(preview.error);
    if (code === 'not_found' || code === 'too_large') return <Note>{`${message} ${action ?? ''}`}</Note>;
    return <ErrorNotice error={preview.error} retry={() => void preview.refetch()} />;
  }
  if (preview.data === undefined) return <Waiting />;
  return (
    <Box opacity={stale ? 0.75 : 1} aria-busy={stale}>
      <Counts preview={preview.data} />
    </Box>
  );
}

function Counts({ preview }: { preview: TestPreview }) {
  const { items, population, looked, attributes, holidays, missing, kind } = preview;
  const [opened, setOpened] = useState<PreviewRow | null>(null);
  const columns = useMemo(() => columnsOf(attributes), [attributes]);
  const whole = looked === population.rows;
  return (
    <Stack gap="sm">
      <Text size="sm">
        Of {whole ? `all ${count(looked)}` : `the first ${count(looked)} of ${count(population.rows)}`} rows of{' '}
        {population.name}; <strong>not a result</strong>.
      </Text>
      {holidays === undefined ? null : (
        <Group gap="xs" align="flex-start" wrap="nowrap" fz="sm">
          <Term id="business-day">Business days</Term>
          <div>
            <BusinessDays holidays={holidays} />
          </div>
        </Group>
      )}
      {missing.map((id) => (
        <Warning key={id}>{`The population ${id} is not frozen, so nothing that asks of it can be told.`}</Warning>
      ))}
      <Group gap="xs">
        {kind === 'cadence' ? (
          <Text size="sm">
            {count(items.pass)} happened in the period; a run tells whether each came when it was due.
          </Text>
        ) : (
          <>
            <StateBadge state="pass" count={items.pass} />
            <StateBadge state="deviation" count={items.deviations} />
          </>
        )}
        <StateBadge state="unverified" count={items.unverified} />
        <Text size="sm" c="dimmed">
          {count(items.outOfPeriod)} outside the period, {count(items.notGoverned)} not governed
        </Text>
      </Group>
      {Object.keys(attributes).length === 0 ? null : (
        <Table withTableBorder verticalSpacing={4} aria-label="Attributes of the preview">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Attribute</Table.Th>
              <Table.Th ta="right">Pass</Table.Th>
              <Table.Th ta="right">Fail</Table.Th>
              <Table.Th ta="right">Unverified</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {Object.entries(attributes).map(([name, attribute]) => (
              <Table.Tr key={name}>
                <Table.Th scope="row" fw={400}>
                  {name}: {attribute.title}
                </Table.Th>
                <Table.Td ta="right">{count(attribute.pass)}</Table.Td>
                <Table.Td ta="right">{count(attribute.fail)}</Table.Td>
                <Table.Td ta="right">{count(attribute.unverified)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      <DataTable
        label="Rows of the preview"
        columns={columns}
        rows={preview.rows}
        rowKey={({ key }) => key}
        opened={opened?.key}
        onOpen={setOpened}
        maxHeight={360}
        minWidth={420}
        empty={<Empty title="The population holds no row." />}
      />
      <Side
        opened={opened !== null}
        onClose={() => setOpened(null)}
        size="lg"
        title={<span className="mono">{opened?.key}</span>}
      >
        {opened === null ? null : <Reasons row={opened.row} attributes={opened.attributes} none={noReason(opened)} />}
      </Side>
    </Stack>
  );
}

function noReason({ scope, explanation }: PreviewRow): string {
  if (scope === 'out-of-period') return 'It lies outside the period, so the test does not look at it.';
  if (scope === 'not-governed') return 'The control does not govern it: what stands under “where” does not hold.';
  return explanation;
}

const scopes = { 'out-of-period': 'outside the period', 'not-governed': 'not governed' } as const;

function columnsOf(attributes: TestPreview['attributes']): Column<PreviewRow>[] {
  return [
    {
      id: 'key',
      title: 'Row',
      sortable: false,
      value: (r) => r.key,
      cell: (r) => <span className="mono">{r.key.length > 24 ? `${r.key.slice(0, 24)}…` : r.key}</span>,
    },
    {
      id: 'state',
      title: 'State',
      width: '140px',
      sortable: false,
      value: (r) => r.state ?? (r.scope === 'in-scope' ? null : scopes[r.scope]),
      cell: (r) =>
        r.state === null ? (
          <Text size="sm" c="dimmed">
            {r.scope === 'in-scope' ? '' : scopes[r.scope]}
          </Text>
        ) : (
          <StateBadge state={r.state} />
        ),
    },
    ...Object.entries(attributes).map(([name, { title }], position): Column<PreviewRow> => ({
      id: `attribute ${name}`,
      title: `${name}: ${title}`,
      header: <abbr title={title}>{name}</abbr>,
      width: '116px',
      sortable: false,
      value: (r) => r.attributes[position]?.state ?? null,
      cell: (r) => {
        const state = r.attributes[position]?.state;
        return state === undefined ? null : <StateBadge state={state} plain />;
      },
    })),
  ];
}
