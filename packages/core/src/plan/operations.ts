import { z } from 'zod';
import { engagementTerms } from '../engagements/index.ts';
import { defineOperation } from '../operations/define.ts';
import { date, file, flag, id, instant, listOf, page, paragraph, period, person } from '../operations/shapes.ts';
import { gap, severity } from '../readiness/index.ts';
import { daysPerWeek, effortDays, planChange, planCounts, planDate, planFields, planItem, planState } from './items.ts';
import { roadmap } from './roadmap/shapes.ts';

const n = z.number().int();
const revision = n.min(1).describe('Of the item as you have seen it');
const seen = z.object({ id, revision });
/** As many as fit into one entry of the log. */
export const mostAtOnce = 200;
const ids = z.array(seen).min(1).max(mostAtOnce).describe('Items of one engagement, each as you have seen it');
const note = paragraph.optional().describe('Kept with the item');
const reason = paragraph.describe('Why; kept with the item');
const pieces = z.array(id).min(1).max(100).describe('Ids of pieces of evidence');

const filters = {
  state: planState.optional(),
  unsettled: flag.default(false).describe('Only those with work left'),
  owner: id.optional().describe('Only those that this member owns'),
  verifier: id.optional().describe('Only those that this member is to verify'),
  unowned: flag.default(false).describe('Only those that nobody is named for'),
  severity: severity.optional(),
  control: z.string().max(40).optional().describe('Only about this control'),
  criterion: z.string().max(20).optional().describe('Only about this criterion'),
  overdue: flag.default(false).describe('Only those whose day has passed and that have work left'),
  gapMoved: flag.default(false).describe('Only those whose gap was answered otherwise since'),
};

/** What somebody has for the plan; null takes back what was said. */
const personTime = z.object({
  person: id,
  daysPerWeek: daysPerWeek.nullable().describe('Of Monday to Friday; null where nobody said'),
  absences: z.array(period).max(50).default([]).describe('Days on which they do nothing for the plan'),
});

export const planSettings = z.object({
  engagementId: id,
  revision: n.min(0).describe('0 where nothing was ever said'),
  wishedOn: date.nullable().describe('Wished date of the report'),
  people: z.array(personTime.extend({ name: z.string().nullable() })),
  changedAt: instant.nullable(),
  changedBy: person.nullable(),
});
export type PlanSettings = z.infer<typeof planSettings>;

/** What is tried in a roadmap, in place of what is on record. Nothing of it is kept. */
export const whatIf = {
  wish: planDate.nullable().optional().describe('Another wished date of the report; null for none'),
  terms: engagementTerms.optional().describe('Other dates of the engagement'),
  dryRun: flag.default(false).describe('Leave two weeks for a dry run before the examined days'),
  people: z
    .array(
      z.object({
        person: id,
        daysPerWeek: daysPerWeek.optional(),
        absences: z.array(period).max(50).optional().describe('In place of all that are on record'),
        oneMore: flag.default(false).describe('One more person with as much time shares what is theirs'),
      }),
    )
    .max(200)
    .default([])
    .describe('Other time of people; what is left out is as on record'),
  items: z
    .array(
      z.object({
        id,
        effortDays: effortDays.optional(),
        owner: id.optional(),
        notBefore: planDate.nullable().optional(),
        dueOn: planDate.nullable().optional(),
        without: flag.default(false).describe('As if this item were dropped; it holds nothing up then'),
      }),
    )
    .max(1000)
    .default([])
    .describe('Other efforts, owners and dates of items, or the plan without them'),
};

const changed = z.object({
  items: z.array(planItem).describe('Those that are not as they were'),
  total: n,
  unchanged: z.array(id).describe('Of these all of it is said already'),
});

