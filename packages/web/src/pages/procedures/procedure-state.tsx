import { Text } from '@mantine/core';
import type { ProcedureSummary, RunSummary } from '@tickmark/core';
import {
  procedureDueStateTitles,
  runStateTitles,
  stepOutcomeTitles,
  type ProcedureDueState,
  type RunState,
  type StepOutcome,
} from '@tickmark/core/procedure-words';
import type { StateIcon, Tone } from '../../glossary/states.ts';
import { WordsBadge } from '../../ui/state-badge.tsx';

interface Look {
  tone: Tone;
  icon: StateIcon;
  meaning: string;
}

const dueLooks: Record<ProcedureDueState, Look> = {
  'never-run': {
    tone: 'untested',
    icon: 'empty',
    meaning: 'It has a rhythm, and no run of it was ever finished. Nothing shows that it is done.',
  },
  'not-due': {
    tone: 'absent',
    icon: 'calendar-future',
    meaning: 'The last run was finished, and the next is not due yet.',
  },
  due: {
    tone: 'waiting',
    icon: 'hourglass',
    meaning: 'The next run is to be finished by the day that stands beside it.',
  },
  overdue: {
    tone: 'late',
    icon: 'clock-late',
    meaning: 'The day by which the next run was to be finished has passed. An auditor asks for that.',
  },
};

/** Whether a procedure has to be run, and by when. */
export function Due({ due, retired, frequency }: Pick<ProcedureSummary, 'due' | 'retired' | 'frequency'>) {
  if (retired)
    return (
      <WordsBadge
        words={{ word: 'Retired', tone: 'absent', icon: 'archive', meaning: 'Nobody begins a run of it any more.' }}
      />
    );
  if (due === null)
    return (
      <Text size="sm" c="dimmed">
        {frequency === 'continuous' ? 'All the time' : 'When it occurs'}
      </Text>
    );
  return (
    <>
      <WordsBadge words={{ word: procedureDueStateTitles[due.state], ...dueLooks[due.state] }} />
      {due.on === null ? null : (
        <Text size="xs" c="dimmed">
          by {due.on}
        </Text>
      )}
    </>
  );
}

const runLooks: Record<RunState, Look> = {
  'under-way': { tone: 'partial', icon: 'half', meaning: 'It was begun and has not ended. It is no record yet.' },
  finished: {
    tone: 'good',
    icon: 'checks',
    meaning: 'Each step is done or skipped with a reason. The record never changes.',
  },
  abandoned: {
    tone: 'absent',
    icon: 'dash',
    meaning: 'It was given up, with a reason. It stays on record and counts as no run.',
  },
};

export function RunStateBadge({ state }: Pick<RunSummary, 'state'>) {
  return <WordsBadge words={{ word: runStateTitles[state], ...runLooks[state] }} />;
}

const outcomeLooks: Record<StepOutcome, Look> = {
  done: { tone: 'good', icon: 'check', meaning: 'Somebody told that it is done.' },
  skipped: { tone: 'absent', icon: 'dash', meaning: 'It was not done, with a reason. The procedure allows that.' },
};

export function OutcomeBadge({ outcome }: { outcome: StepOutcome }) {
  return <WordsBadge words={{ word: stepOutcomeTitles[outcome], ...outcomeLooks[outcome] }} />;
}

/** `per occurrence`, as a sentence has it. */
export function often(frequency: ProcedureSummary['frequency']): string {
  return frequency.replace('_', ' ');
}

/** Somebody's name, also where nobody here has their id. */
export function nameOf(person: { name: string | null }): string {
  return person.name ?? 'somebody not known here';
}
