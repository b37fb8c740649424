import { z } from 'zod';
import { jobStarted } from '../jobs/index.ts';
import { defineOperation } from '../operations/define.ts';
import { listOf, page } from '../operations/shapes.ts';
import { changeOperations } from './changes/index.ts';
import { logEntry } from './log.ts';

const hash = z.string().describe('Base64 SHA-256');

export const logOperations = [
  defineOperation({
    name: 'log.checkpoint',
    effect: 'read',
    access: 'organization',
    permission: 'log.read',
    summary:
      'The newest signed checkpoint of the evidence log, or that of a size it had, with the key that verifies it',
    input: z.object({
      size: z.coerce.number().int().min(1).optional().describe('Sign the tree of the first entries, this many, anew'),
    }),
    output: z.object({
      checkpoint: z.string().describe('Signed note, C2SP tlog-checkpoint'),
      verifierKey: z.string().describe('Note vkey'),
      size: z.number().int(),
      rootHash: hash,
      pending: z.number().int().describe('Entries written after the newest checkpoint'),
    }),
    errors: ['not_found'],
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
    summary: 'Inclusion proof of one entry against the newest checkpoint',
    input: z.object({ index: z.coerce.number().int().min(0) }),
    output: z.object({ index: z.number().int(), leafHash: hash, path: z.array(hash), checkpoint: z.string() }),
    errors: ['not_found', 'not_yet_possible'],
  }),
  ...changeOperations,
] as const;
