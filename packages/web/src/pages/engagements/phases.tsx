import { Group, Stack, Text, Textarea, Title } from '@mantine/core';
import type { Engagement, Phase, PhaseStep } from '@tickmark/core';
import { phaseMeanings } from '@tickmark/core/phase-words';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { fieldError, useOperation, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { Form } from '../../ui/form.tsx';
import { ReasonField } from '../../ui/reason-field.tsx';
import { quantity } from '../../ui/moment.ts';
import { ErrorNotice, say } from '../../ui/notices.tsx';
import { OpensForm } from '../../ui/opens-form.tsx';
import { Section } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';
import { WordsBadge } from '../../ui/state-badge.tsx';
import { Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import classes from './engagement.module.css';
import { conditionWords, phaseWords } from './states.ts';

/** The phases of an engagement, each with a gate whose conditions are computed from the records. */
export function Phases({ engagement }: { engagement: Engagement }) {
  const { data, error, refetch } = useOperation('phases.list', { engagementId: engagement.id });
  if (error !== null && data === undefined) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Waiting lines={5} />;
  const current = data.items.find(({ id }) => id === data.current);
  return (
    <Section
      title="Phases"
      lead="Each ends at a gate. What it asks is counted from the records; a named person passes it, and with something open only for a reason."
    >
      <ol className={classes.phases}>
        {data.items.map((phase) => (
          <li key={phase.id} className={classes.phase} data-state={phase.state}>
            <strong>{phase.title}</strong>
            <WordsBadge words={phaseWords[phase.state]} />
            <Text size="xs" c="dimmed">
              {phase.passed === null
                ? openOf(phase)
                : `${phase.passed.by.name ?? 'Somebody'}, ${phase.passed.at.slice(0, 10)}${
                    phase.passed.open.length === 0 ? '' : `, with ${phase.passed.open.length} open`
                  }`}
            </Text>
          </li>
        ))}
      </ol>
      <Panel mt="sm">
        {current === undefined ? (
          <Text size="sm">Every gate was passed.</Text>
        ) : (
          <Gate engagementId={engagement.id} phase={current} after={data.steps[0]?.number ?? 0} />
        )}
      </Panel>
      <Taken engagementId={engagement.id} phases={data.items} steps={data.steps} />
    </Section>
  );
}

function openOf({ conditions }: Phase): string {
  const open = conditions.filter(({ met }) => met !== true).length;
  return open === 0 ? 'nothing open' : `${open} of ${conditions.length} open`;
}

function Gate({ engagementId, phase, after }: { engagementId: string; phase: Phase; after: number }) {
  const may = useMay('engagements.manage');
  const open = phase.conditions.filter(({ met }) => met !== true).length;
  return (
    <Stack gap="sm">
      <div>
        <Title order={3} size="h5">
          The gate of “{phase.title}”
        </Title>
        <Text size="sm" c="dimmed">
          {phaseMeanings[phase.id]}
        </Text>
      </div>
      <ul className={classes.conditions}>
        {phase.conditions.map(({ code, met, sentence, place }) => (
          <li key={code}>
            <WordsBadge words={conditionWords[met === null ? 'unknown' : met ? 'met' : 'open']} />
            <Text size="sm">
              {sentence}{' '}
              {met === true || place === '/engagement' ? null : (
                <Link to={place} className="tm-link">
                  Go there
                </Link>
              )}
            </Text>
          </li>
        ))}
      </ul>
      {may ? (
        <OpensForm label={open === 0 ? 'Pass the gate' : `Pass the gate with ${quantity(open, 'open condition')}`}>
          {(close) => <StepForm engagementId={engagementId} phase={phase} after={after} open={open} onDone={close} />}
        </OpensForm>
      ) : null}
    </Stack>
  );
}

function StepForm({
  engagementId,
  phase,
  after,
  open,
  onDone,
}: {
  engagementId: string;
  phase: Phase;
  after: number;
  open: number;
  onDone: () => void;
}) {
  const [reason, setReason] = useState('');
  const write = useWrite('phases.pass');
  return (
    <Form
      submit="Pass the gate"
      busy={write.isPending}
      error={write.error}
      disabled={open > 0 && reason.trim() === ''}
      onCancel={onDone}
      onSubmit={() =>
        write.mutate(
          { engagementId, phase: phase.id, after, ...(reason.trim() === '' ? {} : { reason }) },
          {
            onSuccess: () => {
              say(`The gate of “${phase.title}” is passed.`);
              onDone();
            },
          },
        )
      }
    >
      <Textarea
        label={open === 0 ? 'Remark' : 'Why it is passed with conditions open'}
        description={open === 0 ? 'Kept with the gate; not needed.' : 'The conditions and the reason stay on record.'}
        autosize
        minRows={2}
        maxLength={4000}
        required={open > 0}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={fieldError(write.error, 'reason')}
      />
    </Form>
  );
}

/** Gates that were passed and phases that were taken up again, newest first, and the way to take one up. */
function Taken({
  engagementId,
  phases,
  steps,
}: {
  engagementId: string;
  phases: readonly Phase[];
  steps: readonly PhaseStep[];
}) {
  const may = useMay('engagements.manage');
  if (steps.length === 0) return null;
  const last = phases.findLast(({ state }) => state === 'passed');
  const title = (of: PhaseStep): string => phases.find(({ id }) => id === of.phase)?.title ?? of.phase;
  return (
    <Stack gap="xs" mt="sm">
      <details>
        <summary>{quantity(steps.length, 'step')} so far</summary>
        <ul className={classes.steps}>
          {steps.map((step) => (
            <li key={step.number}>
              <Text size="sm">
                {title(step)} {step.step === 'passed' ? 'passed' : 'taken up again'} by {step.by.name ?? 'somebody'},{' '}
                <Moment at={step.at} />
                {step.open.length === 0 ? '' : `, with ${quantity(step.open.length, 'open condition')}`}
                {step.reason === null ? '' : `: ${step.reason}`}
              </Text>
            </li>
          ))}
        </ul>
      </details>
      {may && last !== undefined ? (
        <Group>
          <OpensForm label={`Take “${last.title}” up again`}>
            {(close) => (
              <ReopenForm engagementId={engagementId} phase={last} after={steps[0]?.number ?? 0} onDone={close} />
            )}
          </OpensForm>
        </Group>
      ) : null}
    </Stack>
  );
}

function ReopenForm({
  engagementId,
  phase,
  after,
  onDone,
}: {
  engagementId: string;
  phase: Phase;
  after: number;
  onDone: () => void;
}) {
  const [reason, setReason] = useState('');
  const write = useWrite('phases.reopen');
  return (
    <Form
      submit={`Take “${phase.title}” up again`}
      busy={write.isPending}
      error={write.error}
      disabled={reason.trim() === ''}
      onCancel={onDone}
      onSubmit={() => write.mutate({ engagementId, phase: phase.id, reason, after }, { onSuccess: onDone })}
    >
      <ReasonField label="Why it is taken up again" value={reason} onChange={setReason} error={write.error} />
    </Form>
  );
}
