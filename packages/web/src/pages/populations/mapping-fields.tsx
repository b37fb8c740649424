import { MultiSelect, Table, Text } from '@mantine/core';
import type { ColumnMapping, PopulationKind } from '@tickmark/core';
import { Section } from '../../ui/page.tsx';

interface Props {
  kind: PopulationKind;
  columns: readonly string[];
  mapping: ColumnMapping;
  onChange: (mapping: ColumnMapping) => void;
  missing: readonly string[];
}

/** Which columns of the file become which columns of the population. */
export function MappingFields({ kind, columns, mapping, onChange, missing }: Props) {
  function choose(name: string, from: string[]): void {
    const { [name]: _before, ...others } = mapping;
    onChange(from.length === 0 ? others : { ...others, [name]: from });
  }

  return (
    <Section
      title="Columns"
      lead="What each column of the population is read from. Two columns of the file are joined by a space, such as a date and a time."
    >
      <Table withTableBorder verticalSpacing={5} layout="fixed" aria-label="Columns of the population">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Column</Table.Th>
            <Table.Th w={92}>Type</Table.Th>
            <Table.Th>From the file</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {kind.columns.map(({ name, type, title, required }) => (
            <Table.Tr key={name}>
              <Table.Td>
                <span className="mono">{name}</span>
                {required ? ' (required)' : ''}
                {name === kind.key ? ' · key' : name === kind.time ? ' · time' : ''}
                <Text size="xs" c="dimmed">
                  {title}
                </Text>
              </Table.Td>
              <Table.Td>{type}</Table.Td>
              <Table.Td>
                <MultiSelect
                  size="xs"
                  aria-label={`Column ${name} from`}
                  placeholder={mapping[name] === undefined ? 'Not in the file' : undefined}
                  data={[...new Set(columns)]}
                  value={mapping[name] ?? []}
                  onChange={(from) => choose(name, from)}
                  searchable
                  error={missing.includes(name) ? 'A row needs it: choose a column' : undefined}
                />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  );
}
