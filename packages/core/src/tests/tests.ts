import { z } from 'zod';
import { date, id, instant, line, paragraph, sha256 } from '../operations/shapes.ts';
import { attributeState, itemState } from '../results/index.ts';

const name = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,30}$/);

const attribute = z.object({
  title: line.describe('What is asked of each item, in words'),
  pass: z
    .string()
    .min(1)
    .max(4000)
    .describe('CEL expression over `item` and the relations that is true where the item passes: item.files < 5'),
});

const relation = z.object({
  population: z.string().describe('Population kind of the related rows'),
  on: z
    .string()
    .max(1000)
    .describe('Equality of a relation column and an item column: reviews.change_id == item.id; several with &&'),
});

const common = {
  id: z
    .string()
    .regex(/^[A-Z]{2,5}-\d{2,3}(\.[a-z0-9-]{1,40})?$/, 'control code, a dot and a short name: CHG-02.review')
    .describe('Control code, a dot and a short name: CHG-02.review'),
  control: z
    .string()
    .regex(/^[A-Z]{2,5}-\d{2,3}$/)
    .describe('Code of the control that is tested: CHG-02'),
  title: line.describe('What the test finds out, in one line'),
  description: paragraph.optional().describe('What an auditor should know of how it is tested'),
  population: z.string().describe('Population kind'),
  where: z
    .string()
    .max(4000)
    .optional()
    .describe('Which items the control governs: item.branch == "main"; all of them when left out'),
};

const attributes = z
  .record(name, attribute)
  .describe('What must hold, by a short name such as A; each is pass, fail or unverified for each item')
  .refine((a) => Object.keys(a).length > 0, 'needs one attribute at least')
  .refine((a) => Object.keys(a).length <= 40, 'has more than 40 attributes');

const relations = z
  .record(name, relation)
  .default({})
  .describe('Rows of other populations that belong to an item, by the name they have in expressions');

/** Interval between occurrences; `P14D` is a count of days. */
export const every = z.union([
  z.enum(['day', 'week', 'month', 'quarter', 'half-year', 'year']),
  z.string().regex(/^P[1-9]\d{0,2}D$/, 'is day, week, month, quarter, half-year, year or P<days>D'),
]);
export type Every = z.infer<typeof every>;

/** Attributes hold for each item of the period. */
export const itemsTest = z.strictObject({
  ...common,
  kind: z.literal('items').describe('Each item of the period is judged'),
  relations,
  attributes,
});

/** It happened each time it was due. */
export const cadenceTest = z.strictObject({
  ...common,
  kind: z.literal('cadence').describe('It happened each time it was due'),
  every: every.describe('How often it is due: day, week, month, quarter, half-year, year or a count of days as P14D'),
  grace: z
    .string()
    .regex(/^P\d{1,3}D$/, 'is P<days>D')
    .default('P0D')
    .describe('Days after the end of each slice in which it still counts as in time: P10D'),
  at: z.string().max(1000).describe('Expression for the instant at which it happened'),
});

/** It was so on every day; one row per item and observation. */
export const stateTest = z.strictObject({
  ...common,
  kind: z.literal('state').describe('It was so on every day; one row for each item and observation'),
  observed: z.string().max(1000).describe('Expression for the instant of the observation'),
  subject: z
    .string()
    .max(1000)
    .optional()
    .describe('Expression that names an item across its observations; the key when left out'),
  every: z.literal('day').default('day').describe('How often it is observed'),
  relations,
  attributes,
});

export const testDefinition = z.discriminatedUnion('kind', [itemsTest, cadenceTest, stateTest]);
export type TestDefinition = z.infer<typeof testDefinition>;
export type ItemsTest = z.infer<typeof itemsTest>;
export type CadenceTest = z.infer<typeof cadenceTest>;
export type StateTest = z.infer<typeof stateTest>;

/** A published definition. Its hash is of the YAML text, byte for byte. */
export const publishedTest = z.object({
  id,
  engagementId: id,
  version: z.number().int().min(1),
  latest: z.boolean(),
  sha256,
  yaml: z.string(),
  definition: testDefinition,
  publishedAt: instant,
  entryIndex: z.number().int(),
});
export type PublishedTest = z.infer<typeof publishedTest>;

/** A definition that ships with the product. */
export const libraryTest = z.object({ sha256, yaml: z.string(), definition: testDefinition });
export type LibraryTest = z.infer<typeof libraryTest>;

/** A fault of a definition, at a place in its YAML. Lines and columns start at 1. */
export const definitionFault = z.object({
  path: z.string(),
  line: z.number().int(),
  column: z.number().int(),
  message: z.string(),
  suggestion: z.string().nullable(),
});
export type DefinitionFault = z.infer<typeof definitionFault>;

/** One row of a preview: where it stands, what each attribute says of it, and the row itself. */
export const previewRow = z.object({
  key: z.string(),
  at: z.string().nullable(),
  scope: z.enum(['in-scope', 'out-of-period', 'not-governed']),
  state: itemState.nullable().describe('null when the row is not in scope'),
  attributes: z.array(
    z.object({ name: z.string(), title: z.string(), state: attributeState, explanation: z.string() }),
  ),
  explanation: z.string(),
  row: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string()).readonly(), z.null()])),
});
export type PreviewRow = z.infer<typeof previewRow>;

/** What an unsaved definition says of the first rows of a frozen population. Not a result. */
export const testPreview = z.object({
  kind: z.enum(['items', 'cadence', 'state']),
  population: z.object({ kind: z.string(), name: z.string(), rows: z.number().int().describe('All there are') }),
  looked: z.number().int().describe('Rows looked at: the first by key, a thousand at most'),
  items: z.object({
    outOfPeriod: z.number().int(),
    notGoverned: z.number().int(),
    inScope: z.number().int(),
    pass: z.number().int(),
    deviations: z.number().int(),
    unverified: z.number().int(),
  }),
  attributes: z.record(
    z.string(),
    z.object({ title: z.string(), pass: z.number().int(), fail: z.number().int(), unverified: z.number().int() }),
  ),
  holidays: z
    .array(date)
    .optional()
    .describe('Days that were no business days; only where the definition asks of these'),
  missing: z.array(z.string()).describe('Kinds of population that relations name and that are not frozen'),
  rows: z.array(previewRow).describe('The first fifty, deviations before unverified before pass'),
});
export type TestPreview = z.infer<typeof testPreview>;

export const completionKind = z.enum(['key', 'population', 'column', 'relation', 'function', 'value', 'word']);

/** One thing that may stand at a place of a definition. */
export const completionOption = z.object({
  label: z.string(),
  kind: completionKind,
  detail: z.string().nullable().describe('Type, or what it belongs to'),
  info: z.string().nullable().describe('What it means, in a line'),
  apply: z.string().describe('Text to put in'),
});
export type CompletionOption = z.infer<typeof completionOption>;

/** What may stand at a place: the options replace the text from `from` to the place. */
export const completion = z.object({ from: z.number().int(), options: z.array(completionOption) });
export type Completion = z.infer<typeof completion>;
