import { Stack, Text } from '@mantine/core';
import type { Gap } from '@tickmark/core';
import { severities } from '@tickmark/core/readiness-words';
import type { Column } from '../../ui/data-table.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';

/** How grave a gap is, what is missing, and what closes it; the first columns of every list of gaps. */
export const gapColumns: Column<Pick<Gap, 'severity' | 'gap' | 'remediation'>>[] = [
  {
    id: 'severity',
    title: 'Severity',
    width: '124px',
    value: ({ severity }) => severities.indexOf(severity),
    cell: ({ severity }) => <StateBadge state={`gap-${severity}`} />,
  },
  {
    id: 'gap',
    title: 'Gap, and what closes it',
    value: ({ gap }) => gap,
    cell: ({ gap, remediation }) => (
      <Stack gap={2}>
        <span>{gap}</span>
        <Text size="xs" c="dimmed">
          {remediation}
        </Text>
      </Stack>
    ),
  },
];
