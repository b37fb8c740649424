import { z } from 'zod';
import { category } from '../categories/index.ts';
import { engagementTerms } from '../engagements/index.ts';
import { date, id, instant, line, paragraph, person, sha256 } from '../operations/shapes.ts';
import { textBlock, textFinding } from '../policies/index.ts';
import { descriptionParts, descriptionPartStates, incidentCauses } from './words.ts';

const n = z.number().int();
export const descriptionPartId = z.enum(descriptionParts);

/** What somebody writes of a part: headings of the third and fourth level, paragraphs, lists and tables. */
const blocks = z
  .array(textBlock)
  .max(500)
  .describe('In your own words; headings of level 3 and 4. What the records hold is not repeated here');

/** That there is nothing to tell, as a named statement: it holds only after somebody looked. */
export const noneStatement = z.object({
  lookedAt: paragraph.nullable().describe('What was looked through; a statement without it is not complete'),
  lookedOn: date.nullable().describe('The day until which was looked'),
});
export type NoneStatement = z.infer<typeof noneStatement>;
const none = noneStatement.nullable().describe('Stated that there is none; null where nothing is stated');

/** An incident that a description has to tell (DC 4). Whatever is left out is listed as missing. */
export const describedIncident = z.object({
  id,
  title: line,
  record: z
    .string()
    .max(200)
    .nullable()
    .default(null)
    .describe('Its key in the population of incidents, if it is on record there'),
  cause: z.enum(incidentCauses).default('unknown'),
  nature: paragraph.nullable().default(null).describe('What happened; no detail that helps an attacker'),
  from: date.nullable().default(null),
  to: date.nullable().default(null).describe('null while it lasts, or where it is not known'),
  effect: paragraph.nullable().default(null).describe('How far it went: users, data, time'),
  disposition: paragraph.nullable().default(null).describe('What was done, and that it does not come again'),
  controls: z.array(z.string()).max(50).default([]).describe('Controls that failed'),
  commitments: z.array(id).max(50).default([]).describe('Commitments of the scope that it broke'),
});
export type DescribedIncident = z.infer<typeof describedIncident>;

/** What was decided of a change on record. */
export const changeDecision = z.object({
  key: z.string().max(200).describe('Of the change, as descriptions.get tells it'),
  significant: z.boolean(),
  effect: paragraph.nullable().default(null).describe('What it meant for commitments and requirements'),
});
export type ChangeDecision = z.infer<typeof changeDecision>;

/** A significant change that stands in no record. */
export const toldChange = z.object({
  id,
  day: date.nullable().default(null),
  what: line,
  before: paragraph.nullable().default(null).describe('How it was, the control among it'),
  now: paragraph.nullable().default(null),
  effect: paragraph.nullable().default(null),
});
export type ToldChange = z.infer<typeof toldChange>;

/** What people write of a part. */
export const descriptionBody = z.discriminatedUnion('part', [
  z.object({ part: z.enum(['dc1', 'dc2', 'dc3', 'environment', 'dc5', 'dc8']), blocks }),
  z.object({ part: z.enum(['dc6', 'dc7']), blocks, none }),
  z.object({
    part: z.literal('dc4'),
    blocks,
    none,
    incidents: z.array(describedIncident).max(200),
    setAside: z
      .array(z.string().max(200))
      .max(1000)
      .default([])
      .describe('Keys of incidents on record that came from no control and broke no promise in a way that matters'),
  }),
  z.object({
    part: z.literal('dc9'),
    blocks,
    none,
    decisions: z.array(changeDecision).max(2000),
    told: z.array(toldChange).max(200),
  }),
]);
export type DescriptionBody = z.infer<typeof descriptionBody>;
export type DescriptionBodyOf<Part extends DescriptionBody['part']> = BodyOf<DescriptionBody, Part>;
type BodyOf<Body extends DescriptionBody, Part> = Body extends unknown
  ? Part extends Body['part']
    ? Body
    : never
  : never;

/** What somebody who has written nothing has written. */
export function emptyBody(part: z.infer<typeof descriptionPartId>): DescriptionBody {
  switch (part) {
    case 'dc4':
      return { part, blocks: [], none: null, incidents: [], setAside: [] };
    case 'dc9':
      return { part, blocks: [], none: null, decisions: [], told: [] };
    case 'dc6':
    case 'dc7':
      return { part, blocks: [], none: null };
    default:
      return { part, blocks: [] };
  }
}

