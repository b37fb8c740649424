import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { id } from '../operations/shapes.ts';
import { vouched, witness } from './witnesses.ts';

const output = z.object({ items: z.array(witness).describe('All of them, by name') });

export const witnessOperations = [
  defineOperation({
    name: 'witnesses.list',
    effect: 'read',
    access: 'organization',
    permission: 'witnesses.read',
    summary: 'Witnesses that are asked to cosign the log, and what came of it the last time',
    input: z.object({}),
    output,
    errors: [],
  }),
  defineOperation({
    name: 'witnesses.add',
    effect: 'write',
    access: 'organization',
    permission: 'witnesses.manage',
    summary: 'Name a witness: from now on it is asked to cosign the log (C2SP tlog-witness)',
    input: z.object({
      verifierKey: z.string().trim().min(1).max(500).describe('Of type 4, as its operator published it: name+id+key'),
      url: z
        .string()
        .trim()
        .min(1)
        .max(500)
        .describe('Its add-checkpoint address: https://witness.example/add-checkpoint'),
    }),
    output,
    errors: ['conflict'],
  }),
  defineOperation({
    name: 'witnesses.remove',
    effect: 'write',
    access: 'organization',
    permission: 'witnesses.manage',
    summary: 'No longer ask a witness; what it has cosigned stays',
    input: z.object({ id }),
    output,
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'witnesses.ask',
    effect: 'write',
    access: 'organization',
    permission: 'witnesses.manage',
    summary: 'Ask all witnesses now, in the background, instead of when it is due',
    input: z.object({}),
    output,
    errors: ['not_yet_possible'],
  }),
  defineOperation({
    name: 'witnesses.vouched',
    effect: 'read',
    access: 'organization',
    permission: 'witnesses.read',
    summary: 'Who outside has vouched for the log, up to which entry and when',
    input: z.object({}),
    output: z.object({
      items: z.array(vouched).describe('One of each that ever has for each log, the furthest first'),
    }),
    errors: [],
  }),
] as const;
