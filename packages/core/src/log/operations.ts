import { z } from 'zod';
import { jobStarted } from '../jobs/index.ts';
import { defineOperation } from '../operations/define.ts';
import { listOf, page } from '../operations/shapes.ts';
import { changeOperations } from './changes/index.ts';
import { chainedLog, logEntry, placeInLog } from './log.ts';
import { operatorOperations } from './operator/index.ts';

const hash = z.string().describe('Base64 SHA-256');

const chainOutput = z.object({ items: z.array(chainedLog).describe('All of them, the first one first') });

export const logOperations = [
  defineOperation({
    name: 'log.checkpoint',
    effect: 'read',
    access: 'organization',
    permission: 'log.read',
    summary:
      'The newest signed checkpoint of the evidence log, or that of a number of entries it had, with the key that verifies it',
    input: z.object({
      size: z.coerce
        .number()
        .int()
        .min(1)
        .optional()
        .describe(
          'Of the log as it was at this many entries, counted over the whole chain. Of a log whose key was rotated, only what was signed before is there',
        ),
    }),
    output: z.object({
      checkpoint: z.string().describe('Signed note, C2SP tlog-checkpoint'),
      verifierKey: z.string().describe('Note vkey'),
      log: z.number().int().describe('Number of the log; the first is 1'),
      first: z.number().int().describe('Number of the entry that is entry 0 in the tree of this log'),
      size: z.number().int().describe('Entries in the tree of this log'),
      rootHash: hash,
      pending: z.number().int().describe('Entries written after the newest checkpoint'),
    }),
    errors: ['not_found', 'not_yet_possible', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'log.check',
    effect: 'write',
    access: 'organization',
    permission: 'log.check',
    summary:
      'Hold the records and files that an examination rests on against the log, and name what was changed beside the product',
    input: z.object({}),
    output: jobStarted,
    errors: [],
  }),
  defineOperation({
    name: 'log.entries',
    effect: 'read',
    access: 'organization',
    permission: 'log.read',
    summary: 'Entries of the evidence log',
    input: listOf(['index'], { op: z.string().optional() }),
    output: page(logEntry),
    errors: [],
  }),
  defineOperation({
    name: 'log.proof',
    effect: 'read',
    access: 'organization',
    permission: 'log.read',
    summary: 'Inclusion proof of one entry against the newest checkpoint of the log it lies in',
    input: z.object({ index: z.coerce.number().int().min(0) }),
    output: z.object({
      index: z.number().int(),
      log: placeInLog,
      leafHash: hash,
      path: z.array(hash),
      checkpoint: z.string(),
    }),
    errors: ['not_found', 'not_yet_possible'],
  }),
  defineOperation({
    name: 'log.chain',
    effect: 'read',
    access: 'organization',
    permission: 'log.read',
    summary:
      'The logs that the history of the organization consists of: their keys, entries, and when each key was rotated',
    input: z.object({}),
    output: chainOutput,
    errors: [],
  }),
  defineOperation({
    name: 'log.rotate',
    effect: 'write',
    access: 'organization',
    permission: 'log.rotate',
    summary:
      'Rotate the key of the evidence log: the log ends, its signing key is destroyed, and a new log with a new key continues it. This cannot be undone',
    input: z.object({
      log: z
        .number()
        .int()
        .min(1)
        .describe('Number of the log that is to end, as log.chain has it, so that no key is rotated twice'),
    }),
    output: chainOutput,
    errors: ['conflict'],
  }),
  ...changeOperations,
  ...operatorOperations,
] as const;
