import {
  approvalsOf,
  askedIn,
  effectiveFromOf,
  openVersion,
  policyStateOf,
  refusedSubmission,
  reviewedOn,
  reviewOf,
  versionInForce,
  versionStates,
  type AcceptanceState,
  type CampaignFacts,
  type PolicyInFull,
  type PolicySummary,
  type PolicyVersion,
  type PolicyVersionFacts,
} from '@tickmark/core';
import { localDate, todayIn } from '../engagements/index.ts';
import { everyMember, memberOf, namesOf } from '../members/index.ts';
import type { HandlerContext } from '../platform/handler.ts';
import { authorsOf } from './authors.ts';
import { openComments } from './comment-store.ts';
import { outdatedVersions } from './outdated.ts';
import { pagesOf } from './page-store.ts';
import { pathOf } from './slug.ts';
import { acceptedIn, campaignsOf, countAcceptances, type CampaignRecord } from './campaign-store.ts';
import {
  draftFactsOf,
  policiesOf,
  stepsOf,
  versionsOf,
  type PolicyRecord,
  type StepRecord,
  type VersionFacts,
} from './store.ts';

/** A version with what was done to it, as the rules of its life read it. */
export interface LivedVersion extends PolicyVersionFacts {
  record: VersionFacts;
  done: StepRecord[];
}

/** A document with all that its standing follows from. */
export interface LivedPolicy {
  policy: PolicyRecord;
  versions: LivedVersion[];
}

/** Versions and steps of these documents. */
export async function livesOf(
  { tx, organizationId }: Pick<HandlerContext, 'tx' | 'organizationId'>,
  policies: readonly PolicyRecord[],
  timeZone: string,
): Promise<LivedPolicy[]> {
  const ids = policies.map(({ id }) => id);
  const versions = Map.groupBy(await versionsOf(tx, organizationId, ids), ({ policyId }) => policyId);
  const steps = Map.groupBy(await stepsOf(tx, organizationId, ids), ({ versionId }) => versionId);
  return policies.map((policy) => ({
    policy,
    versions: (versions.get(policy.id) ?? []).map((record) => {
      const done = steps.get(record.id) ?? [];
      return {
        record,
        done,
        number: record.number,
        quorum: record.quorum,
        steps: done.map(({ kind, by, at, effectiveFrom }) => ({
          kind,
          by,
          on: localDate(at, timeZone),
          effectiveFrom,
        })),
      };
    }),
  }));
}

export const lifeOf = ({ policy, versions }: LivedPolicy) => ({
  madeOwn: policy.ownAt !== null,
  retiredOn: policy.retiredOn,
  versions,
});

/** Documents as the list tells them. */
export async function summariesOf(
  context: Pick<HandlerContext, 'tx' | 'organizationId' | 'now' | 'userId'>,
  policies: readonly PolicyRecord[],
): Promise<PolicySummary[]> {
  const { tx, organizationId, userId } = context;
  const { today, timeZone } = await todayIn(context);
  const lives = await livesOf(context, policies, timeZone);
  const drafts = await draftFactsOf(
    tx,
    organizationId,
    policies.map(({ id }) => id),
  );
  const pages = await pagesOf(tx, organizationId);
  const names = await namesOf(
    tx,
    policies.flatMap(({ id, ownerId }) => [ownerId, pages.get(id)?.changedBy ?? null]),
  );
  const comments = await openComments(tx, organizationId, userId);
  const asked = await askedForVersions(context, lives, { today, timeZone });
  const holding = versionsThatHold(lives, today);
  const outdated = await outdatedVersions(
    context,
    lives.flatMap(({ policy: { engagementId }, versions }) =>
      versions.filter(({ record }) => holding.has(record.id)).map(({ record: { id } }) => ({ id, engagementId })),
    ),
  );
  return lives.map((life): PolicySummary => {
    const { policy, versions } = life;
    const held = versionInForce(versions, today);
    const open = openVersion(versions);
    const draft = drafts.get(policy.id);
    const { ownerId } = policy;
    const page = pages.get(policy.id);
    return {
      id: policy.id,
      code: policy.code,
      title: policy.title,
      kind: policy.kind,
      purpose: policy.purpose,
      satisfies: policy.satisfies,
      state: policyStateOf(lifeOf(life), today),
      owner: ownerId === null ? null : { id: ownerId, name: names.get(ownerId) ?? null },
      inForce:
        held === undefined || isRetired(policy, today)
          ? null
          : { number: held.number, effectiveFrom: effectiveFromOf(held) ?? today },
      open:
        open === undefined
          ? null
          : {
              number: open.number,
              approvals: approvalsOf(open.steps).length,
              quorum: open.quorum,
              waitingForMe: waitsFor(open, userId),
            },
      unsubmitted: draft?.unsubmitted ?? false,
      outdated: (held && outdated.get(held.record.id)) ?? [],
      review: reviewOf(lifeOf(life), policy.reviewCadence, today),
      reviewedOn: reviewedOn(lifeOf(life), today),
      acceptance: held === undefined ? null : (asked.get(held.record.id) ?? null),
      comments: comments.get(policy.id) ?? { open: 0, mentioning: 0 },
      publicPage:
        page?.isPublic === true
          ? {
              path: pathOf(page.slug),
              searchable: page.searchable,
              changedAt: page.changedAt.toISOString(),
              changedBy: { id: page.changedBy, name: names.get(page.changedBy) ?? null },
            }
          : null,
      changedAt: later(policy.changedAt, draft?.savedAt).toISOString(),
    };
  });
}

