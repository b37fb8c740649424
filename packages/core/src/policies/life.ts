import { addMonths, daysLater } from '../calendar/index.ts';
import type { Frequency } from '../controls/index.ts';
import type { PolicyReviewState, PolicyState, PolicyStepKind, PolicyVersionState } from './words.ts';

/** What somebody did to a version, as far as its state follows from it. */
export interface PolicyStepFacts {
  kind: PolicyStepKind;
  by: string;
  /** The date in the time zone of the organization. */
  on: string;
  /** Of a publication; null for anything else. */
  effectiveFrom: string | null;
}

export interface PolicyVersionFacts {
  number: number;
  /** Approvals that it takes. */
  quorum: number;
  /** In their order. */
  steps: readonly PolicyStepFacts[];
}

/** Where a version stands by itself, whatever the others of its document are. */
function ownState({
  quorum,
  steps,
}: PolicyVersionFacts): 'in-review' | 'sent-back' | 'withdrawn' | 'approved' | 'published' {
  const ended = steps.findLast(({ kind }) => kind === 'withdrawn' || kind === 'sent-back' || kind === 'published');
  if (ended !== undefined) return ended.kind as 'withdrawn' | 'sent-back' | 'published';
  return approvalsOf(steps).length >= quorum ? 'approved' : 'in-review';
}

/** Who approved, each once. */
export function approvalsOf(steps: readonly PolicyStepFacts[]): string[] {
  return [...new Set(steps.filter(({ kind }) => kind === 'approved').map(({ by }) => by))];
}

export function effectiveFromOf({ steps }: PolicyVersionFacts): string | null {
  return steps.find(({ kind }) => kind === 'published')?.effectiveFrom ?? null;
}

/** The states of all versions of a document on a day, by number. Of those that are published, the last to come into force holds. */
export function versionStates(
  versions: readonly PolicyVersionFacts[],
  { today, retiredOn }: { today: string; retiredOn: string | null },
): Map<number, PolicyVersionState> {
  const inForce = versionInForce(versions, today);
  return new Map(
    versions.map((version) => {
      const own = ownState(version);
      if (own !== 'published') return [version.number, own];
      if (version === inForce)
        return [version.number, retiredOn !== null && retiredOn <= today ? 'retired' : 'in-force'];
      return [version.number, (effectiveFromOf(version) ?? today) > today ? 'published' : 'superseded'];
    }),
  );
}

/** The published version that holds on a day; undefined where none does yet. */
export function versionInForce<V extends PolicyVersionFacts>(versions: readonly V[], today: string): V | undefined {
  const begun = versions.filter((version) => {
    const from = effectiveFromOf(version);
    return from !== null && from <= today;
  });
  return begun
    .toSorted((a, b) => {
      const [left, right] = [effectiveFromOf(a) ?? '', effectiveFromOf(b) ?? ''];
      return left === right ? a.number - b.number : left < right ? -1 : 1;
    })
    .at(-1);
}

/** The version that waits for approval or publication; at most one does. */
export function openVersion<V extends PolicyVersionFacts>(versions: readonly V[]): V | undefined {
  return versions.find((version) => ['in-review', 'approved'].includes(ownState(version)));
}

export interface PolicyFactsOfLife {
  /** Whether somebody has made the text their own; where not, it is the text of a template. */
  madeOwn: boolean;
  retiredOn: string | null;
  versions: readonly PolicyVersionFacts[];
}

/** Where a document stands on a day. A version that is being approved counts before the one that holds meanwhile. */
export function policyStateOf({ madeOwn, retiredOn, versions }: PolicyFactsOfLife, today: string): PolicyState {
  if (retiredOn !== null && retiredOn <= today) return 'retired';
  const open = openVersion(versions);
  if (open !== undefined) return ownState(open) === 'approved' ? 'approved' : 'in-review';
  if (versions.some((version) => ownState(version) === 'published')) return 'published';
  return madeOwn ? 'draft' : 'template';
}

const monthsBetween: Partial<Record<Frequency, number>> = { monthly: 1, quarterly: 3, semiannual: 6, annual: 12 };
/** Days before a review is due on which that is told. */
export const reviewNotice = 30;

/** When the version in force was approved or confirmed last; null where nothing is in force. */
export function reviewedOn({ retiredOn, versions }: PolicyFactsOfLife, today: string): string | null {
  const version = versionInForce(versions, today);
  if (version === undefined || (retiredOn !== null && retiredOn <= today)) return null;
  const looked = version.steps.filter(({ kind }) => kind === 'approved' || kind === 'confirmed').map(({ on }) => on);
  return looked.toSorted().at(-1) ?? null;
}

/** When the version in force has to be looked at again; null where nothing is in force, and for a rhythm that is none of the calendar. */
export function reviewOf(
  facts: PolicyFactsOfLife,
  cadence: Frequency,
  today: string,
): { on: string; state: PolicyReviewState } | null {
  const last = reviewedOn(facts, today);
  return last === null ? null : reviewAfter(last, cadence, today);
}

/** When what was looked at last on a day has to be looked at again: its rhythm after it; null for a rhythm that is none of the calendar. */
export function reviewAfter(
  last: string,
  cadence: Frequency,
  today: string,
): { on: string; state: PolicyReviewState } | null {
  const months = monthsBetween[cadence];
  if (months === undefined) return null;
  const on = addMonths(last, months);
  if (on < today) return { on, state: 'overdue' };
  return { on, state: daysLater(on, -reviewNotice) <= today ? 'due' : 'not-due' };
}

/** Why a draft cannot be handed in for approval; null where it can. */
export function refusedSubmission({
  madeOwn,
  owner,
  approvers,
  quorum,
  authors,
}: {
  madeOwn: boolean;
  owner: string | null;
  approvers: readonly string[];
  quorum: number;
  /** Who wrote on the text since the version before. */
  authors: readonly string[];
}): { field: string; message: string; action: string } | null {
  if (!madeOwn)
    return {
      field: 'id',
      message: 'It is the text of a template still, and nobody has made it their own.',
      action: 'Read it, change what is not so, and make it your own.',
    };
  if (owner === null)
    return { field: 'owner', message: 'Nobody answers for it.', action: 'Name an owner under its details.' };
  const others = approvers.filter((each) => !authors.includes(each));
  if (others.length >= quorum) return null;
  const missing = quorum - others.length;
  return {
    field: 'approvers',
    message:
      approvers.length < quorum
        ? `It takes ${quorum} approvals, and ${approvers.length} approvers are named.`
        : `It takes ${quorum} ${quorum === 1 ? 'approval' : 'approvals'} by people who did not write it, and ${missing} more ${missing === 1 ? 'is' : 'are'} needed.`,
    action: 'Name approvers who did not write on the text since the last version.',
  };
}
