import { z } from 'zod';
import { category } from '../categories/index.ts';
import { date, id, line, paragraph } from '../operations/shapes.ts';
import {
  answersOfThree,
  assuranceReports,
  classifications,
  deliveries,
  locationTypes,
  methods,
  promiseSources,
  purposes,
  scopeKinds,
  systemTypes,
  usersEnd,
} from './words.ts';

export const scopeKind = z.enum(scopeKinds);
/** Items of an engagement at most, and of one call: the seals of these fit into one entry of the log. */
export const mostScopeItems = 5000;
export const mostItemsAtOnce = 500;

const ids = z.array(id).max(200).default([]);
const codes = z.array(z.string().min(1).max(40)).max(100).default([]);
const seenAs = z
  .array(line)
  .max(50)
  .default([])
  .describe('What records of connectors call it, where that is not its name');
const threeAnswers = z.enum(answersOfThree);

const about = { name: line, description: paragraph.optional() };
const inOrOut = {
  inScope: z.boolean().default(true),
  why: paragraph.optional().describe('Why it is in or out; needed where it is out'),
};
const from = { sourceKind: z.enum(promiseSources).optional(), source: line.optional().describe('Where it stands') };

/** An answer to a question of a test; yes and no have a reason. */
const tested = z.object({ answer: threeAnswers, reason: paragraph.optional() });
const dutyTest = z.object({ theirs: tested, needed: tested });
export type DutyTest = z.infer<typeof dutyTest>;
const duty = {
  ...about,
  commitments: ids,
  criteria: codes,
  controls: codes.describe('Controls of your own that it complements'),
  test: dutyTest.optional(),
};

const vendorTest = z.object({ matters: tested, needed: tested, suffices: tested });
export type VendorTest = z.infer<typeof vendorTest>;

/** How it is watched that a vendor does its part: a report of its own, or a check. */
const monitoring = z.object({
  report: z.enum(assuranceReports),
  title: line.optional(),
  from: date.optional().describe('First day that the report speaks of'),
  to: date.optional().describe('Last day that the report speaks of'),
  bridgedTo: date.optional().describe('Last day of which a bridge letter speaks'),
  reviewedOn: date.optional().describe('When somebody of yours read it'),
  outcome: paragraph.optional().describe('What was found, exceptions of the report included'),
});
export type Monitoring = z.infer<typeof monitoring>;

