import { z } from 'zod';
import { category } from '../categories/index.ts';
import { defineOperation } from '../operations/define.ts';
import { date, flag, id, listOf, many, page, paragraph } from '../operations/shapes.ts';
import {
  catalogueControl,
  control,
  controlLack,
  controlNature,
  controlOrigin,
  controlType,
  frequency,
  heldControl,
  ownCode,
  ownership,
  requiredSkill,
  wordingChanges,
} from './controls.ts';

const code = z.string().trim().min(1).max(40);
const reason = paragraph.describe('Why; shown with the version');
const works = {
  criterion: z.string().max(20).optional(),
  family: z.string().max(200).optional(),
  frequency: frequency.optional(),
  type: controlType.optional(),
  nature: controlNature.optional(),
};

/** Changes of one control of the catalogue as it is adopted. */
const adaptation = wordingChanges.extend({ code });

export const controlOperations = [
  defineOperation({
    name: 'controls.catalogue',
    effect: 'read',
    access: 'organization',
    permission: 'catalogue.read',
    summary: 'The control catalogue to adopt from',
    input: listOf(['id', 'title', 'family'], {
      ...works,
      category: category.optional(),
      ownerRole: z.string().max(200).optional().describe('Only those that this role usually answers for'),
      adopted: flag.optional().describe('Only those that are in force here, or only those that are not'),
    }),
    output: page(catalogueControl),
    errors: [],
  }),
  defineOperation({
    name: 'controls.list',
    effect: 'read',
    access: 'organization',
    permission: 'controls.read',
    summary: 'The controls this organization has adopted or written',
    input: listOf(['code', 'title', 'effectiveFrom'], {
      ...works,
      retired: flag.default(false),
      owner: id.optional().describe('Only those that this member owns, or stands in for'),
      origin: controlOrigin.optional(),
      without: many(controlLack).optional().describe('Only those that lack all of these'),
      engagementId: id.optional().describe('Tests are those published in it'),
    }),
    output: page(heldControl),
    errors: [],
  }),
  defineOperation({
    name: 'controls.get',
    effect: 'read',
    access: 'organization',
    permission: 'controls.read',
    summary: 'One control by its code: what is in force, every version, and who had it',
    input: z.object({ code }),
    output: z.object({
      control: heldControl.describe('The version in force, or the last one'),
      versions: z.array(control).describe('Oldest first'),
      ownerships: z.array(ownership).describe('Newest first'),
    }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'controls.adopt',
    effect: 'write',
    access: 'organization',
    permission: 'controls.manage',
    summary: 'Adopt controls of the catalogue, in force from a date on, as they are or adapted',
    input: z.object({
      codes: z.array(code).min(1).max(200),
      effectiveFrom: date,
      adapted: z.array(adaptation).max(200).default([]).describe('What some of them say otherwise than the catalogue'),
    }),
    output: z.object({ adopted: z.array(heldControl), alreadyAdopted: z.array(code) }),
    errors: ['not_found', 'conflict'],
  }),
  defineOperation({
    name: 'controls.write',
    effect: 'write',
    access: 'organization',
    permission: 'controls.manage',
    summary: 'Write a control of your own, in force from a date on',
    input: wordingChanges
      .required({ title: true, description: true, criteria: true, frequency: true, ownerRole: true })
      .extend({
        code: ownCode.describe('PAY-01; none of the catalogue'),
        effectiveFrom: date,
      }),
    output: heldControl,
    errors: ['conflict'],
  }),
  defineOperation({
    name: 'controls.retire',
    effect: 'write',
    access: 'organization',
    permission: 'controls.manage',
    summary: 'Retire a control from a date on; its history stays. From its first day on, it was in force on none',
    input: z.object({ id, retiredOn: date, reason: paragraph.optional().describe('Why; shown with the version') }),
    output: heldControl,
    errors: ['not_found', 'already_done', 'conflict'],
  }),
  defineOperation({
    name: 'controls.reinstate',
    effect: 'write',
    access: 'organization',
    permission: 'controls.manage',
    summary: 'Bring a retired control back from a date on, with the wording that one of its versions had',
    input: z.object({
      id: id.describe('The version whose wording comes back'),
      effectiveFrom: date.describe('Not before the day since which it is retired; on that day there is no gap'),
      reason,
    }),
    output: heldControl,
    errors: ['not_found', 'already_done', 'conflict'],
  }),
  defineOperation({
    name: 'controls.revise',
    effect: 'write',
    access: 'organization',
    permission: 'controls.manage',
    summary: 'Change wording, frequency, owner or criteria from a date on; the version before stays for its days',
    input: wordingChanges.extend({
      id: id.describe('The version in force'),
      effectiveFrom: date.describe('First day of the new version'),
      reason: paragraph.describe('Why it changes; shown with the version'),
    }),
    output: z.object({
      control: heldControl,
      previous: heldControl,
      warnings: z.array(z.string()).describe('What the change does not do for results that stand'),
    }),
    errors: ['not_found', 'already_done', 'conflict'],
  }),
  defineOperation({
    name: 'controls.assign',
    effect: 'write',
    access: 'organization',
    permission: 'controls.manage',
    summary: 'Name owners and deputies of controls, and the skills they need',
    input: z.object({
      assignments: z
        .array(
          z.object({
            code,
            owner: id.nullable().optional().describe('null takes the owner away; left out, it stays'),
            deputy: id.nullable().optional(),
            skills: z.array(requiredSkill).max(12).optional(),
            after: z.number().int().min(0).default(0).describe('Version that you have seen; 0 where nobody was named'),
          }),
        )
        .min(1)
        .max(500),
    }),
    output: z.object({
      items: z.array(z.object({ code, ownership })).describe('Those that changed'),
      total: z.number().int(),
      unchanged: z.array(code),
    }),
    errors: ['not_found', 'conflict', 'already_done'],
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
