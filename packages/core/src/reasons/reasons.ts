import { z } from 'zod';
import { category } from '../categories/index.ts';

const n = z.number().int();
const codes = z.array(z.string());
const span = z.object({ from: z.string(), to: z.string() });
const slices = { slices: z.array(span).describe('The first twelve'), more: n };

/** Why a result proposes what it proposes: counts of the result and what is known of its populations. */
const ofResults = [
  z.object({ code: z.literal('rate'), deviations: n, population: n, of: z.enum(['item', 'occurrence']) }),
  z.object({ code: z.literal('persistence'), months: n, of: n, what: z.enum(['items', 'occurrences']) }),
  z.object({ code: z.literal('persistently-late'), late: n, due: n }),
  z.object({ code: z.literal('concentration'), column: z.string(), value: z.string(), deviations: n, of: n }),
  z.object({ code: z.literal('recurs'), deviations: n, population: n }),
  z.object({ code: z.literal('missed'), missed: n, due: n, ...slices }),
  z.object({ code: z.literal('late'), late: n, due: n, ...slices }),
  z.object({ code: z.literal('absent-slice') }),
  z.object({ code: z.literal('isolated'), deviations: n, population: n }),
  z.object({ code: z.literal('gap'), text: z.string() }),
  z.object({ code: z.literal('items-unverified'), unverified: n, population: n }),
  z.object({ code: z.literal('occurrences-unverified'), unverified: n, due: n }),
  z.object({ code: z.literal('days-unobserved'), unobserved: n, expected: n }),
  z.object({ code: z.literal('nothing-due') }),
  z.object({ code: z.literal('empty-population') }),
  z.object({ code: z.literal('none-in-scope'), total: n }),
  z.object({ code: z.literal('all-occurrences-met'), due: n }),
  z.object({ code: z.literal('all-items-pass'), items: n, days: n.nullable() }),
  z.object({ code: z.literal('interim'), through: z.string() }),
] as const;

/** Why a control stands lower than its results propose, and what people recorded of its deviations. */
const ofControls = [
  z.object({ code: z.literal('no-test') }),
  z.object({ code: z.literal('proposed'), text: z.string().describe('A reason of a result that has no codes') }),
  z.object({ code: z.literal('deviations-counted'), deviations: n }),
  z.object({ code: z.literal('unverified-counted'), unverified: n }),
  z.object({ code: z.literal('days-not-observed'), unobserved: n, expected: n }),
  z.object({ code: z.literal('absence-contradicted') }),
  z.object({ code: z.literal('effectiveness-contradicted') }),
  z.object({ code: z.literal('other-days'), ran: span, examined: span.nullable() }),
  z.object({ code: z.literal('other-time-zone'), timeZone: z.string(), examined: z.string() }),
  z.object({ code: z.literal('version-not-tested'), version: n, ...span.shape }),
  z.object({ code: z.literal('cause-in-design'), cause: z.string(), deviations: n }),
  z.object({ code: z.literal('cause-deliberate'), cause: z.string(), deviations: n }),
  z.object({ code: z.literal('cause-recurs'), cause: z.string(), deviations: n, days: n }),
  z.object({ code: z.literal('cause-not-recorded'), deviations: n, of: n }),
  z.object({ code: z.literal('fixed-later'), deviations: n, fixedOn: z.string(), remediation: z.string() }),
] as const;

/** What a sample says; `of` names the population it was drawn from. */
const ofSamples = [
  z.object({ code: z.literal('sample-empty'), of: z.string() }),
  z.object({ code: z.literal('sample-open'), of: z.string(), examined: n, items: n }),
  z.object({ code: z.literal('sample-small'), of: z.string(), items: n, asked: n }),
  z.object({ code: z.literal('sample-spans-versions'), of: z.string(), versions: n }),
  z.object({ code: z.literal('sample-deviates'), of: z.string(), deviations: n, items: n, cannotBeExamined: n }),
  z.object({ code: z.literal('targeted-deviate'), of: z.string(), deviations: n, items: n }),
  z.object({ code: z.literal('sample-passes'), of: z.string(), items: n, population: n }),
] as const;

