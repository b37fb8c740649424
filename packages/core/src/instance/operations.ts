import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { line } from '../operations/shapes.ts';
import { email, password, session } from '../sessions/index.ts';

export const instanceOperations = [
  defineOperation({
    name: 'instance.status',
    effect: 'read',
    access: 'anyone',
    summary: 'Whether this instance has its first owner, and its version',
    input: z.object({}),
    output: z.object({ claimed: z.boolean(), version: z.string() }),
    errors: [],
  }),
  defineOperation({
    name: 'instance.claim',
    effect: 'write',
    access: 'anyone',
    summary: 'Become the first owner, with the one-time claim that the terminal printed',
    input: z.object({ claim: z.string().min(1).max(200), name: line, email, password }),
    output: session,
    errors: ['wrong_credentials', 'too_many_requests', 'already_done'],
  }),
] as const;
