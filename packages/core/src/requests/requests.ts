import { z } from 'zod';
import catalogue from '../../../../content/requests/requests.json' with { type: 'json' };
import { date, id, instant, line, period, person } from '../operations/shapes.ts';
import { requestKinds, requestPhases, requestStates, type RequestState } from './words.ts';

export const requestKind = z.enum(requestKinds);
export const requestPhase = z.enum(requestPhases);
export const requestState = z.enum(requestStates);

export const requestArea = z.string().trim().min(1).max(60);
/** `PBC-46` of the catalogue, or what the firm or the organization calls it. */
export const requestCode = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .regex(/^[^\p{Cc}]+$/u, 'must be one line');

/** One request of the catalogue: what auditors usually ask for. */
export const catalogueRequest = z.object({
  id: z.string().describe('PBC-01 to PBC-62'),
  area: requestArea,
  title: line,
  kind: requestKind,
  phase: requestPhase,
  controls: z
    .array(z.string())
    .describe('Controls of the catalogue that it asks about; none for the engagement itself'),
  needsCompletenessAccuracy: z.boolean(),
});
export type CatalogueRequest = z.infer<typeof catalogueRequest>;

export const requestCatalogue: readonly CatalogueRequest[] = z.array(catalogueRequest).parse(catalogue);

/**
 * One thing that the auditors of an engagement ask for, on the list of the service organization. Nothing here says that
 * anybody has accepted it: that is for the audit firm.
 */
export const auditRequest = z.object({
  id,
  engagementId: id,
  code: requestCode,
  catalogueId: z.string().nullable().describe('Of the catalogue that it came from; null for one of their own'),
  area: requestArea,
  title: line,
  kind: requestKind,
  phase: requestPhase,
  controls: z.array(z.string()).describe('Codes of adopted controls that it asks about'),
  needsCompletenessAccuracy: z.boolean().describe('The list it asks for has to be shown complete and accurate'),
  owner: person.nullable().describe('The one member who answers it'),
  dueOn: date.nullable().describe('Last day on which it is in time'),
  overdue: z
    .boolean()
    .describe('The day it was due has passed in the time zone of the organization; it is not submitted'),
  state: requestState,
  note: z.string().nullable(),
  evidence: z.number().int().describe('Pieces linked to it'),
  newer: z.number().int().describe('Of these, how many have a newer version'),
  submitted: z
    .object({ at: instant, by: person, answer: z.string().nullable().describe('What was written with it') })
    .nullable()
    .describe('null unless it stands as submitted'),
  supersededBy: z.object({ id, code: z.string(), title: z.string() }).nullable(),
  createdAt: instant,
  entryIndex: z.number().int().describe('The entry that it was added with'),
});
export type AuditRequest = z.infer<typeof auditRequest>;

/** A piece as it is linked: the version that was linked stays, whatever comes after it. */
export const linkedEvidence = z.object({
  id,
  title: z.string(),
  fileName: z.string().nullable().describe('null once the file was deleted'),
  period,
  backDated: z.boolean(),
  controls: z.array(z.string()),
  deleted: z.boolean(),
  newer: z.object({ id, title: z.string() }).nullable().describe('Its newest version, where that is another one'),
});
export type LinkedEvidence = z.infer<typeof linkedEvidence>;

/**
 * What was done to a request and stays: `submitted` with the pieces it was submitted with, `reopened` for a correction,
 * `unlinked` after it was submitted, `superseded` by another.
 */
export const requestStep = z.object({
  id,
  step: z.enum(['submitted', 'reopened', 'unlinked', 'superseded']),
  at: instant,
  by: person,
  words: z.string().nullable().describe('The answer it was submitted with, or the reason'),
  evidence: z.array(z.object({ id, title: z.string() })).describe('Submitted, or taken off'),
  entryIndex: z.number().int(),
});
export type RequestStep = z.infer<typeof requestStep>;

export const auditRequestInFull = auditRequest.extend({
  engagement: z.object({ id, title: z.string() }),
  linked: z.array(linkedEvidence),
  steps: z.array(requestStep).describe('Oldest first'),
  populations: z
    .array(z.object({ id, kind: z.string(), name: z.string(), rows: z.number().int(), interim: z.boolean() }))
    .describe('Of a request for a population: frozen ones of the engagement that tests of its controls are over'),
});
export type AuditRequestInFull = z.infer<typeof auditRequestInFull>;

/** Superseded requests are in no count but their own. */
export const requestCounts = z.object({
  total: z.number().int(),
  draft: z.number().int(),
  inProgress: z.number().int(),
  submitted: z.number().int(),
  superseded: z.number().int(),
  overdue: z.number().int(),
  areas: z
    .array(
      z.object({
        area: z.string(),
        total: z.number().int(),
        submitted: z.number().int(),
        overdue: z.number().int(),
      }),
    )
    .describe('In the order of the catalogue, and then of their letters'),
});
export type RequestCounts = z.infer<typeof requestCounts>;

/** Whether a request is overdue on a day: the day it is due is still in time. */
export function isOverdue(request: { dueOn: string | null; state: RequestState }, today: string): boolean {
  const open = request.state === 'draft' || request.state === 'in-progress';
  return open && request.dueOn !== null && request.dueOn < today;
}

const areas = [...new Set(requestCatalogue.map(({ area }) => area))];

/** Areas in the order of the catalogue, and then of their letters. */
export function byArea(a: string, b: string): number {
  const [left, right] = [areas.indexOf(a), areas.indexOf(b)];
  if (left === right) return a < b ? -1 : a > b ? 1 : 0;
  return left === -1 ? 1 : right === -1 ? -1 : left - right;
}
