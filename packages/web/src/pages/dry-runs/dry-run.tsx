import { Alert, Button, Group, List, Select, Stack, Text } from '@mantine/core';
import { IconInfoCircle, IconPlayerPlay } from '@tabler/icons-react';
import type { CategoryConclusion, CriterionStateKind, DryRun, Engagement, OpinionPart } from '@tickmark/core';
import { categoryTitles } from '@tickmark/core/categories';
import { getRouteApi, Link } from '@tanstack/react-router';
import { stateWords } from '../../glossary/states.ts';
import type { TermId } from '@tickmark/core/glossary';
import { useOperation, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { WithEngagement } from '../../shell/with-engagement.tsx';
import { utc } from '../../ui/moment.ts';
import { Empty, ErrorNotice, say } from '../../ui/notices.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Side } from '../../ui/side.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Term } from '../../ui/term.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { NotRelevantList } from '../coverage/not-relevant.tsx';
import { Receipt } from '../log/receipt.tsx';
import { ChangedSince } from './changed-since.tsx';
import { ControlsTable } from './controls-table.tsx';
import { CriteriaTable } from './criteria-table.tsx';
import { DecidedBeside, standingOf } from './proposed-and-decided.tsx';
import { Subject } from './subject.tsx';

const route = getRouteApi('/inside/dry-run');

export function DryRunPage() {
  return (
    <WithEngagement title="Dry run">
      {(engagement) => <Loaded key={engagement.id} engagement={engagement} />}
    </WithEngagement>
  );
}

function Loaded({ engagement }: { engagement: Engagement }) {
  const { run: chosen } = route.useSearch();
  const navigate = route.useNavigate();
  const mayRun = useMay('dry-runs.run');
  const list = useOperation('dry-runs.list', { engagementId: engagement.id, sort: '-ranAt', limit: 50 });
  const write = useWrite('dry-runs.run');
  const runs = list.data?.items ?? [];
  const shown = runs.find(({ id }) => id === chosen) ?? runs[0];

  function rehearse(): void {
    write.mutate(
      { engagementId: engagement.id },
      {
        onSuccess: ({ id }) => {
          say('The dry run is done.');
          void navigate({ search: (s) => ({ ...s, run: id }), replace: true });
        },
      },
    );
  }

  return (
    <Page
      title="Dry run"
      lead={
        <>
          The examination, rehearsed on your newest results. Somebody independent of the control owners should run it.
        </>
      }
      actions={
        <>
          {runs.length > 1 ? (
            <Select
              size="sm"
              w={260}
              aria-label="Which dry run"
              allowDeselect={false}
              data={runs.map(({ id, ranAt, entryIndex }) => ({
                value: id,
                label: `${utc(ranAt)} UTC, entry ${entryIndex}`,
              }))}
              value={shown?.id ?? null}
              onChange={(value) => void navigate({ search: (s) => ({ ...s, run: value ?? undefined }) })}
            />
          ) : null}
          {mayRun ? (
            <Button leftSection={<IconPlayerPlay size={16} aria-hidden />} loading={write.isPending} onClick={rehearse}>
              Run the dry run
            </Button>
          ) : null}
        </>
      }
    >
      {write.error === null ? null : <ErrorNotice error={write.error} />}
      {list.error === null ? null : <ErrorNotice error={list.error} retry={() => void list.refetch()} />}
      {list.data === undefined ? list.error === null ? <Waiting /> : null : null}
      {list.data !== undefined && shown === undefined ? (
        <Empty
          title="No dry run has been made."
          action={
            mayRun ? (
              <Button variant="default" onClick={rehearse} loading={write.isPending}>
                Rehearse now
              </Button>
            ) : undefined
          }
          example="It says for each criterion what an auditor would conclude today, and “not tested” for everything that was not."
        />
      ) : null}
      {shown === undefined || shown.id !== runs[0]?.id ? null : (
        <ChangedSince
          engagementId={engagement.id}
          action={
            mayRun ? (
              <Button variant="default" size="xs" onClick={rehearse} loading={write.isPending}>
                Run it again
              </Button>
            ) : undefined
          }
        />
      )}
      {shown === undefined ? null : <OneDryRun key={shown.id} id={shown.id} newest={shown.id === runs[0]?.id} />}
    </Page>
  );
}

/** A dry run never changes, and its document is long: it is read once. */
function OneDryRun({ id, newest }: { id: string; newest: boolean }) {
  const { data, error, refetch } = useOperation('dry-runs.get', { id }, { staleTime: 'static' });
  if (error !== null) return <ErrorNotice error={error} retry={() => void refetch()} />;
  return data === undefined ? <Waiting /> : <Outcome dryRun={data} newest={newest} />;
}

const partTerms: Record<OpinionPart, TermId> = {
  description: 'description',
  design: 'design',
  operation: 'operation',
};

interface OutcomeProps {
  dryRun: DryRun;
  /** Decisions are made on the newest dry run only. */
  newest: boolean;
}

