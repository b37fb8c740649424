import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { flag, id } from '../operations/shapes.ts';
import { policyInFull } from './documents.ts';

/** Documents that anybody may read, at an address of their own. */
export const pageOperations = [
  defineOperation({
    name: 'policies.make-public',
    effect: 'write',
    access: 'organization',
    permission: 'policies.manage',
    summary:
      'Let anybody read the version of a document that is in force, at an address without an account; or change whether search engines may list it',
    input: z.object({
      id: id.describe('Of the document'),
      searchable: flag.default(false).describe('Whether search engines may list it'),
    }),
    output: policyInFull,
    errors: ['not_found', 'already_done', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'policies.make-internal',
    effect: 'write',
    access: 'organization',
    permission: 'policies.manage',
    summary: 'Take the public page of a document back; its address is kept, and is the same if it is made public again',
    input: z.object({ id: id.describe('Of the document') }),
    output: policyInFull,
    errors: ['not_found', 'already_done'],
  }),
] as const;
