import { z } from 'zod';
import { conclusionState } from '../../conclusions/index.ts';
import { dryRunChanges } from '../../dry-runs/index.ts';
import { id, instant } from '../../operations/shapes.ts';
import { changeNouns } from './nouns.ts';

export const changeNoun = z.enum(changeNouns);
export type ChangeNoun = z.infer<typeof changeNoun>;

/** How something stood before or stands after a change. */
export const changeSide = z.object({
  state: conclusionState.nullable().describe('What a result proposes or a person concluded; null for anything else'),
  words: z.string(),
});
export type ChangeSide = z.infer<typeof changeSide>;

/** Where what changed is shown. `key` is its id, or its code for tests and controls. */
export const changePlace = z.object({
  kind: z.enum([
    'engagement',
    'scope',
    'control',
    'coverage',
    'risk',
    'population',
    'evidence',
    'readiness',
    'readiness-report',
    'plan',
    'plan-item',
    'policy',
    'policies',
    'policy-campaigns',
    'policy-values',
    'procedure',
    'procedure-run',
    'description',
    'request',
    'requests',
    'capture-links',
    'test',
    'result',
    'sample',
    'dry-run',
    'report',
    'members',
    'holidays',
    'witnesses',
    'timestamps',
    'log',
    'jobs',
  ]),
  key: z.string().nullable(),
});
export type ChangePlace = z.infer<typeof changePlace>;

/** One entry of the log, in words. */
export const logChange = z.object({
  index: z.number().int().describe('Of the entry'),
  at: instant.describe('By the clock of the server'),
  by: z
    .object({ id, name: z.string().nullable().describe('null where nobody here has this id') })
    .nullable()
    .describe('null for the instance itself, and for whoever had a capture link'),
  link: id.nullable().describe('Capture link through which somebody without an account did it'),
  noun: changeNoun,
  op: z.string().describe('Operation or job step that wrote the entry'),
  text: z.string().describe('One sentence'),
  before: changeSide.nullable(),
  now: changeSide.nullable(),
  place: changePlace.nullable(),
  concerns: z.boolean().describe('Whether it concerns the engagement; true for all where none was named'),
});
export type LogChange = z.infer<typeof logChange>;

/** A point to look back from; `size` entries had been written by then, counted over the whole chain of logs. */
export const sincePoint = z.object({
  by: z.enum(['beginning', 'entry', 'date', 'bundle', 'seen', 'checkpoint']),
  size: z.number().int(),
  at: instant.nullable().describe('When the last entry of these was written; null where there was none'),
});
export type SincePoint = z.infer<typeof sincePoint>;

const hash = z.string().describe('Base64 SHA-256');
const treeSize = z.number().int().describe('Entries in the tree of this log, as its checkpoints say');

/** Two states of one log with the proof that the later begins with the earlier. */
export const grownLog = z.object({
  number: z.number().int().describe('Of the log; the first is 1'),
  first: z.number().int().describe('Number of the entry that is entry 0 in the tree of this log'),
  verifierKey: z.string().describe('Note vkey of this log'),
  earlier: z.object({
    size: treeSize,
    rootHash: hash,
    checkpoint: z
      .string()
      .nullable()
      .describe(
        'Signed anew for this size; null for an empty log, and for one whose key was rotated where none of this size was signed before',
      ),
  }),
  newer: z.object({
    size: treeSize,
    rootHash: hash,
    checkpoint: z.string().describe('The final one of a log whose key was rotated, else the newest'),
  }),
  proof: z
    .string()
    .nullable()
    .describe(
      'Consistency proof with the newer checkpoint, in the form of a C2SP tlog-witness add-checkpoint request; null from an empty log',
    ),
});
export type GrownLog = z.infer<typeof grownLog>;

/** That nothing before the point changed, and that exactly the entries that are told of came after it. */
export const logGrowth = z.object({
  size: z.number().int().describe('Entries under the newest checkpoint, counted over the whole chain of logs'),
  logs: z
    .array(grownLog)
    .describe(
      'The log that the point lies in, from the point on, and every later one from nothing; each was found to begin with how the one before it ended',
    ),
  pending: z.number().int().describe('Entries written after the newest checkpoint; they are not told of yet'),
});
export type LogGrowth = z.infer<typeof logGrowth>;

/** How a test stood at the point and stands now. */
export const changedTest = z.object({
  code: z.string(),
  control: z.string(),
  version: z.number().int().nullable().describe('Of the control that was tested; null where the result names none'),
  resultId: id.describe('Of the newest result'),
  before: changeSide.nullable().describe('null where it had not been run'),
  now: changeSide,
});
export type ChangedTest = z.infer<typeof changedTest>;

/** What stands otherwise now than at the point, whatever happened in between. */
export const standingsSince = z.object({
  tests: z.array(changedTest).describe('Those whose newest result says something else'),
  conclusions: z
    .object({
      before: id.nullable().describe('The newest dry run at the point; null when none was made'),
      now: id.describe('The newest dry run'),
      ...dryRunChanges.pick({ criteria: true, controls: true, parts: true }).shape,
    })
    .nullable()
    .describe('What is concluded otherwise, decisions of people included; null when no dry run was made'),
});
export type StandingsSince = z.infer<typeof standingsSince>;
