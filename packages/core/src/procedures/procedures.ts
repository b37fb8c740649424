import { z } from 'zod';
import { frequency } from '../controls/index.ts';
import { date, id, instant, line, paragraph, person, sha256 } from '../operations/shapes.ts';
import { procedureDueStates, runStates, stepEvidences, stepOutcomes } from './words.ts';

const n = z.number().int();

/** Most steps that a procedure can have. */
export const mostSteps = 100;

export const procedureStep = z.object({
  id: id.describe('The same in each version that has the step'),
  what: z.string().trim().min(1).max(1_000).describe('What is done'),
  performer: z.string().trim().min(1).max(120).describe('Who does it, in words, such as IT operations lead'),
  evidence: z
    .enum(stepEvidences)
    .describe('What it leaves behind: a note of the step, or a file of the evidence library'),
  leaves: z.string().trim().min(1).max(300).nullable().describe('What that is, in words, such as signed agreement'),
  optional: z.boolean().describe('Whether it may be skipped, with a reason'),
});
export type ProcedureStep = z.infer<typeof procedureStep>;

/** What a version of a procedure says: everything that its hash is made of. */
export const procedureDocument = z.object({
  title: line,
  purpose: paragraph.describe('What it is for'),
  policyId: id.nullable().describe('The document that it belongs to'),
  controls: z.array(z.string()).max(50).describe('Codes of the controls that its runs show'),
  frequency,
  ownerId: id.nullable().describe('Member who sees to it that it is run'),
  inOrder: z.boolean().describe('Whether each step waits for those before it'),
  steps: z.array(procedureStep).min(1).max(mostSteps),
});
export type ProcedureDocument = z.infer<typeof procedureDocument>;

export const runState = z.enum(runStates);
export const procedureDue = z
  .object({ state: z.enum(procedureDueStates), on: date.nullable() })
  .nullable()
  .describe('When it has to be run next; null for what has no rhythm of the calendar, or is retired');

export const procedureSummary = z.object({
  id,
  number: n.describe('Of its newest version'),
  title: z.string(),
  purpose: z.string(),
  policy: z.object({ id, code: z.string(), title: z.string() }).nullable(),
  controls: z.array(z.string()),
  frequency,
  owner: person.nullable(),
  steps: n,
  underWay: n.describe('Runs that were begun and not ended'),
  finished: n.describe('Runs that were finished; abandoned ones are none of them'),
  lastFinishedOn: date.nullable(),
  due: procedureDue,
  retired: z.boolean(),
});
export type ProcedureSummary = z.infer<typeof procedureSummary>;

export const procedureVersion = z.object({
  number: n,
  sha256: sha256.describe(
    'Of the canonical JSON (RFC 8785) of its document, with the id of the procedure and the number',
  ),
  changes: z.string().nullable().describe('What is new in it, as whoever wrote it told'),
  writtenAt: instant,
  writtenBy: person,
  entryIndex: n,
});
export type ProcedureVersion = z.infer<typeof procedureVersion>;

export const runSummary = z.object({
  id,
  procedureId: id,
  title: z.string().describe('Of the procedure, in the version that is run'),
  number: n.describe('Of the run, counted for each procedure'),
  version: n,
  about: z.string().describe('What or whom it is about'),
  state: runState,
  startedAt: instant,
  startedBy: person,
  ended: z
    .object({ at: instant, by: person, reason: z.string().nullable(), sha256, entryIndex: n })
    .nullable()
    .describe('How it was finished or abandoned, with the hash of its record'),
  steps: n,
  done: n,
  skipped: n,
  entryIndex: n,
});
export type RunSummary = z.infer<typeof runSummary>;

export const procedureInFull = procedureSummary.extend({
  document: procedureDocument.describe('The newest version'),
  versions: z.array(procedureVersion).describe('The newest first'),
  runs: z.array(runSummary).describe('The newest first'),
  retirement: z.object({ on: date, reason: z.string(), by: person }).nullable(),
});
export type ProcedureInFull = z.infer<typeof procedureInFull>;

/** A piece of evidence as it was when a step was told. */
const linkedPiece = z.object({
  id,
  title: z.string(),
  sha256: sha256.describe('Of its file'),
});

/** What somebody told of a step. */
export const stepTelling = z.object({
  id,
  outcome: z.enum(stepOutcomes),
  note: z.string().nullable().describe('Of what was skipped, why'),
  evidence: z.array(linkedPiece.extend({ deleted: z.boolean().describe('Whether its file was deleted since') })),
  at: instant,
  by: person,
  entryIndex: n,
});
export type StepTelling = z.infer<typeof stepTelling>;

export const runInFull = runSummary.extend({
  sha256: sha256.describe('Of the version that is run'),
  document: procedureDocument.describe('The version that is run'),
  tellings: z
    .array(
      z.object({
        step: id,
        counts: stepTelling.nullable().describe('What was told of it last; null where nothing was'),
        earlier: z.array(stepTelling).describe('What that took the place of, the oldest first'),
        waitsFor: z.array(n).describe('Steps before it, counted from 1, that have to be told first'),
      }),
    )
    .describe('Of each step, in their order'),
  left: z
    .array(z.object({ step: n.describe('Counted from 1'), message: z.string() }))
    .describe('Why it cannot be finished yet'),
});
export type RunInFull = z.infer<typeof runInFull>;

/** What a run comes to once it has ended: everything that the hash of its record is made of. */
export const runRecord = z.object({
  procedure: z.object({ id, title: z.string(), version: n, sha256 }),
  run: z.object({ id, number: n, about: z.string(), startedAt: instant, startedBy: id }),
  outcome: z.enum(['finished', 'abandoned']),
  reason: z.string().nullable(),
  steps: z.array(
    z.object({
      step: id,
      outcome: z.enum(stepOutcomes).nullable().describe('null where nobody told anything of it'),
      note: z.string().nullable(),
      evidence: z.array(linkedPiece),
      at: instant.nullable(),
      by: id.nullable(),
    }),
  ),
  endedAt: instant,
  endedBy: id,
});
export type RunRecord = z.infer<typeof runRecord>;
