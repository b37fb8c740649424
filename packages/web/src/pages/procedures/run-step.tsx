import { Button, Group, Stack, Text } from '@mantine/core';
import type { ProcedureStep, RunInFull, StepTelling } from '@tickmark/core';
import { Link } from '@tanstack/react-router';
import { AsWritten } from '../../ui/as-written.tsx';
import { quantity } from '../../ui/moment.ts';
import { Panel } from '../../ui/panel.tsx';
import { Moment } from '../../ui/values.tsx';
import { nameOf, OutcomeBadge } from './procedure-state.tsx';
import classes from './procedures.module.css';
import { TellStep } from './tell-step.tsx';

interface Props {
  run: RunInFull;
  step: ProcedureStep;
  place: number;
  /** Whether the one who looks may tell of it. */
  may: boolean;
  /** Whether it is the one that is being told of. */
  open: boolean;
  /** Files that were dropped for it. */
  dropped: readonly File[];
  /** Whether its first field takes the focus as it opens. */
  focused: boolean;
  onOpen: () => void;
  onTold: () => void;
}

/** One step of a run: what is to be done, and what was told of it. */
export function RunStep({ run, step, place, may, open, dropped, focused, onOpen, onTold }: Props) {
  const { counts = null, earlier = [], waitsFor = [] } = run.tellings[place] ?? {};
  const n = place + 1;
  return (
    <li aria-label={`Step ${n}`}>
      <Panel>
        <Stack gap="xs">
          <Group justify="space-between" gap="xs">
            <Text fw={600} size="sm" c="dimmed">
              {n}. <AsWritten text={step.performer} />
            </Text>
            {counts === null ? null : <OutcomeBadge outcome={counts.outcome} />}
          </Group>
          <Text className={classes.what}>
            <AsWritten text={step.what} />
          </Text>
          {counts === null ? null : <Told telling={counts} />}
          {earlier.length === 0 ? null : (
            <details>
              <summary>
                <Text span size="sm">
                  {quantity(earlier.length, 'earlier telling')}, corrected since
                </Text>
              </summary>
              <Stack gap="xs" mt={6}>
                {earlier.map((telling) => (
                  <Told key={telling.id} telling={telling} />
                ))}
              </Stack>
            </details>
          )}
          {open ? (
            <TellStep
              key={counts?.id ?? 'first'}
              run={run}
              step={step}
              n={n}
              before={counts}
              dropped={dropped}
              focused={focused}
              onTold={onTold}
            />
          ) : may ? (
            waitsFor.length > 0 && counts === null ? (
              <Text size="sm" c="dimmed">
                Waits for step {waitsFor.join(', ')}.
              </Text>
            ) : (
              <Button
                variant="default"
                size="compact-sm"
                style={{ alignSelf: 'flex-start' }}
                aria-label={counts === null ? `Take this step: ${n}` : `Correct it: step ${n}`}
                onClick={onOpen}
              >
                {counts === null ? 'Take this step' : 'Correct it'}
              </Button>
            )
          ) : counts === null ? (
            <Text size="sm" c="dimmed">
              Nothing was told of it.
            </Text>
          ) : null}
        </Stack>
      </Panel>
    </li>
  );
}

function Told({ telling: { at, by, note, evidence, outcome } }: { telling: StepTelling }) {
  return (
    <Stack gap={2}>
      <Text size="xs" c="dimmed" component="div">
        {outcome === 'done' ? 'Done' : 'Skipped'}, told <Moment at={at} /> by {nameOf(by)}
      </Text>
      {note === null ? null : (
        <Text size="sm" className={classes.what}>
          <AsWritten text={note} />
        </Text>
      )}
      {evidence.length === 0 ? null : (
        <ul className={classes.pieces}>
          {evidence.map((piece) => (
            <li key={piece.id}>
              <Text size="sm">
                <Link to="/evidence" search={{ open: piece.id, show: 'all' }} className="tm-link">
                  <AsWritten text={piece.title} />
                </Link>
                {piece.deleted ? ' (its file was deleted)' : ''}
              </Text>
            </li>
          ))}
        </ul>
      )}
    </Stack>
  );
}
