import { daysLater, later } from '../calendar/index.ts';

/** Days that somebody has who joins while a campaign runs. */
export const daysToAccept = 14;

/** A campaign, as far as it follows who is asked for what. */
export interface CampaignFacts {
  roles: readonly string[];
  people: readonly string[];
  /** Ids of the versions that were asked for. */
  versions: readonly string[];
  dueOn: string;
  closed: boolean;
}

export interface CampaignMember {
  userId: string;
  role: string;
  /** In the time zone of the organization. */
  joinedOn: string;
}

export type AcceptanceState = 'accepted' | 'waiting' | 'overdue';

/** One person and one version. */
export interface AskedFor {
  person: string;
  version: string;
  dueOn: string;
  /** null: nobody asks for it any more, and they never accepted it. */
  state: AcceptanceState | null;
}

/**
 * Who stands where in a campaign, each person with each version. Whoever has one of its roles or is named is asked, also who joins
 * later; who accepted stays, whatever became of them. `current`: ids of versions that hold, for nobody is asked for another.
 */
export function askedIn(
  { roles, people, versions, dueOn, closed }: CampaignFacts,
  members: readonly CampaignMember[],
  accepted: readonly { person: string; version: string }[],
  { current, today }: { current: ReadonlySet<string>; today: string },
): AskedFor[] {
  const done = new Set(accepted.map(({ person, version }) => `${person} ${version}`));
  const asked = members.filter(({ userId, role }) => roles.includes(role) || people.includes(userId));
  const stayed = asked.map(({ userId, joinedOn }) => ({
    userId,
    dueOn: later(dueOn, daysLater(joinedOn, daysToAccept)),
  }));
  const gone = [...new Set(accepted.map(({ person }) => person))]
    .filter((person) => !asked.some(({ userId }) => userId === person))
    .map((userId) => ({ userId, dueOn }));
  const there = new Set(asked.map(({ userId }) => userId));
  return [...stayed, ...gone].flatMap((each) =>
    versions.map((version): AskedFor => {
      const base = { person: each.userId, version, dueOn: each.dueOn };
      if (done.has(`${each.userId} ${version}`)) return { ...base, state: 'accepted' };
      if (closed || !current.has(version) || !there.has(each.userId)) return { ...base, state: null };
      return { ...base, state: each.dueOn < today ? 'overdue' : 'waiting' };
    }),
  );
}
