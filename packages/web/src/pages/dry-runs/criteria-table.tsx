import { Group, Select, Stack, Text } from '@mantine/core';
import type { CriterionConclusion, CriterionStateKind, DryRun, ReasonCode, Standing } from '@tickmark/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Side } from '../../ui/side.tsx';
import { reasonTitle } from '../../glossary/reasons.ts';
import { stateWords } from '../../glossary/states.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/notices.tsx';
import { Section } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Term } from '../../ui/term.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { ControlSamples } from './control-samples.tsx';
import { Decided, DecidedBeside, decidedWord, standingOf } from './proposed-and-decided.tsx';
import { inOneLine } from './reasons.ts';
import { Subject } from './subject.tsx';

const route = getRouteApi('/inside/dry-run');

interface Props {
  dryRun: DryRun;
  standings: readonly Standing[];
  newest: boolean;
}

interface Row {
  conclusion: CriterionConclusion;
  standing: Standing | undefined;
}

/** Every applicable criterion with its state, its reasons and the controls behind it. */
export function CriteriaTable({ dryRun, standings, newest }: Props) {
  const { state, reason, criterion, sort } = route.useSearch();
  const navigate = route.useNavigate();
  const { document } = dryRun;
  const present = Object.entries(document.counts.byState) as [CriterionStateKind, number][];
  const codes = [...new Set(document.criteria.flatMap((c) => c.because?.map((r) => r.code) ?? []))];
  const rows: Row[] = document.criteria
    .filter((c) => state === undefined || c.state === state)
    .filter((c) => reason === undefined || c.because?.some((r) => r.code === reason))
    .map((conclusion) => ({ conclusion, standing: standingOf(standings, 'criterion', conclusion.id) }));
  const opened = document.criteria.find(({ id }) => id === criterion);

  return (
    <Stack gap="xs">
      <Group gap="xs">
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
        {codes.length === 0 ? null : (
          <Select
            size="xs"
            w={260}
            aria-label="Reason of the criteria"
            placeholder="Any reason"
            clearable
            clearButtonProps={{ 'aria-label': 'Any reason' }}
            data={codes.map((code: ReasonCode) => ({ value: code, label: reasonTitle(code) }))}
            value={reason ?? null}
            onChange={(value) =>
              void navigate({ search: (s) => ({ ...s, reason: value ?? undefined }), replace: true })
            }
          />
        )}
      </Group>
      <DataTable
        label="Criteria of the dry run"
        minWidth={1080}
        columns={columns}
        rows={rows}
        rowKey={({ conclusion }) => conclusion.id}
        sort={sort}
        onSort={(next) => void navigate({ search: (s) => ({ ...s, sort: next }), replace: true })}
        opened={criterion}
        onOpen={({ conclusion }) => void navigate({ search: (s) => ({ ...s, criterion: conclusion.id }) })}
        empty={<Empty title="No criterion has this state and reason." />}
      />
      <Side
        opened={opened !== undefined}
        onClose={() => void navigate({ search: (s) => ({ ...s, criterion: undefined }) })}
        size="lg"
        title={opened?.id}
      >
        {opened === undefined ? null : (
          <OneCriterion key={opened.id} conclusion={opened} standings={standings} dryRun={dryRun} newest={newest} />
        )}
      </Side>
    </Stack>
  );
}

const columns: Column<Row>[] = [
  {
    id: 'id',
    title: 'Criterion',
    header: <Term id="criterion" />,
    width: '110px',
    value: ({ conclusion }) => conclusion.id,
    cell: ({ conclusion }) => <strong>{conclusion.id}</strong>,
  },
  {
    id: 'state',
    title: 'Proposed',
    width: '210px',
    value: ({ conclusion }) => stateWords[conclusion.state].word,
    cell: ({ conclusion }) => <StateBadge state={conclusion.state} />,
  },
  {
    id: 'decided',
    title: 'Decided',
    width: '210px',
    value: ({ standing }) => decidedWord(standing),
    cell: ({ standing }) => <Decided standing={standing} />,
  },
  {
    id: 'reasons',
    title: 'Why',
    value: ({ conclusion }) => inOneLine(conclusion.reasons),
    cell: ({ conclusion }) => inOneLine(conclusion.reasons),
  },
  {
    id: 'controls',
    title: 'Controls',
    width: '160px',
    value: ({ conclusion }) => conclusion.controls.join(' '),
    cell: ({ conclusion }) => conclusion.controls.join(', ') || 'None',
  },
];

interface OneCriterionProps extends Props {
  conclusion: CriterionConclusion;
}

function OneCriterion({ conclusion, standings, dryRun, newest }: OneCriterionProps) {
  const standing = standingOf(standings, 'criterion', conclusion.id);
  const controls = dryRun.document.controls.filter(({ code }) => conclusion.controls.includes(code));
  if (standing === undefined) return <Waiting />;
  return (
    <Subject standing={standing} dryRun={dryRun} newest={newest}>
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
                  <DecidedBeside standing={standingOf(standings, 'control', control.code)} />
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
                <ControlSamples control={control} />
              </Panel>
            ))}
          </Stack>
        )}
      </Section>
    </Subject>
  );
}