/** One document with everything that was done to it. */
export async function inFull(context: HandlerContext, id: string): Promise<PolicyInFull> {
  const { tx, organizationId } = context;
  const [policy] = await policiesOf(tx, organizationId, [id]);
  if (policy === undefined) throw new Error('A document that was found is not there.');
  const [summary] = await summariesOf(context, [policy]);
  const { today, timeZone } = await todayIn(context);
  const [life] = await livesOf(context, [policy], timeZone);
  const draft = (await draftFactsOf(tx, organizationId, [id])).get(id);
  if (summary === undefined || life === undefined || draft === undefined) throw new Error('A document has no draft.');
  const names = await namesOf(tx, [
    ...policy.approvers,
    ...draft.authors,
    draft.savedBy,
    policy.ownBy,
    policy.retiredBy,
    ...life.versions.flatMap(({ record }) => [...record.authors, ...record.approvers, record.submittedBy]),
  ]);
  const person = (user: string) => ({ id: user, name: names.get(user) ?? null });
  const accepted = await countAcceptances(tx, organizationId, [id]);
  return {
    ...summary,
    revision: policy.revision,
    engagementId: policy.engagementId,
    approvers: policy.approvers.map(person),
    quorum: policy.quorum,
    reviewCadence: policy.reviewCadence,
    acceptedBy: policy.acceptedBy,
    template: policy.template,
    madeOwn:
      policy.template === null || policy.ownAt === null || policy.ownBy === null
        ? null
        : { by: person(policy.ownBy), at: policy.ownAt.toISOString() },
    retired:
      policy.retiredOn === null || policy.retiredBy === null
        ? null
        : { on: policy.retiredOn, reason: policy.retiredReason ?? '', by: person(policy.retiredBy) },
    draft: {
      revision: draft.revision,
      savedAt: draft.savedAt.toISOString(),
      savedBy: person(draft.savedBy),
      authors: draft.authors.map(person),
    },
    refused: refusedSubmission({
      madeOwn: policy.ownAt !== null,
      owner: policy.ownerId,
      approvers: policy.approvers,
      quorum: policy.quorum,
      authors: authorsOf(life, draft.authors, context.userId),
    }),
    versions: versionsShown(life, { today, person, accepted }),
  };
}

/** Versions of a document as they are told, the newest first. */
export function versionsShown(
  { policy, versions }: LivedPolicy,
  {
    today,
    person,
    accepted,
  }: {
    today: string;
    person: (id: string) => { id: string; name: string | null };
    accepted: ReadonlyMap<string, number>;
  },
): PolicyVersion[] {
  const states = versionStates(versions, { today, retiredOn: policy.retiredOn });
  return versions
    .map((version): PolicyVersion => ({
      id: version.record.id,
      number: version.number,
      state: states.get(version.number) ?? 'in-review',
      sha256: version.record.sha256,
      changes: version.record.changes,
      authors: version.record.authors.map(person),
      approvers: version.record.approvers.map(person),
      quorum: version.quorum,
      submittedAt: version.record.submittedAt.toISOString(),
      submittedBy: person(version.record.submittedBy),
      effectiveFrom: effectiveFromOf(version),
      steps: version.done.map((step) => ({
        id: step.id,
        kind: step.kind,
        by: { id: step.by, name: step.name },
        at: step.at.toISOString(),
        note: step.note,
        effectiveFrom: step.effectiveFrom,
        entryIndex: Number(step.entryIndex),
      })),
      accepted: accepted.get(version.record.id) ?? 0,
      entryIndex: Number(version.record.entryIndex),
    }))
    .toReversed();
}

