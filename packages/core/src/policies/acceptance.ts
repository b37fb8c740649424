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
  /** null while people are asked. */
  closedOn: string | null;
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
 * later; who accepted stays, whatever became of them. `current`: ids of versions that hold, for nobody is asked for another;
 * `endedOn`: since when one of the others does not, so that nobody counts as asked who joined after that.
 */
export function askedIn(
  { roles, people, versions, dueOn, closedOn }: CampaignFacts,
  members: readonly CampaignMember[],
  accepted: readonly { person: string; version: string }[],
  { current, endedOn, today }: { current: ReadonlySet<string>; endedOn: ReadonlyMap<string, string>; today: string },
): AskedFor[] {
  const done = new Set(accepted.map(({ person, version }) => `${person} ${version}`));
  const asked = members.filter(({ userId, role }) => roles.includes(role) || people.includes(userId));
  const stayed = asked.map(({ userId, joinedOn }) => ({
    userId,
    joinedOn,
    dueOn: later(dueOn, daysLater(joinedOn, daysToAccept)),
  }));
  const there = new Set(asked.map(({ userId }) => userId));
  const gone = [...new Set(accepted.map(({ person }) => person))]
    .filter((person) => !there.has(person))
    .map((userId) => ({ userId, joinedOn: '', dueOn }));
  return [...stayed, ...gone].flatMap(({ userId, joinedOn, dueOn: due }) =>
    versions.flatMap((version): AskedFor[] => {
      const base = { person: userId, version, dueOn: due };
      if (done.has(`${userId} ${version}`)) return [{ ...base, state: 'accepted' }];
      if (closedOn === null && current.has(version) && there.has(userId))
        return [{ ...base, state: due < today ? 'overdue' : 'waiting' }];
      const ended = [closedOn, endedOn.get(version)].filter((day) => typeof day === 'string').toSorted()[0];
      return ended !== undefined && joinedOn > ended ? [] : [{ ...base, state: null }];
    }),
  );
}
