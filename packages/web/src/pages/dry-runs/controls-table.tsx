import { Stack, Text } from '@mantine/core';
import type { ControlConclusion, DryRun, Standing } from '@tickmark/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { stateWords } from '../../glossary/states.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/notices.tsx';
import { Section } from '../../ui/page.tsx';
import { Side } from '../../ui/side.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { Causes } from './causes.tsx';
import { ControlSamples } from './control-samples.tsx';
import { Decided, decidedWord, standingOf } from './proposed-and-decided.tsx';
import { inOneLine } from './reasons.ts';
import { Subject } from './subject.tsx';

const route = getRouteApi('/inside/dry-run');

interface Row {
  control: ControlConclusion;
  standing: Standing | undefined;
}

interface Props {
  dryRun: DryRun;
  standings: readonly Standing[];
  newest: boolean;
}

/** Every control that was weighed: proposed and decided, with its tests and the causes of its deviations. */
export function ControlsTable({ dryRun, standings, newest }: Props) {
  const { control: opened } = route.useSearch();
  const navigate = route.useNavigate();
  const rows: Row[] = dryRun.document.controls.map((control) => ({
    control,
    standing: standingOf(standings, 'control', control.code),
  }));
  const shown = rows.find(({ control }) => control.code === opened);
  return (
    <>
      <DataTable
        label="Controls of the dry run"
        minWidth={1000}
        columns={columns}
        rows={rows}
        rowKey={({ control }) => control.code}
        opened={opened}
        onOpen={({ control }) => void navigate({ search: (s) => ({ ...s, control: control.code }) })}
        empty={<Empty title="No control was in force in the period." />}
      />
      <Side
        opened={shown !== undefined}
        onClose={() => void navigate({ search: (s) => ({ ...s, control: undefined }) })}
        size="lg"
        title={shown === undefined ? '' : `${shown.control.code} ${shown.control.title}`}
      >
        {shown === undefined ? null : (
          <OneControl key={shown.control.code} {...shown} dryRun={dryRun} newest={newest} />
        )}
      </Side>
    </>
  );
}

const columns: Column<Row>[] = [
  {
    id: 'code',
    title: 'Control',
    width: '110px',
    value: ({ control }) => control.code,
    cell: ({ control }) => <strong>{control.code}</strong>,
  },
  {
    id: 'proposed',
    title: 'Proposed',
    width: '250px',
    value: ({ control }) => stateWords[control.state].word,
    cell: ({ control }) => <StateBadge state={control.state} />,
  },
  {
    id: 'decided',
    title: 'Decided',
    width: '250px',
    value: ({ standing }) => decidedWord(standing),
    cell: ({ standing }) => <Decided standing={standing} />,
  },
  {
    id: 'reasons',
    title: 'Why',
    value: ({ control }) => inOneLine(control.reasons),
    cell: ({ control }) => inOneLine(control.reasons),
  },
];

interface OneControlProps extends Row {
  dryRun: DryRun;
  newest: boolean;
}

function OneControl({ control, standing, dryRun, newest }: OneControlProps) {
  if (standing === undefined) return <Waiting />;
  return (
    <Subject standing={standing} dryRun={dryRun} newest={newest}>
      <Section title="Tests and samples">
        <Tests control={control} />
        <ControlSamples control={control} />
      </Section>
      {(control.deviations ?? 0) > 0 ? <Causes control={control} dryRun={dryRun} /> : null}
    </Subject>
  );
}

function Tests({ control }: { control: ControlConclusion }) {
  if (control.results.length === 0) {
    return (
      <Text size="sm">
        {control.samples?.length
          ? 'No automated test of this control has been run.'
          : 'No test of this control has been run.'}
      </Text>
    );
  }
  return (
    <Stack gap={6}>
      {control.results.map((result) => (
        <Text key={result.id} size="sm">
          <Link to="/results/$id" params={{ id: result.id }} className="tm-link">
            {result.code}
          </Link>
          {(control.versions?.length ?? 0) > 1 && result.version ? ` (version ${result.version})` : ''}{' '}
          {result.sentence}
        </Text>
      ))}
    </Stack>
  );
}
