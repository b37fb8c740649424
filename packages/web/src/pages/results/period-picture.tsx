import { Group, Table, Text } from '@mantine/core';
import type { TestResult } from '@tickmark/core';
import { count, quantity } from '../../ui/moment.ts';
import { Section } from '../../ui/page.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Term } from '../../ui/term.tsx';
import { busiestDays, byMonth } from './by-month.ts';
import { DaysPicture } from './days-picture.tsx';
import { ItemsPicture } from './items-picture.tsx';
import { OccurrencesPicture } from './occurrences-picture.tsx';

/** The period as a picture, and as a table beneath it that says the same. */
export function PeriodPicture({ document }: { document: TestResult }) {
  const { occurrences, days, timeline } = document;
  const months = byMonth(timeline);
  return (
    <>
      {occurrences === undefined ? null : (
        <Section
          title={<Term id="occurrence">Occurrences</Term>}
          lead={
            <Group gap={6} mt={4}>
              <StateBadge state="met" count={occurrences.met} />
              <StateBadge state="late" count={occurrences.late} />
              <StateBadge state="missed" count={occurrences.missed} />
              <StateBadge state="not-due" count={occurrences.notDue} />
              <StateBadge state="unverified" count={occurrences.unverified} />
            </Group>
          }
        >
          <OccurrencesPicture period={document.period} list={occurrences.list} />
          <OccurrenceTable list={occurrences.list} />
        </Section>
      )}
      {days === undefined ? null : (
        <Section
          title="Days"
          lead={`Observed on ${count(days.observed)} of ${quantity(days.expected, 'day')}. A day on which nobody looked is not a pass.`}
        >
          <DaysPicture period={document.period} days={days} />
          {days.unobservedList.length === 0 ? null : (
            <Text size="sm" mt={6}>
              Unobserved:{' '}
              {days.unobservedList
                .slice(0, 12)
                .map(({ from, to }) => (from === to ? from : `${from} to ${to}`))
                .join(', ')}
              {days.unobservedList.length > 12 ? `, and ${days.unobservedList.length - 12} more spans` : ''}.
            </Text>
          )}
        </Section>
      )}
      {months.length === 0 ? null : (
        <Section
          title="Over the period"
          lead={`Each bar is a day: what passed above the line; deviations and unverified items below it. ${scales(timeline)}`}
        >
          <ItemsPicture period={document.period} timeline={timeline} />
          <Table withTableBorder verticalSpacing={4} mt="sm" aria-label="Items by month">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Month</Table.Th>
                <Table.Th ta="right">Pass</Table.Th>
                <Table.Th ta="right">Deviations</Table.Th>
                <Table.Th ta="right">Unverified</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {months.map(({ month, pass, deviations, unverified }) => (
                <Table.Tr key={month}>
                  <Table.Th scope="row" fw={400}>
                    {month}
                  </Table.Th>
                  <Table.Td ta="right">{count(pass)}</Table.Td>
                  <Table.Td ta="right" fw={deviations > 0 ? 600 : undefined}>
                    {count(deviations)}
                  </Table.Td>
                  <Table.Td ta="right">{count(unverified)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Section>
      )}
    </>
  );
}

function OccurrenceTable({ list }: { list: NonNullable<TestResult['occurrences']>['list'] }) {
  return (
    <Table withTableBorder verticalSpacing={4} mt="sm" aria-label="Occurrences">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>For</Table.Th>
          <Table.Th>Due by</Table.Th>
          <Table.Th>State</Table.Th>
          <Table.Th>Happened</Table.Th>
          <Table.Th>Item</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {list.map(({ from, to, dueBy, state, at, item }) => (
          <Table.Tr key={from}>
            <Table.Td>
              {from} to {to}
            </Table.Td>
            <Table.Td>{dueBy}</Table.Td>
            <Table.Td>
              <StateBadge state={state} />
            </Table.Td>
            <Table.Td>{at === null ? 'nothing' : at.slice(0, 10)}</Table.Td>
            <Table.Td className="mono">{item ?? ''}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** How many items the longest bar of each side stands for. */
function scales(timeline: TestResult['timeline']): string {
  const { most, mostBelow } = busiestDays(timeline);
  const above = `The longest bar above stands for ${quantity(most, 'item')}`;
  if (mostBelow === 0) return most === 0 ? '' : `${above}.`;
  const below = quantity(mostBelow, 'item');
  return most === 0 ? `The longest bar stands for ${below}.` : `${above}, the longest below for ${below}.`;
}
