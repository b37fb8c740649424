import type { FindingKind, PlanItem, PlanState } from '@tickmark/core';
import { findingKindTitles, gapStandingTitles, planStateMeanings, planStateTitles } from '@tickmark/core/plan-words';
import type { StateIcon, Tone } from '../../glossary/states.ts';
import { StateBadge, WordsBadge } from '../../ui/state-badge.tsx';

const looks: Record<PlanState, { tone: Tone; icon: StateIcon }> = {
  open: { tone: 'untested', icon: 'empty' },
  'in-progress': { tone: 'waiting', icon: 'half' },
  done: { tone: 'partial', icon: 'check' },
  verified: { tone: 'good', icon: 'checks' },
  accepted: { tone: 'interim', icon: 'hourglass' },
  dropped: { tone: 'absent', icon: 'archive' },
};

/** How an item stands. */
export function PlanStateBadge({ state }: { state: PlanState }) {
  const words = { word: planStateTitles[state], meaning: planStateMeanings[state], ...looks[state] };
  return <WordsBadge words={words} />;
}

/** What of an item deserves a look, beside its state. */
export function Remarks({ item }: { item: PlanItem }) {
  const { overdue, acceptance, gap } = item;
  return (
    <>
      {overdue ? (
        <WordsBadge
          words={{
            word: 'Overdue',
            tone: 'late',
            icon: 'clock-late',
            meaning: 'The day it was due has passed, and there is work left.',
          }}
        />
      ) : null}
      {acceptance?.expired ? (
        <WordsBadge
          words={{
            word: 'Acceptance expired',
            tone: 'interim',
            icon: 'hourglass',
            meaning: `The risk was accepted until ${acceptance.until}. Since then the item is open again.`,
          }}
        />
      ) : null}
      {gap === null || gap.standing === 'same' ? null : (
        <WordsBadge
          words={{
            word: gapStandingTitles[gap.standing],
            tone: gap.standing === 'answered-again' ? 'absent' : 'unknown',
            icon: 'alert',
            meaning: `${gap.question} was answered again since this item was made from ${gap.id}. The item stays as it is until somebody moves it.`,
          }}
        />
      )}
    </>
  );
}

/** How grave it is; what nobody said is not good. */
export function SeverityBadge({ severity }: { severity: PlanItem['severity'] }) {
  return severity === null ? (
    <WordsBadge
      words={{
        word: 'Not said',
        tone: 'unknown',
        icon: 'question',
        meaning: 'Nobody said how grave it is. The examined days wait for it, as for what is critical.',
      }}
    />
  ) : (
    <StateBadge state={`gap-${severity}`} />
  );
}

const findingLooks: Record<FindingKind, { tone: Tone; icon: StateIcon; meaning: string }> = {
  impossible: { tone: 'bad', icon: 'stop', meaning: 'No order of work meets it.' },
  late: { tone: 'late', icon: 'clock-late', meaning: 'It is late in this order of work; another might do.' },
  contradiction: { tone: 'flawed', icon: 'alert', meaning: 'These cannot all be meant.' },
  unknown: { tone: 'unknown', icon: 'question', meaning: 'It is not known, or was assumed.' },
  possible: { tone: 'good', icon: 'check', meaning: 'It can be done in time.' },
};

export function FindingBadge({ kind }: { kind: FindingKind }) {
  return <WordsBadge words={{ word: findingKindTitles[kind], ...findingLooks[kind] }} />;
}
