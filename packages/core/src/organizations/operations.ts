import { z } from 'zod';
import { beginning, chosenAnswers, engagement } from '../engagements/index.ts';
import { defineOperation } from '../operations/define.ts';
import { flag } from '../operations/shapes.ts';
import { organization } from './organizations.ts';

export const organizationOperations = [
  defineOperation({
    name: 'organizations.create',
    effect: 'write',
    access: 'account',
    summary: 'Start an organization with its first engagement: the six questions',
    input: beginning.extend({ example: flag.default(false), chosen: chosenAnswers.optional() }),
    output: z.object({ organization, engagement }),
    errors: [],
  }),
  defineOperation({
    name: 'organizations.get',
    effect: 'read',
    access: 'organization',
    permission: 'organization.read',
    summary: 'The organization this call is about',
    input: z.object({}),
    output: organization,
    errors: [],
  }),
] as const;
