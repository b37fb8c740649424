import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { date, flag, id, line, listOf, page, paragraph } from '../operations/shapes.ts';
import { catalogueControl, control, frequency } from './controls.ts';

const code = z.string().trim().min(1).max(40);

export const controlOperations = [
  defineOperation({
    name: 'controls.catalogue',
    effect: 'read',
    access: 'organization',
    permission: 'catalogue.read',
    summary: 'The control catalogue to adopt from',
    input: listOf(['id', 'title', 'family'], { criterion: z.string().optional(), family: z.string().optional() }),
    output: page(catalogueControl),
    errors: [],
  }),
  defineOperation({
    name: 'controls.list',
    effect: 'read',
    access: 'organization',
    permission: 'controls.read',
    summary: 'The controls this organization has adopted',
    input: listOf(['code', 'title', 'effectiveFrom'], {
      criterion: z.string().optional(),
      retired: flag.default(false),
    }),
    output: page(control),
    errors: [],
  }),
  defineOperation({
    name: 'controls.adopt',
    effect: 'write',
    access: 'organization',
    permission: 'controls.manage',
    summary: 'Adopt controls of the catalogue, in force from a date on',
    input: z.object({ codes: z.array(code).min(1).max(200), effectiveFrom: date }),
    output: z.object({ adopted: z.array(control), alreadyAdopted: z.array(code) }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'controls.retire',
    effect: 'write',
    access: 'organization',
    permission: 'controls.manage',
    summary: 'Retire an adopted control from a date on; its history stays',
    input: z.object({ id, retiredOn: date }),
    output: control,
    errors: ['not_found', 'already_done', 'conflict'],
  }),
  defineOperation({
    name: 'controls.revise',
    effect: 'write',
    access: 'organization',
    permission: 'controls.manage',
    summary: 'Change wording, frequency, owner or criteria from a date on; the version before stays for its days',
    input: z.object({
      id: id.describe('The version in force'),
      effectiveFrom: date.describe('First day of the new version'),
      title: line.optional(),
      description: paragraph.optional(),
      frequency: frequency.optional(),
      ownerRole: line.optional(),
      criteria: z.array(z.string().trim().min(1).max(20)).min(1).max(61).optional(),
      reason: paragraph.describe('Why it changes; shown with the version'),
    }),
    output: z.object({
      control,
      previous: control,
      warnings: z.array(z.string()).describe('What the change does not do for results that stand'),
    }),
    errors: ['not_found', 'already_done', 'conflict'],
  }),
  defineOperation({
    name: 'controls.versions',
    effect: 'read',
    access: 'organization',
    permission: 'controls.read',
    summary: 'Every version of one control code, oldest first',
    input: z.object({ code }),
    output: z.object({ items: z.array(control) }),
    errors: ['not_found'],
  }),
] as const;
