import { z } from 'zod';
import catalogue from '../../../../content/controls/controls.json' with { type: 'json' };
import { category } from '../categories/index.ts';
import { catalogueWording } from './catalogue-wording.ts';
import { date, id, instant, line, paragraph } from '../operations/shapes.ts';
import { controlNatures, controlTypes, frequencies } from './words.ts';

/** How often a control operates. `per_occurrence` runs when its trigger happens. */
export const frequency = z.enum(frequencies);
export type Frequency = z.infer<typeof frequency>;

/** What it does to what may go wrong: keep it from happening, find it, or put it right. */
export const controlType = z.enum(controlTypes);

/** Who does it: people, people who rely on what a system tells them (`hybrid`, IT-dependent manual), or a system alone. */
export const controlNature = z.enum(controlNatures);

/** Where it came from: the catalogue, or the organization wrote it. */
export const controlOrigin = z.enum(['catalogue', 'own']);

/** What is told of controls that lack something. */
export const controlLack = z.enum(['owner', 'deputy', 'test', 'evidence']);
export type ControlLack = z.infer<typeof controlLack>;

/** Code of a control: short, so that it can stand in entries of the log. */
export const ownCode = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z][A-Z0-9]{1,9}-[A-Z0-9]{1,10}$/, 'must be letters, a hyphen and a number, such as PAY-01');

/** One control of the catalogue: a starting point, never a fact about an organization. */
export const catalogueControl = z.object({
  id: z.string().describe('CHG-02, IAM-04 …'),
  title: z.string(),
  family: z.string(),
  description: z.string(),
  criteria: z.array(z.string()),
  categories: z.array(category),
  type: controlType,
  nature: controlNature,
  frequency,
  ownerRole: z.string(),
  evidence: z.object({ population: z.string(), artifacts: z.array(z.string()) }),
  tests: z.object({ design: z.array(z.string()), operating: z.array(z.string()) }),
  tier: z.enum(['core', 'extended']),
});
export type CatalogueControl = z.infer<typeof catalogueControl>;

export const controlCatalogue: readonly CatalogueControl[] = z.array(catalogueControl).parse(catalogue);

/** Families of the catalogue, in its order. */
export const controlFamilies: readonly string[] = [...new Set(controlCatalogue.map(({ family }) => family))];

const catalogueIds = new Set(controlCatalogue.map((each) => each.id));

export function originOf(code: string): 'catalogue' | 'own' {
  return catalogueIds.has(code) ? 'catalogue' : 'own';
}

/**
 * What a control says (who does what, how often, to what, with what evidence, and what on failure). A
 * field that is null was not told; nothing is made up for it.
 */
export const controlWording = z.object({
  title: z.string(),
  description: z.string().describe('What is done'),
  criteria: z.array(z.string()),
  frequency,
  ownerRole: z.string().describe('The role that answers for it'),
  family: z.string().nullable(),
  type: controlType.nullable(),
  nature: controlNature.nullable(),
  performer: z.string().nullable().describe('Who performs it'),
  appliesTo: z.string().nullable().describe('To what: systems, people, places, events'),
  evidenceLeft: z.string().nullable().describe('What it leaves behind that shows that it was done'),
  onFailure: z.string().nullable().describe('What is done where it fails'),
});
export type ControlWording = z.infer<typeof controlWording>;

/** What of a wording can be said anew; null takes a field away. */
export const wordingChanges = z.object({
  title: line.optional(),
  description: paragraph.optional(),
  criteria: z.array(z.string().trim().min(1).max(20)).min(1).max(61).optional(),
  frequency: frequency.optional(),
  ownerRole: line.optional(),
  family: line.nullable().optional(),
  type: controlType.nullable().optional(),
  nature: controlNature.nullable().optional(),
  performer: line.nullable().optional(),
  appliesTo: paragraph.nullable().optional(),
  evidenceLeft: paragraph.nullable().optional(),
  onFailure: paragraph.nullable().optional(),
});
export type WordingChanges = z.infer<typeof wordingChanges>;

/**
 * One version of a control an organization has adopted or written. The wording is its own copy, in force from
 * `effectiveFrom` up to the day before `retiredOn`. A change is a new version; none is ever edited.
 */
export const control = controlWording.extend({
  id,
  code: z.string().describe('CHG-02, IAM-04 …'),
  effectiveFrom: date,
  retiredOn: date.nullable().describe('First day without this version'),
  retirementReason: z.string().nullable(),
  version: z.number().int().min(1).describe('Counts the versions of a code; the first is 1'),
  supersedes: id.nullable().describe('The version it replaced without a gap, if it did'),
  revisionReason: z.string().nullable(),
});
export type Control = z.infer<typeof control>;

/** A skill that whoever has a control needs; null where nobody has said whether they have it. */
export const requiredSkill = z.object({
  skill: line.max(80),
  owner: z.boolean().nullable().default(null).describe('Whether the owner has it'),
  deputy: z.boolean().nullable().default(null).describe('Whether the deputy has it'),
});
export type RequiredSkill = z.infer<typeof requiredSkill>;

const person = z.object({
  id,
  name: z.string().nullable().describe('null where nobody here has this id'),
  able: z.boolean().describe('A member whose role may bring evidence; anybody else has the control in name alone'),
});

/** Who has a control. It stands beside the versions: naming somebody changes no wording. */
export const ownership = z.object({
  version: z.number().int().min(0).describe('Counts the changes; 0 where nobody was ever named'),
  owner: person.nullable(),
  deputy: person.nullable(),
  skills: z.array(requiredSkill),
  at: instant.nullable(),
});
export type Ownership = z.infer<typeof ownership>;

/** A version of a control with what is known of its code. */
export const heldControl = control.extend({
  origin: controlOrigin,
  adapted: z.boolean().describe('Says something else than the catalogue does; always true of an own one'),
  ownership,
  tests: z.number().int().describe('Published tests of it, newest versions, in all engagements or the one asked about'),
  evidence: z.number().int().describe('Pieces of evidence that count for it'),
});
export type HeldControl = z.infer<typeof heldControl>;

/** Whether a control says something else than the catalogue has for its code; what it does not tell says nothing else. */
export function isAdapted(wording: ControlWording & { code: string }): boolean {
  const from = controlCatalogue.find((each) => each.id === wording.code);
  if (from === undefined) return true;
  return differingFields(wording, catalogueWording(from)).some((field) => wording[field] !== null);
}

/** Fields of a wording in which two differ. */
export function differingFields(a: ControlWording, b: ControlWording): (keyof ControlWording)[] {
  const fields = Object.keys(controlWording.shape) as (keyof ControlWording)[];
  return fields.filter((field) => asText(a[field]) !== asText(b[field]));
}

function asText(value: ControlWording[keyof ControlWording]): string {
  return JSON.stringify(Array.isArray(value) ? value.toSorted() : value);
}
