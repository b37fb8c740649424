import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { id, instant, line, listOf, page } from '../operations/shapes.ts';
import { email, password, session } from '../sessions/index.ts';
import { member, role } from './members.ts';

export const memberOperations = [
  defineOperation({
    name: 'members.list',
    effect: 'read',
    access: 'organization',
    permission: 'members.read',
    summary: 'People who can sign in to this organization',
    input: listOf(['name', 'email', 'joinedAt'], {}),
    output: page(member),
    errors: [],
  }),
  defineOperation({
    name: 'members.invite',
    effect: 'write',
    access: 'organization',
    permission: 'members.manage',
    summary: 'Make a single-use link that lets a person join with a role; it holds for seven days',
    input: z.object({ email, role }),
    output: z.object({ invitation: z.string().describe('Secret to hand over; shown once'), expiresAt: instant }),
    errors: ['conflict'],
  }),
  defineOperation({
    name: 'members.accept',
    effect: 'write',
    access: 'anyone',
    summary: 'Join an organization with an invitation',
    input: z.object({ invitation: z.string().min(1).max(300), name: line, password }),
    output: session,
    errors: ['wrong_credentials', 'too_many_requests', 'conflict'],
  }),
  defineOperation({
    name: 'members.change-role',
    effect: 'write',
    access: 'organization',
    permission: 'members.manage',
    summary: 'Give a member another role; the last owner stays one',
    input: z.object({ userId: id, role }),
    output: member,
    errors: ['not_found', 'conflict'],
  }),
] as const;
