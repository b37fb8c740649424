import { Button, Group, Stack, Tabs, Text } from '@mantine/core';
import type { ProcedureDocument, ProcedureInFull } from '@tickmark/core';
import { stepEvidenceTitles } from '@tickmark/core/procedure-words';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useOperation } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import lists from '../../ui/list.module.css';
import { AsWritten } from '../../ui/as-written.tsx';
import { Empty, ErrorNotice, Note, Warning } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { Facts, Panel } from '../../ui/panel.tsx';
import { Over } from '../../ui/side.tsx';
import { Hash, Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { Due, nameOf, often } from './procedure-state.tsx';
import classes from './procedures.module.css';
import { RetireForm, StartForm } from './procedure-forms.tsx';
import { RunsTable } from './runs-table.tsx';

const route = getRouteApi('/inside/procedures/$id');

/** One procedure: its steps, its runs and its versions. */
export function ProcedurePage() {
  const { id } = route.useParams();
  const { data, error, refetch } = useOperation('procedures.get', { id });
  if (data === undefined) {
    return (
      <Page title="Procedure" lead={<AllProcedures />}>
        {error === null ? <Waiting lines={10} /> : <ErrorNotice error={error} retry={() => void refetch()} />}
      </Page>
    );
  }
  return <OneProcedure key={id} procedure={data} />;
}

function AllProcedures() {
  return (
    <Link to="/procedures" className="tm-link">
      All procedures
    </Link>
  );
}

function OneProcedure({ procedure }: { procedure: ProcedureInFull }) {
  const { tab, from, to, sort } = route.useSearch();
  const navigate = route.useNavigate();
  const [doing, setDoing] = useState<'start' | 'retire' | null>(null);
  const may = { manage: useMay('procedures.manage'), run: useMay('procedures.run') };
  const { id, title, purpose, document, retired, retirement, versions, runs, owner, due } = procedure;
  const close = (): void => setDoing(null);
  return (
    <Page
      title={title}
      lead={<AllProcedures />}
      actions={
        retired ? null : (
          <Group gap="xs">
            {may.run ? (
              <Button size="xs" onClick={() => setDoing('start')}>
                Run it
              </Button>
            ) : null}
            {may.manage ? (
              <>
                <Button
                  size="xs"
                  variant="default"
                  renderRoot={(props) => <Link to="/procedures/write" search={{ id }} {...props} />}
                >
                  Change it
                </Button>
                <Button size="xs" variant="default" onClick={() => setDoing('retire')}>
                  Retire it
                </Button>
              </>
            ) : null}
          </Group>
        )
      }
    >
      <Stack gap="sm">
        <Group gap="xs">
          <Due {...procedure} />
          <Text size="sm" c="dimmed">
            <AsWritten text={purpose} /> Owner: {owner === null ? 'nobody yet' : nameOf(owner)}.
          </Text>
        </Group>
        {retirement === null ? null : (
          <Note>
            Retired on {retirement.on} by {nameOf(retirement.by)}: <AsWritten text={retirement.reason} />
          </Note>
        )}
        {due?.state === 'overdue' ? (
          <Warning>
            It was to be run again by {due.on}, and was not. A run that is finished later stays late; nothing is dated
            back.
          </Warning>
        ) : null}
      </Stack>
      <Tabs
        value={tab ?? 'steps'}
        onChange={(value) =>
          void navigate({ search: value === 'steps' ? {} : { tab: value as 'runs' }, replace: true })
        }
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="steps">Steps {document.steps.length}</Tabs.Tab>
          <Tabs.Tab value="runs">Runs {runs.length}</Tabs.Tab>
          <Tabs.Tab value="versions">Versions {versions.length}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="steps">
          <Stack gap="md">
            <About procedure={procedure} />
            <Steps document={document} />
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="runs">
          {runs.length === 0 ? (
            <Empty
              title="Nothing was run yet."
              action={may.run && !retired ? <Button onClick={() => setDoing('start')}>Run it</Button> : undefined}
              example="For example: “Ada Lovelace joins 2026-12-01”. What was done before a run was begun is no run."
            />
          ) : (
            <RunsTable
              procedureId={id}
              period={{ from, to }}
              onPeriod={(period) => void navigate({ search: (s) => ({ ...s, ...period }), replace: true })}
              sort={sort}
              onSort={(next) => void navigate({ search: (s) => ({ ...s, sort: next }), replace: true })}
            />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <Versions procedure={procedure} />
        </Tabs.Panel>
      </Tabs>
      <Over opened={doing === 'start'} onClose={close} title={`Run ${title}`} size="md">
        <StartForm procedure={procedure} onDone={close} />
      </Over>
      <Over opened={doing === 'retire'} onClose={close} title="Retire the procedure" size="md">
        <RetireForm procedure={procedure} onDone={close} />
      </Over>
    </Page>
  );
}

function About({ procedure }: { procedure: ProcedureInFull }) {
  const { policy, controls, frequency, document, lastFinishedOn, number } = procedure;
  return (
    <Panel>
      <Facts
        facts={[
          ['How often', often(frequency)],
          ['Last finished', lastFinishedOn ?? 'Never'],
          ['Order', document.inOrder ? 'Each step waits for those before it' : 'Any order'],
          [
            'Document',
            policy === null ? (
              'None'
            ) : (
              <Link key="policy" to="/policies/$id" params={{ id: policy.id }} className="tm-link">
                {policy.code} {policy.title}
              </Link>
            ),
          ],
          ['Controls that its runs show', controls.length === 0 ? 'None named' : controls.join(', ')],
          ['Version', String(number)],
        ]}
      />
    </Panel>
  );
}

/** The steps of a version, as they are read. */
function Steps({ document }: { document: ProcedureDocument }) {
  return (
    <ol className={lists.panels}>
      {document.steps.map((step, place) => (
        <li key={step.id}>
          <Panel>
            <Text fw={600} size="sm" c="dimmed">
              {place + 1}. <AsWritten text={step.performer} />
            </Text>
            <Text className={classes.what}>
              <AsWritten text={step.what} />
            </Text>
            <Text size="sm" c="dimmed">
              Leaves: {stepEvidenceTitles[step.evidence].toLowerCase()}
              {step.leaves === null ? '' : ` (${step.leaves})`}. {step.optional ? 'May be skipped, with a reason.' : ''}
            </Text>
          </Panel>
        </li>
      ))}
    </ol>
  );
}

function Versions({ procedure }: { procedure: ProcedureInFull }) {
  const { version } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <ol className={lists.panels}>
      {procedure.versions.map(({ number, changes, writtenAt, writtenBy, sha256, entryIndex }) => {
        const open = version === String(number);
        return (
          <li key={number}>
            <Panel>
              <Stack gap="xs">
                <Group justify="space-between">
                  <Text component="h2" fw={600} size="md" m={0}>
                    Version {number}
                  </Text>
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-expanded={open}
                    onClick={() =>
                      void navigate({
                        search: (s) => ({ ...s, version: open ? undefined : String(number) }),
                        replace: true,
                      })
                    }
                  >
                    {open ? 'Hide its steps' : 'Show its steps'}
                  </Button>
                </Group>
                <Text size="sm" component="div">
                  Written <Moment at={writtenAt} /> by {nameOf(writtenBy)}
                  {changes === null ? null : (
                    <>
                      : <AsWritten text={changes} />
                    </>
                  )}
                </Text>
                <Text size="xs" c="dimmed" component="div">
                  Entry {entryIndex} of the log, hash <Hash value={sha256} label={`hash of version ${number}`} />
                </Text>
                {open ? <StepsOfVersion id={procedure.id} number={number} /> : null}
              </Stack>
            </Panel>
          </li>
        );
      })}
    </ol>
  );
}

function StepsOfVersion({ id, number }: { id: string; number: number }) {
  const { data, error, refetch } = useOperation('procedures.version', { id, number });
  if (error !== null) return <ErrorNotice error={error} retry={() => void refetch()} />;
  return data === undefined ? <Waiting lines={4} /> : <Steps document={data.document} />;
}
