import type { PolicySummary, PolicyVersion } from '@tickmark/core';
import {
  policyReviewStateTitles,
  policyStateTitles,
  policyVersionStateTitles,
  type PolicyReviewState,
  type PolicyState,
  type PolicyVersionState,
} from '@tickmark/core/policy-words';
import type { StateIcon, Tone } from '../../glossary/states.ts';
import { WordsBadge } from '../../ui/state-badge.tsx';

interface Look {
  tone: Tone;
  icon: StateIcon;
  meaning: string;
}

const looks: Record<PolicyState, Look> = {
  template: {
    tone: 'untested',
    icon: 'empty',
    meaning: 'The text of a template. It holds for nobody until a named person has made it their own.',
  },
  draft: { tone: 'partial', icon: 'half', meaning: 'It is being written, and holds for nobody yet.' },
  'in-review': { tone: 'waiting', icon: 'eye', meaning: 'A version waits for the people who approve it.' },
  approved: { tone: 'interim', icon: 'check', meaning: 'Enough people approved it. It holds once it is published.' },
  published: { tone: 'good', icon: 'checks', meaning: 'A version was approved and published.' },
  retired: { tone: 'absent', icon: 'archive', meaning: 'It holds no more. Its versions stay on record.' },
};

/** How a document stands. One that is published for a later day alone is not shown as one that holds. */
export function PolicyStateBadge({ policy: { state, inForce } }: { policy: Pick<PolicySummary, 'state' | 'inForce'> }) {
  if (state === 'published' && inForce === null) return <VersionStateBadge state="published" />;
  return <WordsBadge words={{ word: policyStateTitles[state], ...looks[state] }} />;
}

const versionLooks: Record<PolicyVersionState, Look> = {
  'in-review': looks['in-review'],
  'sent-back': { tone: 'flawed', icon: 'alert', meaning: 'An approver sent it back, with what has to change.' },
  withdrawn: { tone: 'absent', icon: 'dash', meaning: 'It was taken back before it was published.' },
  approved: looks.approved,
  published: {
    tone: 'interim',
    icon: 'calendar-future',
    meaning: 'It is published, and its first day is still to come.',
  },
  'in-force': { tone: 'good', icon: 'checks', meaning: 'It holds today.' },
  superseded: { tone: 'absent', icon: 'archive', meaning: 'A later version holds in its place.' },
  retired: looks.retired,
};

export function VersionStateBadge({ state }: { state: PolicyVersion['state'] }) {
  return <WordsBadge words={{ word: policyVersionStateTitles[state], ...versionLooks[state] }} />;
}

const reviewLooks: Record<Exclude<PolicyReviewState, 'not-due'>, Look> = {
  due: { tone: 'waiting', icon: 'calendar-future', meaning: 'It is to be looked at again within thirty days.' },
  overdue: {
    tone: 'late',
    icon: 'clock-late',
    meaning: 'The day on which it was to be looked at again has passed. An auditor asks for that.',
  },
};

/** When a review comes near, or is late; nothing before. */
export function ReviewBadge({ review }: Pick<PolicySummary, 'review'>) {
  if (review === null || review.state === 'not-due') return null;
  return (
    <WordsBadge
      words={{ word: `Review ${policyReviewStateTitles[review.state].toLowerCase()}`, ...reviewLooks[review.state] }}
    />
  );
}
