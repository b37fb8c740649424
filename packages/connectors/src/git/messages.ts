import { gitChunks, type Repository } from './command.ts';
import { nulRecords } from './fields.ts';
import { mailmapOf, type Mailmap } from './mailmap.ts';
import { isSignOff, parseIdentity, parseTrailers, reviewState, type Identity, type ReviewState } from './trailers.ts';
import { incomplete, shallowBoundaries, type Walk } from './walk.ts';
import type { Zone } from '../time/zone.ts';

/** A review that a trailer of a commit tells of. */
export interface ToldReview {
  /** Commit whose message carries the trailer. */
  commit: string;
  /** Committer date of that commit, milliseconds: the review was given no later. */
  at: number;
  state: ReviewState;
  by: Identity;
}

export interface Messages {
  /** Reviews by change: its own, and those of the commits it brought in. */
  reviews: Map<string, ToldReview[]>;
  mailmap: Mailmap;
}

interface Commit {
  parents: string[];
  at: number;
  reviews: Omit<ToldReview, 'commit' | 'at'>[];
}

const none: Messages = { reviews: new Map(), mailmap: (identity) => identity };

/**
 * Reads the messages of every commit that the changes of a walk brought in. A commit belongs to the
 * oldest change that reaches it. Memory grows with the commits of the period, not of the history.
 * Throws `history_incomplete` where a shallow clone cuts off what a merge brought in.
 */
export async function readMessages(repository: Repository, head: string, walk: Walk, zone: Zone): Promise<Messages> {
  if (walk.range === null) return none;
  const { newest, below } = walk.range;
  const commits = new Map<string, Commit>();
  const people: Identity[] = [];
  const args = ['log', '-z', '--format=%H%x00%P%x00%ct%x00%(trailers:only,unfold)', '--end-of-options', newest];
  if (below !== null) args.push(`^${below}`);
  for await (const [hash = '', parents = '', at, trailerText = ''] of nulRecords(
    gitChunks(repository, [...args, '--']),
    4,
  )) {
    const reviews: Commit['reviews'] = [];
    for (const trailer of parseTrailers(trailerText)) {
      const state = reviewState(trailer);
      if (state === undefined && !isSignOff(trailer)) continue;
      const by = parseIdentity(trailer.value);
      people.push(by);
      if (state !== undefined) reviews.push({ state, by });
    }
    commits.set(hash, { parents: parents.split(' ').filter(Boolean), at: Number(at) * 1000, reviews });
  }
  const owners = assign(commits, newest);
  for (const boundary of await shallowBoundaries(repository)) {
    const owner = owners.get(boundary);
    if (owner !== undefined) throw incomplete(repository, zone.dateAt(commits.get(owner)?.at ?? 0));
  }
  const mailmap = await mailmapOf(repository, head, people);
  return { reviews: gather(commits, owners, mailmap), mailmap };
}

/** The change each commit belongs to: changes from old to new claim what no older one reached. */
function assign(commits: Map<string, Commit>, newest: string): Map<string, string> {
  const line: string[] = [];
  for (let at: string | undefined = newest; at !== undefined && commits.has(at); at = commits.get(at)?.parents[0])
    line.push(at);
  const owners = new Map<string, string>();
  for (const change of line.reverse()) {
    const stack = [change];
    for (let hash = stack.pop(); hash !== undefined; hash = stack.pop()) {
      const commit = commits.get(hash);
      if (commit === undefined || owners.has(hash)) continue;
      owners.set(hash, change);
      stack.push(...commit.parents);
    }
  }
  return owners;
}

function gather(
  commits: Map<string, Commit>,
  owners: Map<string, string>,
  mailmap: Mailmap,
): Map<string, ToldReview[]> {
  const reviews = new Map<string, ToldReview[]>();
  for (const [hash, commit] of commits) {
    const seen = new Set<string>();
    for (const { state, by } of commit.reviews) {
      const person = mailmap(by);
      const same = `${state} ${person.email ?? person.name}`;
      if (seen.has(same)) continue;
      seen.add(same);
      const owner = owners.get(hash) ?? hash;
      const list = reviews.get(owner) ?? [];
      list.push({ commit: hash, at: commit.at, state, by: person });
      reviews.set(owner, list);
    }
  }
  return reviews;
}
