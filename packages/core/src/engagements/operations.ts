import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { id, line, listOf, page } from '../operations/shapes.ts';
import { beginning, engagement } from './engagements.ts';

export const engagementOperations = [
  defineOperation({
    name: 'engagements.list',
    effect: 'read',
    access: 'organization',
    permission: 'engagements.read',
    summary: 'The engagements of this organization',
    input: listOf(['createdAt', 'title'], {}),
    output: page(engagement),
    errors: [],
  }),
  defineOperation({
    name: 'engagements.get',
    effect: 'read',
    access: 'organization',
    permission: 'engagements.read',
    summary: 'One engagement',
    input: z.object({ id }),
    output: engagement,
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'engagements.create',
    effect: 'write',
    access: 'organization',
    permission: 'engagements.manage',
    summary: 'Begin another engagement',
    input: beginning.omit({ name: true, timeZone: true }).extend({ title: line.optional() }),
    output: engagement,
    errors: [],
  }),
  defineOperation({
    name: 'engagements.update',
    effect: 'write',
    access: 'organization',
    permission: 'engagements.manage',
    summary: 'Change the terms of an engagement; results made before keep the terms they were made under',
    input: beginning.omit({ name: true, timeZone: true }).extend({ id, title: line }),
    output: engagement,
    errors: ['not_found'],
  }),
] as const;
