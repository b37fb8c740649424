import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { policyValue, setPolicyValue } from './values.ts';

const n = z.number().int();

export const valuesOperations = [
  defineOperation({
    name: 'policies.values',
    effect: 'read',
    access: 'organization',
    permission: 'policies.read',
    summary:
      'Every number and every name of a role that documents share: what it means, what it is here and in the templates, which controls rest on it, and in which documents it stands',
    input: z.object({}),
    output: z.object({
      items: z.array(policyValue).describe('Numbers first, each in the order of the library'),
      total: n,
      own: n.describe('Those that are not the template’s'),
    }),
    errors: [],
  }),
  defineOperation({
    name: 'policies.set-values',
    effect: 'write',
    access: 'organization',
    permission: 'policies.manage',
    summary:
      'Set numbers and names of roles for all documents. Drafts follow at once; versions that were handed in stay as they are',
    input: z.object({ values: z.array(setPolicyValue).min(1).max(200) }),
    output: z.object({ items: z.array(policyValue).describe('Those that changed'), total: n }),
    errors: ['conflict', 'already_done'],
  }),
] as const;
