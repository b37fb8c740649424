import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { id } from '../operations/shapes.ts';
import { watchedLog } from './watched-logs.ts';

const output = z.object({
  verifierKey: z
    .string()
    .nullable()
    .describe('Our own note vkey of type 4, for those we cosign; null before the first'),
  path: z.string().nullable().describe('Where logs send their checkpoints, on the address of this server'),
  items: z.array(watchedLog).describe('All of them, by name'),
});

export const watchedLogOperations = [
  defineOperation({
    name: 'watched-logs.list',
    effect: 'read',
    access: 'organization',
    permission: 'witnesses.read',
    summary: 'Logs of others that this organization cosigns as their witness, and our own key',
    input: z.object({}),
    output,
    errors: [],
  }),
  defineOperation({
    name: 'watched-logs.add',
    effect: 'write',
    access: 'organization',
    permission: 'witnesses.manage',
    summary: 'Cosign the log of somebody else from now on, as far as it only ever grows',
    input: z.object({
      verifierKey: z.string().trim().min(1).max(500).describe('Of the log, got from its owner: name+id+key'),
    }),
    output,
    errors: ['conflict'],
  }),
  defineOperation({
    name: 'watched-logs.remove',
    effect: 'write',
    access: 'organization',
    permission: 'witnesses.manage',
    summary: 'No longer cosign a log; what was seen of it is remembered',
    input: z.object({ id }),
    output,
    errors: ['not_found'],
  }),
] as const;