const ofCriteria = [
  z.object({ code: z.literal('controls-not-effective'), controls: codes }),
  z.object({ code: z.literal('controls-not-concluded'), controls: codes }),
  z.object({ code: z.literal('controls-not-tested'), controls: codes }),
  z.object({ code: z.literal('controls-interim'), controls: codes }),
  z.object({ code: z.literal('days-without-control'), spans: z.array(span) }),
  z.object({ code: z.literal('controls-deviating'), controls: codes }),
  z.object({ code: z.literal('controls-without-occurrence'), controls: codes }),
  z.object({ code: z.literal('controls-not-due'), controls: codes }),
  z.object({ code: z.literal('controls-effective'), controls: codes }),
  z.object({ code: z.literal('design-untested'), asOf: z.string() }),
  z.object({ code: z.literal('no-control') }),
  z.object({
    code: z.literal('no-control-in-period'),
    period: span,
    outside: z.array(z.object({ control: z.string(), from: z.string().nullable(), until: z.string().nullable() })),
  }),
] as const;

const openState = z.enum(['cannot-say', 'not-tested', 'partly-tested', 'no-occurrence']);

const ofParts = [
  z.object({ code: z.literal('description-not-written') }),
  z.object({ code: z.literal('description-names-absent'), controls: codes, asOf: z.string() }),
  z.object({ code: z.literal('criteria-without-control'), criteria: codes, of: n }),
  z.object({ code: z.literal('criterion-uncovered'), criterion: z.string(), spans: z.array(span) }),
  z.object({ code: z.literal('controls-not-in-place'), criteria: codes, asOf: z.string() }),
  z.object({ code: z.literal('design-at-fault'), controls: codes, criteria: codes }),
  z.object({ code: z.literal('design-not-tested') }),
  z.object({ code: z.literal('criteria-not-achieved'), criteria: codes }),
  z.object({ code: z.literal('criteria-never-operated'), criteria: codes }),
  z.object({ code: z.literal('criteria-open'), state: openState, criteria: codes }),
  z.object({ code: z.literal('evidence-missing'), criteria: codes, pervasive: z.boolean() }),
  z.object({ code: z.literal('criteria-with-deviations'), criteria: codes }),
  z.object({ code: z.literal('criteria-achieved'), achieved: n, of: n }),
  z.object({ code: z.literal('description-discloses'), criteria: codes }),
  z.object({ code: z.literal('categories-without-criteria'), categories: z.array(category) }),
] as const;

/** What a category comes to, and what relevance left out; `of` counts all that apply where it stands for criteria left out. */
const ofCategories = [
  z.object({ code: z.literal('category-lowest'), criteria: codes, of: n }),
  z.object({ code: z.literal('category-without-criteria'), category, criteria: codes }),
  z.object({ code: z.literal('criteria-not-relevant'), criteria: codes, of: n }),
] as const;

/**
 * A reason as data: a code of this closed union, with counts, names and dates. The sentence for it is
 * made by {@link reasonSentence} and nowhere else.
 */
export const reason = z
  .discriminatedUnion('code', [...ofResults, ...ofControls, ...ofSamples, ...ofCriteria, ...ofParts, ...ofCategories])
  .meta({ id: 'Reason' });
export type Reason = z.infer<typeof reason>;
export type ReasonCode = Reason['code'];
export type ReasonOf<C extends ReasonCode> = Extract<Reason, { code: C }>;

export const reasonCodes = reason.options.map((option) => option.shape.code.value) as ReasonCode[];
export const reasonCode = z.enum(reasonCodes as [ReasonCode, ...ReasonCode[]]);

/** A reason of a control names the test it comes from, and of which version of the control, where there is one. */
export const controlReason = z.object({ test: z.string().nullable(), reason });
export type ControlReason = z.infer<typeof controlReason>;
