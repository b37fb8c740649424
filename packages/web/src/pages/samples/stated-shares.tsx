import { Table, Text, TextInput } from '@mantine/core';
import { count } from '../../ui/moment.ts';

/** Items asked of each stratum, as they are typed. */
export type Shares = Readonly<Record<string, string>>;

/** Shares as the server takes them; what is left empty is none. */
export function allocationOf(shares: Shares): Record<string, number> {
  return Object.fromEntries(Object.entries(shares).map(([value, share]) => [value, Number(share)]));
}

/** How many items all shares give together; NaN while one of them is no number. */
export function sumOf(shares: Shares): number {
  return Object.values(allocationOf(shares)).reduce((sum, share) => sum + share, 0);
}

interface Props {
  strata: readonly { value: string; items: number; share?: number }[];
  /** What stands over the column of items. */
  items: string;
  /** Typed shares; without them those in proportion are shown. */
  shares?: Shares | undefined;
  onChange?: (shares: Shares) => void;
}

/** The strata with their items and how many of each are drawn. */
export function StrataShares({ strata, items, shares, onChange }: Props) {
  return (
    <Table.ScrollContainer minWidth={260} mah={320} type="native">
      <Table withTableBorder verticalSpacing={4} aria-label="Strata">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Stratum</Table.Th>
            <Table.Th ta="right">{items}</Table.Th>
            <Table.Th ta="right">Drawn</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {strata.map(({ value, items: held, share }) => (
            <Table.Tr key={value}>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>
                {value === '' ? (
                  <Text size="sm" c="dimmed" span>
                    No value
                  </Text>
                ) : (
                  value
                )}
              </Table.Td>
              <Table.Td ta="right">{count(held)}</Table.Td>
              <Table.Td ta="right">
                {shares === undefined ? (
                  count(share ?? 0)
                ) : (
                  <TextInput
                    aria-label={`Drawn from ${value === '' ? 'those without a value' : value}`}
                    inputMode="numeric"
                    autoComplete="off"
                    size="xs"
                    w={80}
                    ml="auto"
                    styles={{ input: { textAlign: 'right' } }}
                    value={shares[value] ?? ''}
                    onChange={(event) => onChange?.({ ...shares, [value]: event.currentTarget.value })}
                    error={isShare(shares[value], held) ? undefined : `0 to ${count(held)}`}
                  />
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function isShare(typed = '', held: number): boolean {
  const share = Number(typed);
  return Number.isInteger(share) && share >= 0 && share <= held;
}
