import { z } from 'zod';
import { isHolidayDate } from '../holidays/index.ts';
import { date, id, instant, line, paragraph, person } from '../operations/shapes.ts';
import { severity } from '../readiness/index.ts';
import { effortSources, gapStandings, planStates, unsettledStates, type PlanState } from './words.ts';

const n = z.number().int();

/** A date of a plan; another year is a slip of the hand. */
export const planDate = date.refine(isHolidayDate, 'lies before 1970 or after 2199');

export const planState = z.enum(planStates);

/** Half days of work of one person. */
export const effortDays = z
  .number()
  .min(0.5, 'must be half a day at least; leave it out where it is not known')
  .max(1000)
  .multipleOf(0.5, 'must be in half days');

/** Half days of a week, of Monday to Friday. */
export const daysPerWeek = z.number().min(0).max(5).multipleOf(0.5, 'must be in half days');

/** An item cannot begin before what stands here has ended, and as many working days have passed after it. */
export const dependency = z.object({ id, lagDays: n.min(0).max(365).default(0).describe('Working days in between') });
export type Dependency = z.infer<typeof dependency>;

/** How what the answers say now compares to when the item was made from a gap. Nothing here closes the item. */
export const itemGap = z.object({
  id: z.string().describe('RQ-046.1: the question and the rule that matched'),
  question: z.string(),
  answerVersion: n.describe('Version of the answer that told of it'),
  standing: z.enum(gapStandings),
  now: z.object({ gap: z.string().nullable(), answerVersion: n.nullable() }).describe('What the newest answer tells'),
});

/** A risk is lived with until a day, for a reason, and somebody has said so. */
export const itemAcceptance = z.object({
  until: date.describe('Last day'),
  expired: z.boolean().describe('The day has passed, so the item is open again'),
  by: person,
  at: instant,
  reason: z.string(),
});

/** What is to be done, by whom and by when. */
export const planItem = z.object({
  id,
  engagementId: id,
  number: n,
  code: z.string().describe('PA-12'),
  revision: n.describe('Counts the changes; a change says which it has seen'),
  title: line,
  description: z.string().nullable().describe('What is to be done'),
  gap: itemGap.nullable().describe('null for one of their own'),
  severity: severity.nullable().describe('null where nobody said'),
  criteria: z.array(z.string()),
  controls: z.array(z.string()),
  owner: person.nullable(),
  deputy: person.nullable(),
  verifier: person.nullable().describe('Who is to look whether it is done; never the owner'),
  effortDays: effortDays.nullable().describe('Working days of one person that are left; null where nobody said'),
  effortSource: z
    .enum(effortSources)
    .describe('`catalogue`: what the catalogue says of such a gap; nobody here has confirmed it'),
  notBefore: date.nullable(),
  dueOn: date.nullable().describe('Last day on which it is in time'),
  overdue: z.boolean().describe('That day has passed in the time zone of the organization, and there is work left'),
  after: z.array(dependency.extend({ code: z.string(), title: z.string(), state: planState })),
  deliverable: z.string().nullable(),
  evidenceOfDone: z.string().nullable().describe('What will show that it is done'),
  evidence: n.describe('Pieces attached'),
  state: planState.describe('As of today: an acceptance that has expired is open'),
  acceptance: itemAcceptance.nullable(),
  note: z.string().nullable().describe('What was written with the last move'),
  movedAt: instant.nullable(),
  movedBy: person.nullable(),
  createdAt: instant,
  entryIndex: n.describe('The entry that it was added with'),
});
export type PlanItem = z.infer<typeof planItem>;

/** One thing somebody did to an item. */
export const planChange = z.object({
  id,
  kind: z.enum(['added', 'changed', 'moved', 'attached', 'detached']),
  at: instant,
  by: person,
  words: z.string().nullable().describe('The note or the reason'),
  revision: n.describe('Of the item after it'),
  changes: z.array(
    z.object({
      field: z.string(),
      before: z.string().nullable().describe('In words; null where there was nothing'),
      after: z.string().nullable(),
    }),
  ),
  others: n.describe('Items that were changed by the same call'),
  entryIndex: n,
});
export type PlanChange = z.infer<typeof planChange>;

const text = paragraph.nullable();

/** What can be said of an item; what is left out stays, and null takes it away. */
export const planFields = {
  title: line,
  description: text,
  severity: severity.nullable(),
  criteria: z.array(z.string().max(20)).max(61),
  controls: z.array(z.string().max(40)).max(100),
  owner: id.nullable(),
  deputy: id.nullable(),
  verifier: id.nullable(),
  effortDays: effortDays.nullable(),
  notBefore: planDate.nullable(),
  dueOn: planDate.nullable(),
  after: z.array(dependency).max(50),
  deliverable: text,
  evidenceOfDone: text,
};

const given = z.object(planFields).partial();
export type PlanFields = z.infer<typeof given>;

/** Counts of an engagement. `open` and `inProgress` have expired acceptances in them. */
export const planCounts = z.object({
  total: n,
  open: n,
  inProgress: n,
  done: n,
  verified: n,
  accepted: n,
  dropped: n,
  overdue: n,
  expired: n.describe('Acceptances that have expired'),
  unowned: n.describe('With work left and no owner'),
  unestimated: n.describe('With work left and no effort'),
});
export type PlanCounts = z.infer<typeof planCounts>;

/** How an item stands on a day: an acceptance counts until its last day, that day included. */
export function stateOn(item: { state: PlanState; acceptedUntil: string | null }, today: string): PlanState {
  return item.state === 'accepted' && item.acceptedUntil !== null && item.acceptedUntil < today ? 'open' : item.state;
}

/** Whether there is work left. */
export function isUnsettled(state: PlanState): boolean {
  return (unsettledStates as readonly PlanState[]).includes(state);
}
