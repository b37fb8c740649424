import { Group, List, Select, Stack, Text } from '@mantine/core';
import type { CriterionConclusion, CriterionStateKind, DryRun } from '@tickmark/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Side } from '../../ui/side.tsx';
import { stateWords } from '../../glossary/states.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/notices.tsx';
import { Section } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Term } from '../../ui/term.tsx';

const route = getRouteApi('/inside/dry-run');

/** Every applicable criterion with its state, its reasons and the controls behind it. */
export function CriteriaTable({ dryRun }: { dryRun: DryRun }) {
  const { state, criterion, sort } = route.useSearch();
  const navigate = route.useNavigate();
  const { document } = dryRun;
  const present = Object.entries(document.counts.byState) as [CriterionStateKind, number][];
  const opened = document.criteria.find(({ id }) => id === criterion);

  return (
    <Stack gap="xs">
      <Select
        size="xs"
        w={260}
        aria-label="State of the criteria"
        placeholder="Any state"
        clearable
        clearButtonProps={{ 'aria-label': 'Any state' }}
        data={present
          .filter(([, n]) => n > 0)
          .map(([kind, n]) => ({ value: kind, label: `${stateWords[kind].word} ${n}` }))}
        value={state ?? null}
        onChange={(value) => void navigate({ search: (s) => ({ ...s, state: value ?? undefined }), replace: true })}
      />
      <DataTable
        label="Criteria of the dry run"
        columns={columns}
        rows={document.criteria.filter((row) => state === undefined || row.state === state)}
        rowKey={({ id }) => id}
        sort={sort}
        onSort={(next) => void navigate({ search: (s) => ({ ...s, sort: next }), replace: true })}
        opened={criterion}
        onOpen={({ id }) => void navigate({ search: (s) => ({ ...s, criterion: id }) })}
        empty={<Empty title="No criterion is in this state." />}
      />
      <Side
        opened={opened !== undefined}
        onClose={() => void navigate({ search: (s) => ({ ...s, criterion: undefined }) })}

        size="lg"
        title={opened?.id}
      >
        {opened === undefined ? null : <OneCriterion conclusion={opened} dryRun={dryRun} />}
      </Side>
    </Stack>
  );
}

const columns: Column<CriterionConclusion>[] = [
  {
    id: 'id',
    title: 'Criterion',
    header: <Term id="criterion" />,
    width: '110px',
    value: (c) => c.id,
    cell: (c) => <strong>{c.id}</strong>,
  },
  {
    id: 'state',
    title: 'State',
    width: '220px',
    value: (c) => stateWords[c.state].word,
    cell: (c) => <StateBadge state={c.state} />,
  },
  { id: 'reasons', title: 'Why', value: (c) => c.reasons.join(' '), cell: (c) => c.reasons.join(' ') },
  {
    id: 'controls',
    title: 'Controls',
    width: '180px',
    value: (c) => c.controls.join(' '),
    cell: (c) => c.controls.join(', ') || 'None',
  },
];

function OneCriterion({ conclusion, dryRun }: { conclusion: CriterionConclusion; dryRun: DryRun }) {
  const controls = dryRun.document.controls.filter(({ code }) => conclusion.controls.includes(code));
  return (
    <Stack gap="md">
      <Group>
        <StateBadge state={conclusion.state} />
      </Group>
      <List size="sm" spacing={4}>
        {conclusion.reasons.map((reason) => (
          <List.Item key={reason}>{reason}</List.Item>
        ))}
      </List>
      <Section title="Controls">
        {controls.length === 0 ? (
          <Link to="/controls" search={{ tab: 'catalogue', criterion: conclusion.id }} className="tm-link">
            Find a control for {conclusion.id}
          </Link>
        ) : (
          <Stack gap="sm">
            {controls.map((control) => (
              <Panel key={control.code} p="sm">
                <Group gap="xs">
                  <strong>{control.code}</strong> <StateBadge state={control.state} />
                </Group>
                <Text size="sm">{control.title}</Text>
                {control.reasons.map((reason) => (
                  <Text key={reason} size="sm" c="dimmed">
                    {reason}
                  </Text>
                ))}
                {control.results.map((result) => (
                  <Text key={result.id} size="sm" mt={4}>
                    <Link to="/results/$id" params={{ id: result.id }} className="tm-link">
                      {result.code}
                    </Link>{' '}
                    {result.sentence}
                  </Text>
                ))}
              </Panel>
            ))}
          </Stack>
        )}
      </Section>
    </Stack>
  );
}
