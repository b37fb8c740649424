import { askedIn, TickmarkError, type AskedFor, type PolicyCampaign } from '@tickmark/core';
import { todayIn } from '../engagements/index.ts';
import { namesOf } from '../members/index.ts';
import type { HandlerContext } from '../platform/handler.ts';
import {
  acceptancesOf,
  acceptedIn,
  campaignsOf,
  type AcceptanceRecord,
  type CampaignRecord,
} from './campaign-store.ts';
import {
  campaignFacts,
  endsOfVersions,
  livesOf,
  membersAsked,
  versionsThatHold,
  type LivedPolicy,
  type LivedVersion,
} from './shown.ts';
import { policiesOf } from './store.ts';

/** What campaigns are reckoned from. */
export interface CampaignState {
  today: string;
  timeZone: string;
  lives: LivedPolicy[];
  /** Versions by id. */
  versions: ReadonlyMap<string, { life: LivedPolicy; version: LivedVersion }>;
  /** Ids of those that hold. */
  current: Set<string>;
  /** Since when each of the others does not. */
  endedOn: Map<string, string>;
  members: Awaited<ReturnType<typeof membersAsked>>;
}

/** Reads it; `mine`: for the caller alone, however many others are asked. */
export async function stateOf(context: HandlerContext, mine = false): Promise<CampaignState> {
  const { today, timeZone } = await todayIn(context);
  const lives = await livesOf(context, await policiesOf(context.tx, context.organizationId), timeZone);
  return {
    today,
    timeZone,
    lives,
    versions: new Map(
      lives.flatMap((life) => life.versions.map((version) => [version.record.id, { life, version }] as const)),
    ),
    current: versionsThatHold(lives, today),
    endedOn: endsOfVersions(lives, today),
    members: await membersAsked(context, timeZone, mine ? context.userId : undefined),
  };
}

/** Who stands where in a campaign. */
export function asked(
  state: CampaignState,
  record: CampaignRecord,
  acceptances: readonly Pick<AcceptanceRecord, 'person' | 'versionId'>[],
): AskedFor[] {
  return askedIn(
    campaignFacts(record, state.timeZone),
    state.members,
    acceptances.map(({ person, versionId }) => ({ person, version: versionId })),
    state,
  );
}

/** What the caller is asked for and has not accepted, each version once: of two campaigns the one that is due first. */
export async function waitingFor(
  { tx, organizationId, userId }: HandlerContext,
  state: CampaignState,
): Promise<(AskedFor & { campaign: CampaignRecord })[]> {
  const campaigns = await campaignsOf(tx, organizationId, { open: true });
  const accepted = await acceptancesOf(tx, organizationId, { person: userId });
  const waiting = campaigns.flatMap((campaign) =>
    asked(
      state,
      campaign,
      accepted.filter(({ campaignId }) => campaignId === campaign.id),
    )
      .filter(({ person, state: stands }) => person === userId && (stands === 'waiting' || stands === 'overdue'))
      .map((each) => ({ ...each, campaign })),
  );
  const first = new Map<string, (typeof waiting)[number]>();
  for (const each of waiting.toSorted((a, b) => a.dueOn.localeCompare(b.dueOn)))
    if (!first.has(each.version)) first.set(each.version, each);
  return [...first.values()];
}

/** Errors: not_found. */
export async function campaignOf(
  { tx, organizationId }: HandlerContext,
  id: string,
  field = 'id',
): Promise<CampaignRecord> {
  const [record] = await campaignsOf(tx, organizationId, { id });
  if (record !== undefined) return record;
  throw new TickmarkError('not_found', 'There is no such campaign.', {
    field,
    action: 'Take an id from the list of campaigns.',
  });
}

/** A campaign as it is told. */
export async function shown(
  context: HandlerContext,
  state: CampaignState,
  record: CampaignRecord,
): Promise<PolicyCampaign> {
  const { tx, organizationId } = context;
  const accepted = (await acceptedIn(tx, organizationId, [record.id])).flatMap(({ people, versionId }) =>
    people.map((person) => ({ person, versionId })),
  );
  const pairs = asked(state, record, accepted);
  const byVersion = Map.groupBy(pairs, ({ version }) => version);
  const names = await namesOf(tx, [...record.people, record.startedBy]);
  const person = (id: string) => ({ id, name: names.get(id) ?? null });
  const count = (some: readonly AskedFor[], wanted: AskedFor['state']): number =>
    some.filter((each) => each.state === wanted).length;
  return {
    id: record.id,
    title: record.title,
    roles: record.roles,
    people: record.people.map(person),
    dueOn: record.dueOn,
    startedAt: record.startedAt.toISOString(),
    startedBy: person(record.startedBy),
    closed: record.closedAt !== null,
    remindedAt: record.remindedAt?.toISOString() ?? null,
    documents: record.versions.flatMap((version) => {
      const of = state.versions.get(version);
      if (of === undefined) return [];
      const own = byVersion.get(version) ?? [];
      return [
        {
          id: of.life.policy.id,
          code: of.life.policy.code,
          title: of.life.policy.title,
          number: of.version.number,
          sha256: of.version.record.sha256,
          superseded: !state.current.has(version),
          accepted: count(own, 'accepted'),
          asked: own.length,
        },
      ];
    }),
    counts: {
      asked: pairs.length,
      accepted: count(pairs, 'accepted'),
      waiting: count(pairs, 'waiting'),
      overdue: count(pairs, 'overdue'),
      never: count(pairs, null),
    },
    entryIndex: Number(record.entryIndex),
  };
}
