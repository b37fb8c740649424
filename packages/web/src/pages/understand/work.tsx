import { Chip, Group, Stack, Table, Text } from '@mantine/core';
import { categories, type Category } from '@tickmark/core/categories';
import { useState } from 'react';
import { categoryNames } from '../../glossary/names.ts';
import { useOperation } from '../../queries.ts';
import { ErrorNotice } from '../../ui/notices.tsx';
import { count } from '../../ui/moment.ts';
import { Scrollable } from '../../ui/scrollable.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import classes from './understand.module.css';

const when = { once: 'once', yearly: 'every year' } as const;

/** Hours by role for the categories chosen, each with its reckoning. */
export function Work() {
  const [chosen, setChosen] = useState<Category[]>(['security']);
  const { data, error, refetch } = useOperation('understand.work', { categories: chosen });
  return (
    <Stack gap="sm">
      <Group gap="xs" className={classes.noPrint}>
        <Text size="sm">Reckoned for</Text>
        <Chip.Group
          multiple
          value={chosen}
          onChange={(values) => setChosen(categories.filter((c) => c === 'security' || values.includes(c)))}
        >
          {categories.map((category) => (
            <Chip key={category} value={category} size="xs" disabled={category === 'security'}>
              {categoryNames[category].title}
            </Chip>
          ))}
        </Chip.Group>
      </Group>
      <p className={classes.onPaper}>
        Reckoned for {chosen.map((category) => categoryNames[category].title).join(', ')}
      </p>
      {error === null ? null : <ErrorNotice error={error} retry={() => void refetch()} />}
      {data === undefined ? (
        error === null ? (
          <Waiting lines={7} />
        ) : null
      ) : (
        <Scrollable label="Work by role" className={classes.table}>
          <Table aria-label="Work by role" verticalSpacing={7} withTableBorder>
            <Table.Thead>
              <Table.Tr>
                <Table.Th w={170}>Who</Table.Th>
                <Table.Th miw={220}>What</Table.Th>
                <Table.Th w={150}>Hours</Table.Th>
                <Table.Th miw={200}>Reckoned from</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.items.map(({ role, what, hours, reckoning, ...row }) => (
                <Table.Tr key={what}>
                  <Table.Th scope="row">{role}</Table.Th>
                  <Table.Td>{what}</Table.Td>
                  <Table.Td>
                    {count(hours.from)} to {count(hours.to)} {when[row.when]}
                  </Table.Td>
                  <Table.Td>{reckoning}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Scrollable>
      )}
      <Text size="sm" c="dimmed">
        All hours of a role together, except of employees: those are of one person. Controls that run by themselves, or
        only when something happens, are counted as one look a month. What is missing on the technical side comes on
        top.
      </Text>
    </Stack>
  );
}