/** What is missing, contradicts itself, or would be questioned. It warns, and keeps nobody from anything. */
export const descriptionPoint = z.object({
  id: z.string().describe('One of its kind in a description; it stays as long as the point does'),
  code: z.string(),
  part: descriptionPartId,
  severity: z.enum(['must', 'should']).describe('`must`: the description would not hold without it'),
  text: z.string(),
  why: z.string(),
  action: z.string(),
  place: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('scope'), of: z.string(), item: id.nullable(), field: z.string().nullable() }),
      z.object({ kind: z.literal('control'), code: z.string() }),
      z.object({ kind: z.literal('criterion'), id: z.string() }),
      z.object({ kind: z.literal('engagement') }),
      z.object({ kind: z.literal('part'), entry: z.string().nullable().describe('Of an incident or a change') }),
    ])
    .describe('Where it is mended'),
});
export type DescriptionPoint = z.infer<typeof descriptionPoint>;

/** One change on record within the period, as plain text. */
export const datedChange = z.object({
  key: z.string(),
  day: date,
  name: z.string(),
  did: z.string(),
  why: z.string(),
  fields: z.array(z.object({ title: z.string(), before: z.string(), now: z.string() })),
  all: z.string().describe('Where there are no fields: what happened to all of it'),
});
export type DatedChange = z.infer<typeof datedChange>;

/** What a reader or an auditor would question in somebody's own words. */
export const descriptionFindingCodes = [
  'advertising',
  'vague',
  'unnamed',
  'not-yet',
  'certified',
  'helps-attackers',
  'not-written',
  'out-of-scope',
] as const;
export const descriptionFinding = textFinding.extend({ code: z.enum(descriptionFindingCodes) });
export type DescriptionFinding = z.infer<typeof descriptionFinding>;

/** An incident as the population of incidents has it. */
export const recordedIncident = z.object({
  record: z.string(),
  title: z.string(),
  from: date.nullable(),
  to: date.nullable(),
  said: z.array(z.string()).describe('What the record says of it, such as `severity: high`'),
});
export type RecordedIncident = z.infer<typeof recordedIncident>;

export const descriptionPart = z.object({
  id: descriptionPartId,
  state: z.enum(descriptionPartStates),
  own: descriptionBody,
  revision: n.min(0).describe('Send it back with what you save; 0 before anything was written'),
  savedAt: instant.nullable(),
  savedBy: person.nullable(),
  filled: z.array(textBlock).describe('What the records hold, as it would stand below your own words'),
  points: z.array(descriptionPoint),
  findings: z.array(descriptionFinding).describe('What readers would question in your own words'),
});
export type DescriptionPart = z.infer<typeof descriptionPart>;

/** A whole description as it was frozen, or as it would be now. */
export const descriptionDocument = z.object({
  organization: z.string(),
  engagement: z.object({ title: z.string(), terms: engagementTerms, categories: z.array(category) }),
  parts: z.array(z.object({ id: descriptionPartId, title: z.string(), blocks: z.array(textBlock) })),
  points: z
    .array(descriptionPoint.pick({ code: true, part: true, severity: true, text: true }))
    .describe('What was open when it was frozen'),
});
export type DescriptionDocument = z.infer<typeof descriptionDocument>;

export const descriptionVersion = z.object({
  number: n.min(1),
  sha256: sha256.describe('Of the canonical document with the id of the engagement and the number'),
  changes: paragraph.nullable().describe('What is new in it'),
  open: z.object({ must: n, should: n }).describe('Points that were open then'),
  terms: engagementTerms,
  frozenAt: instant,
  frozenBy: person,
  approvals: z
    .array(z.object({ by: person, name: z.string(), position: z.string(), at: instant, entryIndex: n }))
    .describe('Who took it as the description of management'),
  entryIndex: n,
});
export type DescriptionVersion = z.infer<typeof descriptionVersion>;

export const description = z.object({
  engagement: z.object({
    id,
    title: z.string(),
    terms: engagementTerms,
    categories: z.array(category),
  }),
  today: date.describe('In the time zone of the engagement'),
  parts: z.array(descriptionPart),
  counts: z.object({ must: n, should: n, complete: n, applicable: n.describe('Parts that apply') }),
  changes: z.array(datedChange).describe('On record within the period; none for a Type 1'),
  incidents: z
    .object({ population: z.object({ id, version: n, rows: n }), items: z.array(recordedIncident) })
    .nullable()
    .describe(
      'What the newest frozen population of incidents holds, the first thousand rows; null where none is frozen',
    ),
  commitments: z.array(z.object({ id, name: z.string() })).describe('Of the scope, for incidents that broke one'),
  controls: z.array(z.object({ code: z.string(), title: z.string() })).describe('In force on the days described'),
  previous: z
    .object({ id, title: z.string(), parts: z.array(descriptionPartId) })
    .nullable()
    .describe('The engagement before it, with the parts that were written there and are not written here'),
  unfrozen: z.boolean().describe('Whether it says something else now than the newest version'),
  versions: z.array(descriptionVersion).describe('The newest first'),
});
export type Description = z.infer<typeof description>;
