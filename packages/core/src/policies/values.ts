import { z } from 'zod';
import { id, instant, person } from '../operations/shapes.ts';
import { templateValues, type PolicyValues } from './facts.ts';
import { policyCode, policyRoles, policySettings, type PolicyRoleId, type PolicySettingId } from './policies.ts';

const n = z.number().int();

/** The largest number that makes sense, by its unit in the singular. */
const mostByUnit: Readonly<Record<string, number>> = {
  minute: 1_440,
  hour: 8_760,
  day: 3_650,
  'business day': 260,
  month: 240,
  year: 100,
  percent: 100,
  character: 128,
  digit: 12,
  attempt: 100,
};

/** The largest number that a setting takes, in its unit; the smallest is 1. */
export function mostOf(setting: PolicySettingId): number {
  const { unit } = policySettings[setting];
  const most = mostByUnit[unit.replace(/s$/, '')];
  if (most === undefined) throw new Error(`Nobody said how many ${unit} make sense.`);
  return most;
}

/** What people are called who answer for something: one line, without what a text reads as a tag or a mark. */
const roleName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}{}[\]]+$/u, 'must be one line without brackets');

const revision = n.min(0).describe('As you have seen it; 0 where nobody has set it');

/** A number or a name of a role as it is set; null takes it back to the template's. */
export const setPolicyValue = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('setting'),
    key: z.string().max(100),
    value: n.min(1).nullable().describe('In the unit of the setting'),
    revision,
  }),
  z.object({ kind: z.literal('role'), key: z.string().max(100), value: roleName.nullable(), revision }),
]);

const shared = {
  key: z.string(),
  tag: z.string().describe('What stands in a text for it, such as `settings.accessRemoval`'),
  meaning: z.string(),
  words: z.string().describe('As it reads in a draft now: `1 business day`'),
  templateWords: z.string().describe('As the templates have it'),
  revision,
  changed: z
    .object({ at: instant, by: person, entryIndex: n })
    .nullable()
    .describe('When it was set last, or taken back to the template’s; null where nobody ever did'),
  controls: z
    .array(
      z.object({
        code: z.string(),
        adopted: z.boolean(),
        tests: n.describe('Published tests of it. They judge by what is written in them, whatever documents say'),
      }),
    )
    .describe('Those that rest on it'),
  documents: z
    .array(
      z.object({
        id,
        code: policyCode,
        title: z.string(),
        inForce: n.nullable().describe('Number of the version in force where it stands in that'),
        draft: z.boolean().describe('Whether it stands in the draft'),
      }),
    )
    .describe('Documents of the organization in which it stands; those that are retired left out'),
};

/** A number or a name of a role that all documents share. */
export const policyValue = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('setting'),
    ...shared,
    unit: z.string(),
    template: n,
    own: n.nullable().describe('null where it is the template’s'),
    most: n.describe('The largest that it takes; the smallest is 1'),
  }),
  z.object({ kind: z.literal('role'), ...shared, template: z.string(), own: z.string().nullable() }),
]);
export type PolicyValue = z.infer<typeof policyValue>;

/** What an organization has set, as far as its documents follow from it. */
export interface OwnPolicyValue {
  kind: 'setting' | 'role';
  key: string;
  /** Of a setting; null where it is the template's. */
  number: number | null;
  /** Of a role; null where it is the template's. */
  name: string | null;
}

export function isPolicySetting(key: string): key is PolicySettingId {
  return Object.hasOwn(policySettings, key);
}

export function isPolicyRole(key: string): key is PolicyRoleId {
  return Object.hasOwn(policyRoles, key);
}

/** The numbers and names that fill documents: the organization's own, and those of the templates for the rest. */
export function policyValuesOf(own: readonly OwnPolicyValue[]): PolicyValues {
  const numbers = own.flatMap(({ kind, key, number }) =>
    kind === 'setting' && number !== null && isPolicySetting(key) ? [[key, number] as const] : [],
  );
  const names = own.flatMap(({ kind, key, name }) =>
    kind === 'role' && name !== null && isPolicyRole(key) ? [[key, name] as const] : [],
  );
  return {
    numbers: { ...templateValues.numbers, ...Object.fromEntries(numbers) },
    roles: { ...templateValues.roles, ...Object.fromEntries(names) },
  };
}
