import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { id } from '../operations/shapes.ts';
import { timestamp, timestampAuthority, timestampPolicy } from './timestamps.ts';

const authorities = z.object({ items: z.array(timestampAuthority).describe('All of them, by name') });

export const timestampOperations = [
  defineOperation({
    name: 'timestamps.authorities',
    effect: 'read',
    access: 'organization',
    permission: 'timestamps.read',
    summary: 'Authorities that are asked for timestamps of the log, and what came of it the last time',
    input: z.object({}),
    output: authorities,
    errors: [],
  }),
  defineOperation({
    name: 'timestamps.add-authority',
    effect: 'write',
    access: 'organization',
    permission: 'timestamps.manage',
    summary: 'Name a timestamp authority: from now on it is asked to stamp checkpoints of the log (RFC 3161)',
    input: z.object({
      url: z.string().trim().min(1).max(500).describe('Its address: https://timestamp.example/tsr'),
      certificates: z
        .string()
        .min(1)
        .max(100_000)
        .describe(
          'PEM: its root certificate, as the authority published it, and those between where it does not send them',
        ),
      policy: timestampPolicy
        .optional()
        .describe('The policy that its stamps have to be given under; whichever it chooses without one'),
    }),
    output: authorities,
    errors: ['conflict'],
  }),
  defineOperation({
    name: 'timestamps.remove-authority',
    effect: 'write',
    access: 'organization',
    permission: 'timestamps.manage',
    summary: 'No longer ask a timestamp authority; what it has stamped stays',
    input: z.object({ id }),
    output: authorities,
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'timestamps.request',
    effect: 'write',
    access: 'organization',
    permission: 'timestamps.manage',
    summary: 'Ask all timestamp authorities now, in the background, instead of when it is due',
    input: z.object({}),
    output: authorities,
    errors: ['not_yet_possible'],
  }),
  defineOperation({
    name: 'timestamps.list',
    effect: 'read',
    access: 'organization',
    permission: 'timestamps.read',
    summary: 'Up to which entry the log was stamped, by whom and when',
    input: z.object({}),
    output: z.object({
      items: z.array(timestamp).describe('The furthest of each authority and each log, the newest log first'),
    }),
    errors: [],
  }),
  defineOperation({
    name: 'timestamps.get',
    effect: 'read',
    access: 'organization',
    permission: 'timestamps.read',
    summary: 'One timestamp as files that openssl ts -verify reads',
    input: z.object({ id }),
    output: z.object({
      checkpoint: z
        .string()
        .nullable()
        .describe('What was stamped: the checkpoint as its log signed it; null where the log no longer begins with it'),
      token: z.string().describe('Base64 of the token (RFC 3161 TimeStampToken, DER)'),
      certificates: z.string().describe('PEM, as the authority was named with them'),
    }),
    errors: ['not_found'],
  }),
] as const;
