import { Stack, Table, Text } from '@mantine/core';
import { count } from '../../ui/moment.ts';
import { Note } from '../../ui/notices.tsx';
import { Section } from '../../ui/page.tsx';
import { Scrollable } from '../../ui/scrollable.tsx';
import { Term } from '../../ui/term.tsx';
import type { Sheet } from './words.ts';

/** Rounded up, so that a limit never looks lower than it is. */
function percent(rate: number): string {
  return `${(Math.ceil(rate * 1000 - 1e-9) / 10).toFixed(1)} %`;
}

/** Limits as information: how much may deviate at most, and no judgement of it. */
export function WhatItSays({ says: { sentence, limits } }: { says: Sheet['says'] }) {
  return (
    <Section
      title="What this sample says"
      lead={
        <>
          <Term id="upper-limit">Upper limits</Term> are information. Whether the control works is for a person to
          conclude.
        </>
      }
    >
      <Stack gap="xs">
        <Note>{sentence}</Note>
        {limits.length === 0 ? null : (
          <Scrollable label="Upper limits" style={{ overflowX: 'auto' }}>
            <Table withTableBorder maw={760} miw={620}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{limits[0]?.stratum === null ? 'Of' : 'Stratum'}</Table.Th>
                  <Table.Th ta="right">Examined</Table.Th>
                  <Table.Th ta="right">Deviations</Table.Th>
                  <Table.Th ta="right">At most, at 90 %</Table.Th>
                  <Table.Th ta="right">At most, at 95 %</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {limits.map(({ stratum, population, examined, deviations, upper }) => (
                  <Table.Tr key={stratum ?? 'whole'}>
                    <Table.Td>
                      {stratum === null ? 'The population' : stratum === '' ? 'none' : stratum}
                      <Text span size="xs" c="dimmed">
                        {' '}
                        of {count(population)}
                      </Text>
                    </Table.Td>
                    <Table.Td ta="right">{count(examined)}</Table.Td>
                    <Table.Td ta="right">{count(deviations)}</Table.Td>
                    {upper.map(({ confidence, items, rate }) => (
                      <Table.Td key={confidence} ta="right">
                        {count(items)}{' '}
                        <Text span size="xs" c="dimmed">
                          {percent(rate)}
                        </Text>
                      </Table.Td>
                    ))}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Scrollable>
        )}
      </Stack>
    </Section>
  );
}
