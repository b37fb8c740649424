import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { receipt } from './receipts.ts';

export const receiptOperations = [
  defineOperation({
    name: 'receipts.get',
    effect: 'read',
    access: 'organization',
    permission: 'log.read',
    summary:
      'Receipt of one log entry: who wrote it and when, the proof that it is in the log, and who outside vouches',
    input: z.object({ index: z.coerce.number().int().min(0).describe('Of the entry; the first is 0') }),
    output: receipt,
    errors: ['not_found'],
  }),
] as const;
