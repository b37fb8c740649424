import { List, Stack, Text } from '@mantine/core';
import type { ChangedTest, StandingsSince } from '@tickmark/core';
import { Link } from '@tanstack/react-router';
import { DataTable, type Column } from '../../../ui/data-table.tsx';
import { Note } from '../../../ui/notices.tsx';
import { Section } from '../../../ui/page.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { changeLines } from '../../dry-runs/change-lines.ts';
import { SideOfChange } from './side-of-change.tsx';

/** What tests and conclusions say otherwise than at the point, whatever happened in between. */
export function Standings({ standings: { tests, conclusions } }: { standings: StandingsSince }) {
  const lines = conclusions === null ? [] : changeLines(conclusions);
  return (
    <Section
      title="What stands otherwise now"
      lead="Then and now, side by side. Each step in between is among the entries below."
    >
      <Stack gap="sm">
        {tests.length === 0 ? (
          <Note>No test has another result than it had then.</Note>
        ) : (
          <DataTable
            label="Tests with another result"
            columns={columns}
            rows={tests}
            rowKey={({ resultId }) => resultId}
            minWidth={760}
            maxHeight={360}
          />
        )}
        {conclusions === null ? (
          <Note>No dry run was made, so nothing is concluded, then or now.</Note>
        ) : lines.length === 0 ? (
          <Note>The newest dry run and what people decided come to the same conclusions as then.</Note>
        ) : (
          <Panel>
            <Text size="sm" fw={600} component="div">
              {conclusions.before === null
                ? 'No dry run had been made then. Concluded now, decisions of people included:'
                : 'Concluded otherwise, decisions of people included:'}
            </Text>
            <List size="sm" mt={4}>
              {lines.map((line) => (
                <List.Item key={line}>{line}</List.Item>
              ))}
            </List>
            <Text size="sm" mt={6}>
              <Link to="/dry-run" search={{ run: conclusions.now }} className="tm-link">
                To the newest dry run
              </Link>
            </Text>
          </Panel>
        )}
      </Stack>
    </Section>
  );
}

const columns: Column<ChangedTest>[] = [
  {
    id: 'code',
    title: 'Test',
    width: '200px',
    value: ({ code }) => code,
    cell: ({ code, control, version, resultId }) => (
      <Stack gap={0}>
        <Link to="/results/$id" params={{ id: resultId }} className="tm-link">
          {code}
        </Link>
        <Text size="xs" c="dimmed">
          {control}
          {version === null ? '' : `, version ${version}`}
        </Text>
      </Stack>
    ),
  },
  {
    id: 'before',
    title: 'Then',
    value: ({ before }) => before?.words ?? 'Not run',
    cell: ({ before }) => <SideOfChange side={before} none="Not run" />,
  },
  {
    id: 'now',
    title: 'Now',
    value: ({ now }) => now.words,
    cell: ({ now }) => <SideOfChange side={now} />,
  },
];
