import type { Row } from '@tickmark/core';
import { addMinutes, isWeekend, type Calendar } from './calendar.ts';
import { atWork, type Person } from './people.ts';
import { hexText, itemAt, seededDraws, type Draws } from './random.ts';

export interface Review {
  id: string;
  reviewer: Person;
  state: 'approved' | 'commented';
  at: string;
}

export interface Change {
  id: string;
  subject: string;
  author: Person;
  merger: Person;
  authoredAt: string;
  mergedAt: string;
  files: number;
  reviews: Review[];
  /** What was planted: approved by the author alone, or approved only after the merge. */
  planted: 'own-approval' | 'late-approval' | null;
}

const perYear = 4200;
const ownApprovals = 7;
const lateApprovals = 3;
const engineers = 90;

const verbs = ['Add', 'Fix', 'Rename', 'Speed up', 'Simplify', 'Guard', 'Log', 'Test', 'Document', 'Upgrade'];
const things = (
  'ledger export;invoice numbering;currency rounding;session expiry;posting queue;audit trail;tax tables;bank import;' +
  'retry of webhooks;search index;customer settings;payment matching;report layout;access checks;backup job'
).split(';');

/** Changes of the example's main branch with their reviews, in order of time. */
export function exampleChanges(seed: string, people: Person[], time: Calendar): Change[] {
  const draws = seededDraws(`${seed}|changes`);
  const workdays = time.days.filter((day) => !isWeekend(day));
  const total = Math.round((perYear * time.days.length) / 365);
  const changes: Change[] = [];
  for (const [place, day] of workdays.entries()) {
    const team = atWork(people, day).slice(0, engineers);
    const count = Math.floor(((place + 1) * total) / workdays.length) - Math.floor((place * total) / workdays.length);
    const minutes = Array.from({ length: count }, () => draws.int(0, 8 * 60)).sort((a, b) => a - b);
    for (const minute of minutes) changes.push(newChange(draws, team, time.at(day, 9, minute, draws.int(0, 59))));
  }
  plant(changes);
  return changes;
}

function newChange(draws: Draws, team: Person[], mergedAt: string): Change {
  const author = draws.pick(team);
  const reviewer = another(draws, team, author);
  const id = hexText(draws, 40);
  const waited = draws.int(3, 60);
  const reviews: Review[] = [];
  if (draws.chance(0.4)) {
    reviews.push({
      id: `${id.slice(0, 12)}-1`,
      reviewer: another(draws, team, author),
      state: 'commented',
      at: addMinutes(mergedAt, -waited - draws.int(5, 40)),
    });
  }
  reviews.push({ id: `${id.slice(0, 12)}-2`, reviewer, state: 'approved', at: addMinutes(mergedAt, -waited) });
  return {
    id,
    subject: `${draws.pick(verbs)} ${draws.pick(things)} (#${draws.int(1000, 9999)})`,
    author,
    merger: draws.chance(0.7) ? author : reviewer,
    authoredAt: addMinutes(mergedAt, -waited - draws.int(60, 4000)),
    mergedAt,
    files: 1 + Math.floor(draws.next() ** 3 * 40),
    reviews,
    planted: null,
  };
}

function another(draws: Draws, team: Person[], not: Person): Person {
  for (;;) {
    const person = draws.pick(team);
    if (person !== not) return person;
  }
}

/** Spreads the planted deviations evenly over the period. */
function plant(changes: Change[]): void {
  const total = ownApprovals + lateApprovals;
  for (let i = 0; i < total; i += 1) {
    const change = changes[Math.floor(((i + 0.5) * changes.length) / total)];
    if (change === undefined || change.planted !== null) continue;
    const approval = itemAt(change.reviews, -1);
    if (i % 3 === 2) {
      change.planted = 'late-approval';
      approval.at = addMinutes(change.mergedAt, 95);
    } else {
      change.planted = 'own-approval';
      change.reviews = [{ ...approval, reviewer: change.author }];
      change.merger = change.author;
    }
  }
}

export function* changeRows(changes: Change[]): Generator<Row> {
  for (const c of changes) {
    yield {
      id: c.id,
      repository: 'larkspur-ledger',
      branch: 'main',
      subject: c.subject,
      author: c.author.email,
      author_name: c.author.name,
      committer: c.merger.email,
      authored_at: c.authoredAt,
      merged_at: c.mergedAt,
      kind: 'merge',
      parents: 2,
      signature: 'none',
      files: c.files,
      reviewers: [...new Set(c.reviews.filter((r) => r.state === 'approved').map((r) => r.reviewer.email))],
      signed_off_by: [],
      trailers: [],
    };
  }
}

export function* reviewRows(changes: Change[]): Generator<Row> {
  for (const change of changes) {
    for (const review of change.reviews) {
      yield {
        id: review.id,
        change_id: change.id,
        reviewer: review.reviewer.email,
        reviewer_name: review.reviewer.name,
        state: review.state,
        at: review.at,
        source: 'platform',
      };
    }
  }
}