/** What is written of one item of the scope. Links are ids of other items of the same engagement. */
export const scopeBody = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('service'),
    ...about,
    ...inOrOut,
    users: line.optional().describe('Who uses it'),
    delivery: z.enum(deliveries).optional(),
  }),
  z.object({
    kind: z.literal('commitment'),
    ...about,
    categories: z.array(category).default([]),
    services: ids,
    ...from,
  }),
  z.object({
    kind: z.literal('requirement'),
    ...about,
    commitments: ids,
    criteria: codes,
    controls: codes,
    ...from,
  }),
  z.object({
    kind: z.literal('system'),
    ...about,
    ...inOrOut,
    type: z.enum(systemTypes).optional(),
    environments: ids,
    dataTypes: ids.describe('What it holds'),
    owner: id.optional().describe('A team or a person'),
    partOf: id.optional(),
    locations: ids,
    runsControls: threeAnswers.optional().describe('Whether controls rest on it, as on a scanner or a compliance tool'),
    seenAs,
  }),
  z.object({
    kind: z.literal('environment'),
    ...about,
    ...inOrOut,
    purpose: z.enum(purposes).optional(),
    productionData: threeAnswers.optional().describe('Whether real data of customers is in it'),
    seenAs,
  }),
  z.object({
    kind: z.literal('data-type'),
    ...about,
    ...inOrOut,
    classification: z.enum(classifications).optional(),
    personal: threeAnswers.optional().describe('Whether it is about people'),
    retention: line.optional().describe('How long it is kept'),
  }),
  z.object({
    kind: z.literal('data-flow'),
    ...about,
    from: z
      .union([id, z.literal(usersEnd)])
      .optional()
      .describe('A system, a vendor, or users'),
    to: z
      .union([id, z.literal(usersEnd)])
      .optional()
      .describe('A system, a vendor, or users'),
    dataTypes: ids,
    means: line.optional().describe('How it travels'),
    encrypted: threeAnswers.optional().describe('Whether it is encrypted on the way'),
  }),
  z.object({
    kind: z.literal('process'),
    ...about,
    ...inOrOut,
    systems: ids,
    owner: id.optional().describe('A team or a person'),
  }),
  z.object({ kind: z.literal('location'), ...about, ...inOrOut, type: z.enum(locationTypes).optional() }),
  z.object({
    kind: z.literal('team'),
    ...about,
    ...inOrOut,
    partOf: id.optional(),
    lead: id.optional().describe('A person'),
  }),
  z.object({
    kind: z.literal('person'),
    ...about,
    role: line.optional(),
    email: z.email().max(200).optional(),
    teams: ids,
  }),
  z.object({
    kind: z.literal('vendor'),
    ...about,
    ...inOrOut,
    systems: ids.describe('What it provides'),
    dataTypes: ids.describe('What it gets'),
    owner: id.optional().describe('A team or a person of yours'),
    test: vendorTest.optional().describe('Whether it is a subservice organization'),
    method: z.enum(methods).optional(),
    expectedControls: z
      .array(z.object({ text: paragraph, criteria: codes }))
      .max(100)
      .default([])
      .describe('Controls that it has to run for yours to be enough'),
    monitoring: z.array(monitoring).max(50).default([]),
    theirControls: z
      .array(z.object({ text: paragraph, met: paragraph.optional().describe('How you run it'), controls: codes }))
      .max(100)
      .default([])
      .describe('What its report asks its customers to run, you among them'),
    inclusivePart: paragraph.optional().describe('Its components and controls, where it is examined with yours'),
    assertion: threeAnswers.optional().describe('Whether its management gives an assertion of its own'),
    seenAs,
  }),
  z.object({ kind: z.literal('cuec'), ...duty }),
  z.object({ kind: z.literal('user-responsibility'), ...duty }),
  z.object({ kind: z.literal('boundary'), ...about, why: paragraph.optional().describe('Why the line runs there') }),
]);
export type ScopeBody = z.infer<typeof scopeBody>;
export type ScopeBodyOf<Kind extends ScopeBody['kind']> = Extract<ScopeBody, { kind: Kind }>;

/** What rules ask of an item. */
export interface Scoped<Body extends ScopeBody = ScopeBody> {
  id: string;
  body: Body;
}

/** Whether an item is a part of what is examined; what cannot be left out is in. */
export function isIn(body: ScopeBody): boolean {
  return !('inScope' in body) || body.inScope;
}

/** What makes a body impossible whatever else there is, with its field; null where nothing does. */
export function bodyFault(body: ScopeBody): { field: string; message: string } | null {
  if ('inScope' in body && !body.inScope && body.why === undefined) {
    return { field: 'why', message: `It is not said why ${body.name} is out of scope.` };
  }
  if (body.kind === 'data-flow' && body.from !== undefined && body.from === body.to) {
    return { field: 'to', message: 'A flow leads from one place to another.' };
  }
  for (const [field, value] of Object.entries(body)) {
    if (!Array.isArray(value)) continue;
    const texts = value.filter((each): each is string => typeof each === 'string');
    if (new Set(texts).size < texts.length) return { field, message: 'The same is named twice.' };
  }
  if ('test' in body && body.test !== undefined) {
    for (const [question, { answer, reason }] of Object.entries(body.test)) {
      if (answer !== 'unknown' && reason === undefined) {
        return { field: `test.${question}.reason`, message: 'Yes and no need a reason.' };
      }
    }
  }
  if (body.kind === 'vendor') {
    for (const [place, { from: first, to, bridgedTo }] of body.monitoring.entries()) {
      if (first !== undefined && to !== undefined && to < first) {
        return { field: `monitoring.${place}.to`, message: `The last day, ${to}, lies before the first, ${first}.` };
      }
      if (bridgedTo !== undefined && to !== undefined && bridgedTo < to) {
        return { field: `monitoring.${place}.bridgedTo`, message: 'A bridge letter goes on from the end of a report.' };
      }
    }
  }
  return null;
}
