import { ScrollArea, Stack, Table, Text } from '@mantine/core';
import type { ImportPreview, PopulationKind } from '@tickmark/core';
import { count, quantity } from '../../ui/moment.ts';
import { Section } from '../../ui/page.tsx';
import { Facts } from '../../ui/panel.tsx';
import { Term } from '../../ui/term.tsx';
import { Value } from '../../ui/values.tsx';

/** What the file would become: counts, rejected rows with reasons, and the first rows. */
export function PreviewOfFile({ preview, kind }: { preview: ImportPreview; kind: PopulationKind }) {
  const { rows, rejected, excluded, sample } = preview;
  const columns = kind.columns.filter(({ name }) => preview.mapping[name] !== undefined);
  return (
    <Stack gap="md">
      <Section title="What it becomes">
        <Facts
          facts={[
            ...(preview.sheet === null ? [] : [['Sheet', preview.sheet] satisfies [string, string]]),
            ['Rows of the population', count(rows)],
            [<Term key="r" id="rejected" />, count(rejected.count)],
            [<Term key="e" id="excluded" />, count(excluded)],
          ]}
        />
      </Section>
      {rejected.count === 0 ? null : (
        <Section
          title="Rejected rows"
          lead={
            rejected.count > rejected.first.length
              ? `The first ${rejected.first.length} of ${count(rejected.count)}.`
              : undefined
          }
        >
          <ScrollArea.Autosize
            mah={220}
            type="auto"
            viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': 'Rejected rows' }}
          >
            <Table withTableBorder aria-label="Rejected rows">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th w={80}>Row</Table.Th>
                  <Table.Th w={170}>Column</Table.Th>
                  <Table.Th>Reason</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rejected.first.map(({ row, column, reason }) => (
                  <Table.Tr key={`${row} ${column} ${reason}`}>
                    <Table.Td>{row}</Table.Td>
                    <Table.Td className="mono">{column ?? 'whole row'}</Table.Td>
                    <Table.Td>{reason}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </ScrollArea.Autosize>
        </Section>
      )}
      <Section title={`First ${quantity(sample.length, 'row')}`}>
        {sample.length === 0 ? (
          <Text size="sm">The file has no rows that could be read. Frozen like this it is a counted zero.</Text>
        ) : (
          <ScrollArea.Autosize
            mah={300}
            type="auto"
            viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': 'First rows' }}
          >
            <Table withTableBorder withColumnBorders fz="xs" aria-label="First rows" style={{ whiteSpace: 'nowrap' }}>
              <Table.Thead>
                <Table.Tr>
                  {columns.map(({ name, type }) => (
                    <Table.Th key={name}>
                      <span className="mono">{name}</span>
                      <Text size="xs" c="dimmed" fw={400}>
                        {type}, {fromTypes(preview, name)}
                      </Text>
                    </Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {sample.map((row, position) => (
                  <Table.Tr key={String(row[kind.key] ?? position)}>
                    {columns.map(({ name }) => (
                      <Table.Td key={name}>
                        <Value value={row[name]} />
                      </Table.Td>
                    ))}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </ScrollArea.Autosize>
        )}
      </Section>
    </Stack>
  );
}

/** What the columns of the file hold that a column is read from. */
function fromTypes({ fileColumns, fileTypes, mapping }: ImportPreview, column: string): string {
  const types = (mapping[column] ?? []).map((source) => fileTypes[fileColumns.indexOf(source)] ?? '');
  return `from ${[...new Set(types)].join(', ')}`;
}
