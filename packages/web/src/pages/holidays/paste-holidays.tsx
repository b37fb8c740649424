import { ScrollArea, Table, Text, Textarea } from '@mantine/core';
import type { Holiday } from '@tickmark/core';
import { readHolidays } from '@tickmark/core/holidays';
import { useDeferredValue, useMemo, useState } from 'react';
import { useWrite } from '../../queries.ts';
import { Form } from '../../ui/form.tsx';
import { quantity, weekday } from '../../ui/moment.ts';
import { say, Warning } from '../../ui/notices.tsx';
import { Section } from '../../ui/page.tsx';
import { judgeLines, type Judged } from './judge-lines.ts';

/** Lines shown; a paste of the wrong thing may have many. */
const shown = 200;

/** Many holidays at once, one a line. What cannot be used is named line by line, and nothing is added until all can. */
export function PasteHolidays({ listed, onDone }: { listed: readonly Holiday[]; onDone: () => void }) {
  const [text, setText] = useState('');
  const add = useWrite('holidays.add');
  const read = useDeferredValue(text);
  const lines = useMemo(() => judgeLines(readHolidays(read, { named: true }), listed), [read, listed]);
  const fresh = lines.flatMap((line) => (line.is === 'new' ? [{ date: line.date, name: line.name }] : []));
  const faults = lines.filter(({ is }) => is === 'fault').length;
  return (
    <Form
      submit={fresh.length === 0 ? 'Add these holidays' : `Add ${quantity(fresh.length, 'holiday')}`}
      busy={add.isPending}
      error={add.error}
      disabled={fresh.length === 0 || faults > 0 || read !== text}
      onSubmit={() =>
        add.mutate(
          { holidays: fresh },
          {
            onSuccess: () => {
              say(`${quantity(fresh.length, 'holiday')} added. They count from the next run of a test on.`);
              onDone();
            },
          },
        )
      }
    >
      <Textarea
        label="Holidays"
        description="One a line: the date, then its name. What follows # is left out."
        placeholder={'2026-12-25 Christmas Day\n2026-12-26 Boxing Day'}
        required
        autosize
        minRows={6}
        maxRows={14}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {faults === 0 ? null : (
        <Warning>
          {quantity(faults, 'line')} can’t be used. Correct or delete {faults === 1 ? 'it' : 'them'}; nothing is added
          until then.
        </Warning>
      )}
      {lines.length === 0 ? null : <Lines lines={lines} />}
    </Form>
  );
}

function Lines({ lines }: { lines: readonly Judged[] }) {
  return (
    <Section
      title="What the list says"
      lead={
        lines.length > shown
          ? `The first ${shown} lines of ${lines.length}, those that can’t be used before others.`
          : undefined
      }
    >
      <ScrollArea.Autosize
        mah={320}
        type="auto"
        viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': 'What the list says' }}
      >
        <Table withTableBorder aria-label="What the list says">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={60}>Line</Table.Th>
              <Table.Th w={120}>Date</Table.Th>
              <Table.Th w={120}>Weekday</Table.Th>
              <Table.Th>Name</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {lines.slice(0, shown).map((line) => (
              <Table.Tr key={line.line}>
                <Table.Td>{line.line}</Table.Td>
                {line.is === 'fault' ? (
                  <Table.Td colSpan={3} data-tone="bad" style={{ color: 'var(--tone-text)' }}>
                    {line.message}
                  </Table.Td>
                ) : (
                  <>
                    <Table.Td>{line.date}</Table.Td>
                    <Table.Td>{weekday(line.date)}</Table.Td>
                    <Table.Td>
                      {line.name}
                      {line.is === 'listed' ? (
                        <Text size="xs" c="dimmed">
                          On the list already
                        </Text>
                      ) : null}
                    </Table.Td>
                  </>
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
    </Section>
  );
}
