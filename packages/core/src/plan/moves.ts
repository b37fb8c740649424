import { planStateTitles, type PlanState } from './words.ts';

/** What decides whether an item may go from one state to another. */
export interface Move {
  from: PlanState;
  to: PlanState;
  /** Pieces of evidence attached whose files are there. */
  evidence: number;
  note: string | null;
  owner: string | null;
  /** Who said that it is done. */
  doneBy: string | null;
  /** Who moves it. */
  by: string;
  /** Last day of an acceptance. */
  until: string | null;
}

export interface Refusal {
  code: 'already_done' | 'bad_input' | 'conflict' | 'not_yet_possible';
  message: string;
  field: 'id' | 'to' | 'note' | 'until';
  action: string;
}

/** Where each state leads to by a move of its own; anything else goes by way of these. */
const leads: Record<PlanState, readonly PlanState[]> = {
  open: ['in-progress', 'done', 'accepted', 'dropped'],
  'in-progress': ['open', 'done', 'accepted', 'dropped'],
  done: ['verified', 'in-progress', 'open'],
  verified: ['in-progress', 'open'],
  accepted: ['accepted', 'in-progress', 'open', 'dropped'],
  dropped: ['in-progress', 'open'],
};

/** Whether a state is left by a reason alone: somebody relies on what it says. */
function isSettled(state: PlanState): boolean {
  return state === 'verified' || state === 'accepted' || state === 'dropped';
}

/** Why a move cannot be; null where it can. `from` is the state as of today. */
export function refusedMove(move: Move): Refusal | null {
  const { from, to } = move;
  const title = planStateTitles[to].toLowerCase();
  if (from === to && to !== 'accepted') {
    return { code: 'already_done', message: `It is ${title} already.`, field: 'id', action: 'Leave it out.' };
  }
  if (!leads[from].includes(to)) {
    return {
      code: 'conflict',
      message: `What is ${planStateTitles[from].toLowerCase()} does not become ${title} at once.`,
      field: 'to',
      action:
        to === 'verified'
          ? 'Say that it is done first; somebody other than its owner verifies it then.'
          : 'Reopen it first, with a reason.',
    };
  }
  if (move.note === null && (isSettled(from) || to === 'dropped' || to === 'accepted')) {
    return {
      code: 'bad_input',
      message:
        isSettled(from) && to !== 'accepted'
          ? `It is ${planStateTitles[from].toLowerCase()}, and somebody relies on that.`
          : `Why it is ${title} was not said.`,
      field: 'note',
      action: 'Write the reason. It stays with the item.',
    };
  }
  if (to === 'done' && move.evidence === 0 && move.note === null) {
    return {
      code: 'not_yet_possible',
      message: 'Nothing is attached that shows it, and nothing is written.',
      field: 'note',
      action: 'Attach evidence, or write why there is none.',
    };
  }
  if (to === 'verified') return refusedVerifying(move);
  return null;
}

function refusedVerifying({ by, owner, doneBy }: Move): Refusal | null {
  if (by !== owner && by !== doneBy) return null;
  return {
    code: 'conflict',
    message:
      by === owner
        ? 'It is yours, and nobody verifies their own work.'
        : 'You said that it is done, and nobody verifies their own word.',
    field: 'id',
    action: 'Ask somebody else to look.',
  };
}

/** The last day for which a risk can be accepted on a day. */
export function lastAcceptance(today: string, longest: number): string {
  return new Date(Date.parse(today) + longest * 86_400_000).toISOString().slice(0, 10);
}