function Outcome({ dryRun, newest }: OutcomeProps) {
  const { part: openedPart } = route.useSearch();
  const navigate = route.useNavigate();
  const mayDecide = useMay('conclusions.decide');
  const conclusions = useOperation('conclusions.list', { dryRunId: dryRun.id });
  const standings = conclusions.data?.items ?? [];
  const ofPart = (part: OpinionPart) => standingOf(standings, 'part', part);
  const opened = openedPart === undefined ? undefined : ofPart(openedPart);
  const { document } = dryRun;
  const states = Object.entries(document.counts.byState) as [CriterionStateKind, number][];
  const notRelevant = document.notRelevant ?? [];
  const names = new Map(dryRun.people.map(({ id, name }) => [id, name]));
  return (
    <>
      <Alert
        role="note"
        variant="default"
        icon={<IconInfoCircle aria-hidden />}
        title="A rehearsal, not an auditor’s conclusion"
      >
        <Text size="sm">{document.statement}</Text>
        <Text size="xs" c="dimmed" mt={4}>
          Run {utc(dryRun.ranAt)} UTC,{' '}
          <Link to="/log" search={{ entry: String(dryRun.entryIndex) }} className="tm-link">
            log entry {dryRun.entryIndex}
          </Link>
        </Text>
      </Alert>
      {conclusions.error === null ? null : (
        <ErrorNotice error={conclusions.error} retry={() => void conclusions.refetch()} />
      )}
      <Section title={<Term id="forecast" />} lead="For each part of the opinion apart; they may differ.">
        <Stack gap="sm">
          {document.parts.map(({ part, forecast, reasons }) => (
            <Panel key={part} p="sm">
              <Group gap="xs" mb={4}>
                <Text fw={600} component="div">
                  <Term id={partTerms[part]} />
                </Text>
                <StateBadge state={forecast} />
                <DecidedBeside standing={ofPart(part)} />
                <Button
                  variant="default"
                  size="compact-xs"
                  ml="auto"
                  onClick={() => void navigate({ search: (s) => ({ ...s, part }) })}
                >
                  {mayDecide && newest ? `Decide on ${part}` : `Decisions on ${part}`}
                </Button>
              </Group>
              <List size="sm" spacing={3}>
                {reasons.map((reason) => (
                  <List.Item key={reason}>{reason}</List.Item>
                ))}
              </List>
            </Panel>
          ))}
        </Stack>
      </Section>
      {document.categories === undefined ? null : <Categories all={document.categories} />}
      <Group align="flex-start" gap="lg" grow preventGrowOverflow={false}>
        <Listed title="What would change it" lines={document.wouldChange} none="Nothing that this dry run knows of." />
        <Listed
          title="What was not checked"
          lines={document.notChecked}
          none="Everything this dry run knows of was checked."
        />
      </Group>
      <Section
        title="Criteria"
        lead={
          <Group gap={6} mt={4}>
            {states
              .filter(([, n]) => n > 0)
              .map(([state, n]) => (
                <StateBadge key={state} state={state} count={n} />
              ))}
            <Text size="sm" c="dimmed">
              {notRelevant.length === 0
                ? ''
                : `${document.counts.criteria} of ${document.counts.criteria + notRelevant.length} criteria are relevant. `}
              {document.counts.controlsTested} of {document.counts.controls} adopted controls were tested.
              {document.counts.byState['not-tested'] > 0
                ? ` “${stateWords['not-tested'].word}”: ${stateWords['not-tested'].meaning}`
                : ''}
            </Text>
          </Group>
        }
      >
        <CriteriaTable dryRun={dryRun} standings={standings} newest={newest} />
      </Section>
      {notRelevant.length === 0 ? null : (
        <Section
          title="Not relevant"
          lead="Left out of this dry run, each with a reason that the description has to give. Nothing is concluded on them, and none of them counts as met."
        >
          <NotRelevantList
            label="Criteria that are not relevant"
            items={notRelevant.map(({ id, by, ...told }) => ({ criterion: id, by: names.get(by) ?? null, ...told }))}
          />
        </Section>
      )}
      <Section
        title="Controls"
        lead="Rules propose, a named person decides: harsher freely, softer only with a reason, and never better than the rules allow."
      >
        <ControlsTable dryRun={dryRun} standings={standings} newest={newest} />
      </Section>
      <Receipt entry={dryRun.entryIndex} />
      <Side
        opened={opened !== undefined}
        onClose={() => void navigate({ search: (s) => ({ ...s, part: undefined }) })}
        size="lg"
        title={openedPart === undefined ? '' : `Opinion: ${openedPart}`}
      >
        {opened === undefined ? null : <Subject standing={opened} dryRun={dryRun} newest={newest} />}
      </Side>
    </>
  );
}

/** What each category comes to, over its relevant criteria. */
function Categories({ all }: { all: readonly CategoryConclusion[] }) {
  return (
    <Section title="Categories" lead="Each as low as the lowest of its relevant criteria; the rules propose it.">
      <Stack gap="sm">
        {all.map(({ category, state, reasons }) => (
          <Panel key={category} p="sm">
            <Group gap="xs" mb={4}>
              <Text fw={600}>
                {categoryTitles[category]}
                {category === 'security' ? ' (common criteria)' : ''}
              </Text>
              {state === null ? null : <StateBadge state={state} />}
            </Group>
            {reasons.map((reason) => (
              <Text key={reason} size="sm">
                {reason}
              </Text>
            ))}
          </Panel>
        ))}
      </Stack>
    </Section>
  );
}

function Listed({ title, lines, none }: { title: string; lines: readonly string[]; none: string }) {
  return (
    <Section title={title}>
      {lines.length === 0 ? (
        <Text size="sm">{none}</Text>
      ) : (
        <List size="sm" spacing={4}>
          {lines.map((line) => (
            <List.Item key={line}>{line}</List.Item>
          ))}
        </List>
      )}
    </Section>
  );
}
