import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { id } from '../operations/shapes.ts';
import { device, email, session } from './sessions.ts';

export const sessionOperations = [
  defineOperation({
    name: 'sessions.sign-in',
    effect: 'write',
    access: 'anyone',
    summary: 'Sign in with e-mail and password',
    input: z.object({ email, password: z.string().min(1).max(256) }),
    output: session,
    errors: ['wrong_credentials', 'too_many_requests'],
  }),
  defineOperation({
    name: 'sessions.sign-out',
    effect: 'write',
    access: 'account',
    summary: 'Sign this device out',
    input: z.object({}),
    output: z.object({}),
    errors: [],
  }),
  defineOperation({
    name: 'sessions.current',
    effect: 'read',
    access: 'account',
    summary: 'Who is signed in, and the organizations they belong to',
    input: z.object({}),
    output: session,
    errors: [],
  }),
  defineOperation({
    name: 'sessions.list',
    effect: 'read',
    access: 'account',
    summary: 'Devices signed in to this account',
    input: z.object({}),
    output: z.object({ items: z.array(device) }),
    errors: [],
  }),
  defineOperation({
    name: 'sessions.revoke',
    effect: 'write',
    access: 'account',
    summary: 'Sign one device out',
    input: z.object({ id }),
    output: z.object({}),
    errors: ['not_found'],
  }),
] as const;