export const planOperations = [
  defineOperation({
    name: 'plan.list',
    effect: 'read',
    access: 'organization',
    permission: 'plan.read',
    summary: 'The plan of action of an engagement, with how each item stands today',
    input: listOf(['number', 'title', 'severity', 'owner', 'dueOn', 'effortDays', 'state'], {
      engagementId: id,
      ...filters,
    }),
    output: page(planItem).extend({ counts: planCounts.describe('Of the engagement; not narrowed') }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'plan.get',
    effect: 'read',
    access: 'organization',
    permission: 'plan.read',
    summary: 'One item of a plan of action with its evidence, what waits for it, and everything that was done to it',
    input: z.object({ id }),
    output: planItem.extend({
      pieces: z.array(
        z.object({
          id,
          title: z.string(),
          fileName: z.string().nullable().describe('null once the file was deleted'),
          deleted: z.boolean(),
          newer: z.object({ id, title: z.string() }).nullable(),
        }),
      ),
      followers: z.array(z.object({ id, code: z.string(), title: z.string(), state: planState })),
      history: z.array(planChange).describe('Newest first'),
    }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'plan.gaps',
    effect: 'read',
    access: 'organization',
    permission: 'plan.read',
    summary: 'Gaps of the readiness assessment, and which item of the plan each has',
    input: z.object({ engagementId: id }),
    output: z.object({
      items: z
        .array(
          gap.extend({
            answerVersion: n,
            relevant: z.boolean().describe('false where it speaks only of criteria that were taken for not relevant'),
            item: z
              .object({ id, code: z.string(), state: planState })
              .nullable()
              .describe('The newest item that was made from it; null where there is none'),
          }),
        )
        .describe('The most severe first'),
      total: n,
      without: n.describe('Gaps of relevant criteria without an item'),
    }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'plan.add',
    effect: 'write',
    access: 'organization',
    permission: 'plan.manage',
    summary: 'Add an item of your own to a plan of action',
    input: z
      .object({ engagementId: id, ...planFields })
      .partial()
      .required({ engagementId: true, title: true }),
    output: planItem,
    errors: ['not_found', 'conflict'],
  }),
  defineOperation({
    name: 'plan.add-from-gaps',
    effect: 'write',
    access: 'organization',
    permission: 'plan.manage',
    summary: 'Make items of a plan of action from gaps of the readiness assessment',
    input: z.object({
      engagementId: id,
      gaps: z
        .array(z.string().max(20))
        .min(1)
        .max(mostAtOnce)
        .optional()
        .describe('Ids such as RQ-046.1; all of relevant criteria that have no item yet when left out'),
      owner: id.optional(),
      verifier: id.optional(),
      dueOn: planDate.optional(),
    }),
    output: z.object({
      items: z.array(planItem),
      total: n,
      already: z.array(z.object({ gap: z.string(), item: id, code: z.string() })).describe('Gaps that have an item'),
    }),
    errors: ['not_found', 'conflict', 'already_done'],
  }),
  defineOperation({
    name: 'plan.update',
    effect: 'write',
    access: 'organization',
    permission: 'plan.work',
    summary:
      'Change items of a plan of action, the same of each; owners and deputies the effort, deliverable and evidence of their own',
    input: z.object({
      items: ids,
      ...z.object(planFields).partial().shape,
      confirmEffort: flag.default(false).describe('Take the effort of the catalogue for your own'),
    }),
    output: changed,
    errors: ['not_found', 'conflict', 'already_done', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'plan.set-dates',
    effect: 'write',
    access: 'organization',
    permission: 'plan.manage',
    summary: 'Give each of these items a due date of its own, as a roadmap has them',
    input: z.object({
      items: z
        .array(seen.extend({ dueOn: planDate }))
        .min(1)
        .max(mostAtOnce)
        .describe('Items of one engagement'),
    }),
    output: changed,
    errors: ['not_found', 'conflict', 'already_done', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'plan.move',
    effect: 'write',
    access: 'organization',
    permission: 'plan.work',
    summary: 'Begin items, say that they are done, or take them up again; owners and deputies move their own',
    input: z.object({
      items: ids,
      to: z.enum(['open', 'in-progress', 'done']),
      note: note.describe(
        'Needed to take up what is verified, accepted or dropped, and where nothing shows that it is done',
      ),
    }),
    output: z.object({ items: z.array(planItem), total: n }),
    errors: ['not_found', 'conflict', 'already_done', 'not_yet_possible'],
  }),
  defineOperation({
    name: 'plan.verify',
    effect: 'write',
    access: 'organization',
    permission: 'plan.verify',
    summary: 'Say that you have seen that items are done, or send them back; never of what is your own',
    input: z.object({
      items: ids,
      outcome: z.enum(['verified', 'sent-back']),
      note: note.describe('What was looked at, or what is missing; needed to send back'),
    }),
    output: z.object({ items: z.array(planItem), total: n }),
    errors: ['not_found', 'conflict', 'already_done'],
  }),
  defineOperation({
    name: 'plan.accept',
    effect: 'write',
    access: 'organization',
    permission: 'plan.accept',
    summary: 'Accept the risk of items until a day, in your own name; they are open again after it',
    input: z.object({ items: ids, until: planDate.describe('Last day; a year from now at most'), reason }),
    output: z.object({ items: z.array(planItem), total: n }),
    errors: ['not_found', 'conflict', 'already_done'],
  }),
  defineOperation({
    name: 'plan.drop',
    effect: 'write',
    access: 'organization',
    permission: 'plan.manage',
    summary: 'Drop items that will not be done, with a reason; they stay on record',
    input: z.object({ items: ids, reason }),
    output: z.object({ items: z.array(planItem), total: n }),
    errors: ['not_found', 'conflict', 'already_done'],
  }),
  defineOperation({
    name: 'plan.attach',
    effect: 'write',
    access: 'organization',
    permission: 'plan.work',
    summary: 'Attach pieces of evidence to an item; owners and deputies to their own',
    input: z.object({ id, evidence: pieces }),
    output: planItem,
    errors: ['not_found', 'conflict', 'already_done', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'plan.detach',
    effect: 'write',
    access: 'organization',
    permission: 'plan.work',
    summary: 'Take pieces of evidence off an item that has work left',
    input: z.object({ id, evidence: pieces }),
    output: planItem,
    errors: ['not_found', 'already_done', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'plan.settings',
    effect: 'read',
    access: 'organization',
    permission: 'plan.read',
    summary: 'The wished date of the report, and how much time each person has for the plan',
    input: z.object({ engagementId: id }),
    output: planSettings,
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'plan.change-settings',
    effect: 'write',
    access: 'organization',
    permission: 'plan.manage',
    summary: 'Say when the report is wished for, and how much time people have; others stay as they are',
    input: z.object({
      engagementId: id,
      revision: n.min(0).describe('Of the settings as you have seen them; 0 where nothing was ever said'),
      wishedOn: planDate.nullable().optional(),
      people: z.array(personTime).max(200).optional(),
    }),
    output: planSettings,
    errors: ['not_found', 'conflict', 'already_done'],
  }),
  defineOperation({
    name: 'plan.roadmap',
    effect: 'read',
    longInput: true,
    access: 'organization',
    permission: 'plan.read',
    summary:
      'The dated roadmap of a plan, what is impossible and why; other dates and capacities can be tried, and nothing changes',
    input: z.object({ engagementId: id, ...whatIf }),
    output: roadmap.extend({
      titles: z
        .array(
          z.object({
            id,
            code: z.string(),
            title: z.string(),
            revision: n,
            state: planState,
            severity: severity.nullable(),
            owner: person.nullable(),
            effortDays: z.number().nullable(),
            dueOn: date.nullable(),
            recordedDueOn: date.nullable().describe('On record, whatever is tried'),
            notBefore: date.nullable(),
            after: z.array(id),
          }),
        )
        .describe('Of everything that is named, as reckoned with'),
      tried: z.boolean().describe('Something else than what is on record was reckoned with'),
    }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'plan.export',
    effect: 'read',
    transport: 'download',
    access: 'organization',
    permission: 'plan.read',
    summary: 'The plan of action with its roadmap as a document (PDF), a workbook (XLSX) or a calendar (ICS)',
    input: z.object({ engagementId: id, format: z.enum(['pdf', 'xlsx', 'ics']) }),
    output: file,
    errors: ['not_found'],
  }),
] as const;