export function isRetired({ retiredOn }: PolicyRecord, today: string): boolean {
  return retiredOn !== null && retiredOn <= today;
}

function waitsFor({ record, quorum, steps }: LivedVersion, userId: string): boolean {
  const approved = approvalsOf(steps);
  return (
    approved.length < quorum &&
    record.approvers.includes(userId) &&
    !record.authors.includes(userId) &&
    !approved.includes(userId)
  );
}

function later(a: Date, b: Date | undefined): Date {
  return b !== undefined && b > a ? b : a;
}

/**
 * Of several campaigns the last of these counts: who is still asked, before what was accepted in an earlier one, and both before
 * somebody who was asked, never accepted, and is asked no more.
 */
const standings: readonly (AcceptanceState | null)[] = [null, 'accepted', 'waiting', 'overdue'];

/** People asked to accept each version that holds, over all campaigns; each person counts once for a version. */
async function askedForVersions(
  { tx, organizationId }: Pick<HandlerContext, 'tx' | 'organizationId'>,
  lives: readonly LivedPolicy[],
  { today, timeZone }: { today: string; timeZone: string },
): Promise<Map<string, { asked: number; accepted: number; overdue: number }>> {
  const current = versionsThatHold(lives, today);
  const campaigns = (await campaignsOf(tx, organizationId)).filter(({ versions }) =>
    versions.some((version) => current.has(version)),
  );
  if (campaigns.length === 0) return new Map();
  const members = await membersAsked({ tx, organizationId }, timeZone);
  const acceptances = await acceptedIn(
    tx,
    organizationId,
    campaigns.map(({ id }) => id),
  );
  const people = new Map<string, Map<string, number>>();
  for (const campaign of campaigns) {
    const accepted = acceptances
      .filter(({ campaignId }) => campaignId === campaign.id)
      .flatMap(({ people: who, versionId }) => who.map((person) => ({ person, version: versionId })));
    for (const { person, version, state } of askedIn(campaignFacts(campaign, timeZone), members, accepted, {
      current,
      endedOn: new Map(),
      today,
    })) {
      if (!current.has(version)) continue;
      const of = people.get(version) ?? new Map<string, number>();
      people.set(version, of);
      of.set(person, Math.max(of.get(person) ?? 0, standings.indexOf(state)));
    }
  }
  return new Map(
    [...people].map(([version, of]) => {
      const states = [...of.values()];
      const count = (wanted: AcceptanceState): number =>
        states.filter((standing) => standings[standing] === wanted).length;
      return [version, { asked: states.length, accepted: count('accepted'), overdue: count('overdue') }];
    }),
  );
}

/** Ids of the versions that hold on a day, of documents that are not retired. */
export function versionsThatHold(lives: readonly LivedPolicy[], today: string): Set<string> {
  return new Set(
    lives.flatMap(({ policy, versions }) => {
      const held = isRetired(policy, today) ? undefined : versionInForce(versions, today);
      return held === undefined ? [] : [held.record.id];
    }),
  );
}

/** A campaign, as far as it follows from it who is asked. */
export function campaignFacts(campaign: CampaignRecord, timeZone: string): CampaignFacts {
  const { closedAt } = campaign;
  return { ...campaign, closedOn: closedAt === null ? null : localDate(closedAt, timeZone) };
}

/** Since when each version that held holds no more: the first day of a later one, or that on which its document was retired. */
export function endsOfVersions(lives: readonly LivedPolicy[], today: string): Map<string, string> {
  const ends = lives.flatMap(({ policy, versions }) =>
    versions.flatMap((version) => {
      const from = effectiveFromOf(version);
      if (from === null) return [];
      const after = versions.flatMap((other) => {
        const day = effectiveFromOf(other);
        return day !== null && (day > from || (day === from && other.number > version.number)) ? [day] : [];
      });
      const [end] = [...after, ...(policy.retiredOn === null ? [] : [policy.retiredOn])].toSorted();
      return end === undefined || end > today ? [] : [[version.record.id, end] as const];
    }),
  );
  return new Map(ends);
}

/** Members as campaigns ask them; `only` one of them, where nobody else is told of. */
export async function membersAsked(
  { tx, organizationId }: Pick<HandlerContext, 'tx' | 'organizationId'>,
  timeZone: string,
  only?: string,
) {
  const members =
    only === undefined
      ? [...(await everyMember(tx, organizationId)).values()]
      : [await memberOf(tx, organizationId, only, 'userId')];
  return members.map(({ userId, role, name, email, joinedAt }) => ({
    userId,
    role,
    name,
    email,
    joinedOn: localDate(new Date(joinedAt), timeZone),
  }));
}
