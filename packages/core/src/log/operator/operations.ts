import { z } from 'zod';
import { defineOperation } from '../../operations/define.ts';
import { listInput, page, sha256 } from '../../operations/shapes.ts';
import { notedCheckpoint } from './operator.ts';

const number = z.coerce.number().int().min(1).describe('Of the noted checkpoint, as log.operator has it');

export const operatorOperations = [
  defineOperation({
    name: 'log.operator',
    effect: 'read',
    access: 'organization',
    permission: 'log.read',
    summary:
      'Checkpoints of the log that the operator’s log has committed to, the newest first, each held against the log as it is now',
    input: z.object(listInput),
    output: page(notedCheckpoint).extend({
      operator: z
        .object({ name: z.string(), verifierKey: z.string().describe('Note vkey') })
        .describe('The log of this instance, which all organizations on it share'),
      missing: z.number().int().describe('How many were noted and are not kept any more: somebody removed them'),
    }),
    errors: [],
  }),
  defineOperation({
    name: 'log.operator-proof',
    effect: 'read',
    access: 'organization',
    permission: 'log.read',
    summary:
      'The proof that the operator’s log has committed to a checkpoint: the entry, its proof, and what it commits to',
    input: z.object({ number }),
    output: z.object({
      number: z.number().int(),
      operatorEntry: z.number().int().describe('Index of the entry in the operator’s log'),
      verifierKey: z.string().describe('Note vkey of the operator’s log'),
      entry: z.string().describe('The bytes of the entry: a statement in canonical JSON'),
      proof: z.string().describe('C2SP tlog-proof of the entry, verified before it left'),
      checkpoint: z.string().describe('Of the organization’s log, as it was noted'),
      salt: z.string().describe('32 random bytes, lowercase hex'),
      commitment: sha256.describe('What the entry has: of the salt and the text of the checkpoint'),
    }),
    errors: ['not_found', 'not_yet_possible', 'does_not_hold'],
  }),
] as const;
