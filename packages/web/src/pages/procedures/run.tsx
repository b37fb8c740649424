import { Button, Group, Progress, Stack, Text, Textarea } from '@mantine/core';
import type { RunInFull } from '@tickmark/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { fieldError, useOperation, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import lists from '../../ui/list.module.css';
import { AsWritten } from '../../ui/as-written.tsx';
import { Download } from '../../ui/download.tsx';
import { DropAnywhere } from '../../ui/drop-anywhere.tsx';
import { Form } from '../../ui/form.tsx';
import { ErrorNotice, Note, say, sayError } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { Over } from '../../ui/side.tsx';
import { Hash, Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { nameOf, RunStateBadge } from './procedure-state.tsx';
import classes from './procedures.module.css';
import { RunStep } from './run-step.tsx';

const route = getRouteApi('/inside/procedures/runs/$id');

/** A run as a checklist: what is told of each step, and what is left. */
export function RunPage() {
  const { id } = route.useParams();
  const { data, error, refetch } = useOperation('procedures.show-run', { id });
  if (data === undefined) {
    return (
      <Page title="Run" narrow>
        {error === null ? <Waiting lines={10} /> : <ErrorNotice error={error} retry={() => void refetch()} />}
      </Page>
    );
  }
  return <OneRun key={id} run={data} />;
}

function OneRun({ run }: { run: RunInFull }) {
  const may = useMay('procedures.run') && run.state === 'under-way';
  const [chosen, setChosen] = useState<string | null>(null);
  const [dropped, setDropped] = useState<readonly File[]>([]);
  const [abandoning, setAbandoning] = useState(false);
  /** Whether the focus goes along from step to step: only once somebody has begun to tell. */
  const [moving, setMoving] = useState(false);
  const standing = useRef<HTMLParagraphElement>(null);
  const next = run.tellings.find(({ counts, waitsFor }) => counts === null && waitsFor.length === 0)?.step ?? null;
  const current = may ? (chosen ?? next) : null;
  const told = run.done + run.skipped;
  const ended = moving && current === null;
  useEffect(() => {
    if (ended) standing.current?.focus();
  }, [ended]);
  return (
    <Page
      title={run.about}
      narrow
      lead={
        <Link to="/procedures/$id" params={{ id: run.procedureId }} className="tm-link">
          {run.title}
        </Link>
      }
      actions={
        <Download
          operation="procedures.download"
          input={{ id: run.id, format: 'pdf' }}
          fileName={`${run.title}, run ${run.number}.pdf`}
          label="PDF"
          about={`record of run ${run.number}`}
          size="xs"
        />
      }
    >
      {current === null ? null : <DropAnywhere label="Drop what shows this step" onFiles={setDropped} />}
      <Stack gap="xs">
        <Group gap="xs">
          <RunStateBadge state={run.state} />
          <Text size="sm" c="dimmed" component="div">
            Run {run.number}, by version {run.version}, begun <Moment at={run.startedAt} /> by {nameOf(run.startedBy)}.
          </Text>
        </Group>
        <Progress
          value={(told / run.steps) * 100}
          color="var(--tm-accent)"
          aria-label={`${told} of ${run.steps} steps told`}
        />
        <Text size="sm" tabIndex={-1} ref={standing}>
          {told} of {run.steps} steps told{run.skipped === 0 ? '' : `, ${run.skipped} of them skipped`}.
        </Text>
        <Ended run={run} />
      </Stack>
      <ol className={lists.panels}>
        {run.document.steps.map((step, place) => (
          <RunStep
            key={step.id}
            run={run}
            step={step}
            place={place}
            may={may}
            open={current === step.id}
            dropped={current === step.id ? dropped : []}
            focused={moving}
            onOpen={() => {
              setMoving(true);
              setDropped([]);
              setChosen(step.id);
            }}
            onTold={() => {
              setMoving(true);
              setDropped([]);
              setChosen(null);
            }}
          />
        ))}
      </ol>
      {may ? <Finish run={run} onAbandon={() => setAbandoning(true)} /> : null}
      <Over opened={abandoning} onClose={() => setAbandoning(false)} title="Abandon the run" size="md">
        <AbandonForm run={run} onDone={() => setAbandoning(false)} />
      </Over>
    </Page>
  );
}

function Ended({ run: { ended, state, sha256 } }: { run: RunInFull }) {
  if (ended === null) return null;
  return (
    <Note>
      {state === 'finished' ? 'Finished' : 'Abandoned'} <Moment at={ended.at} /> by {nameOf(ended.by)}.{' '}
      {state === 'finished' ? 'The record never changes.' : 'It counts as no run.'} Entry {ended.entryIndex} of the log;
      hash of the record <Hash value={ended.sha256} label="hash of the record" />, of the procedure{' '}
      <Hash value={sha256} label="hash of the procedure" />
      {ended.reason === null ? null : (
        <Text size="sm" className={classes.what}>
          Reason: <AsWritten text={ended.reason} />
        </Text>
      )}
    </Note>
  );
}

function Finish({ run, onAbandon }: { run: RunInFull; onAbandon: () => void }) {
  const finish = useWrite('procedures.finish');
  const ready = run.left.length === 0;
  return (
    <Stack gap="xs">
      {ready ? (
        <Text size="sm">Each step is told. Once the run is finished, nothing of it can be changed.</Text>
      ) : (
        <Text size="sm" c="dimmed">
          Before it can be finished: {run.left.map(({ step }) => `step ${step}`).join(', ')}.
        </Text>
      )}
      <Group gap="xs" className={classes.actions}>
        <Button
          disabled={!ready}
          loading={finish.isPending}
          onClick={() =>
            finish.mutate(
              { id: run.id },
              { onSuccess: () => say('The run is on record.', run.about), onError: sayError },
            )
          }
        >
          Finish the run
        </Button>
        <Button variant="default" onClick={onAbandon}>
          Abandon it
        </Button>
      </Group>
    </Stack>
  );
}

function AbandonForm({ run, onDone }: { run: RunInFull; onDone: () => void }) {
  const [reason, setReason] = useState('');
  const write = useWrite('procedures.abandon');
  return (
    <Form
      submit="Abandon the run"
      busy={write.isPending}
      error={write.error}
      disabled={reason.trim() === ''}
      onCancel={onDone}
      onSubmit={() =>
        write.mutate(
          { id: run.id, reason },
          {
            onSuccess: () => {
              say('The run is abandoned.', run.about);
              onDone();
            },
          },
        )
      }
    >
      <Text size="sm">
        What was told of it stays on record, and it counts as no run: what was due stays due. This cannot be undone.
      </Text>
      <Textarea
        label="Why"
        required
        autosize
        minRows={2}
        maxLength={4_000}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={fieldError(write.error, 'reason')}
      />
    </Form>
  );
}
