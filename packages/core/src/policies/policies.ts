import { z } from 'zod';
import settingsFile from '../../../../content/policies/settings.json' with { type: 'json' };
import catalogueFile from '../../../../content/policies/policies.json' with { type: 'json' };
import rolesFile from '../../../../content/policies/roles.json' with { type: 'json' };
import { frequencies } from '../controls/index.ts';

/** A number that policies promise by, written once so that two of them can't promise differently: `within 30 days`. */
export interface PolicySetting {
  value: number;
  unit: string;
  meaning: string;
  /** Controls that rest on it. */
  controls: readonly string[];
}

export type PolicySettingId = keyof typeof settingsFile;
export const policySettings: Readonly<Record<PolicySettingId, PolicySetting>> = settingsFile;

export type PolicyRoleId = keyof typeof rolesFile;
/** What people are called who answer for something in a policy. */
export const policyRoles: Readonly<Record<PolicyRoleId, string>> = rolesFile;

export const policyKinds = ['policy', 'procedure', 'plan', 'standard', 'charter'] as const;
export const policyKind = z.enum(policyKinds);

/** What a document is called: POL-01 of the catalogue, or one of its own. */
export const policyCode = z
  .string()
  .regex(/^[A-Z]{2,5}-\d{1,3}$/, 'must be letters, a dash and a number, such as POL-31')
  .describe('POL-01 for one of the catalogue');

const codes = z.array(z.string());

/** What stands before the text of a template. */
export const policyFront = z.object({
  id: policyCode,
  title: z.string().min(1).max(200),
  kind: policyKind,
  purpose: z.string().min(1).max(300),
  satisfies: codes.describe('Criteria'),
  controls: codes.describe('Those whose obligations it writes down'),
  owner: z.string().min(1).max(100),
  reviewCadence: z.enum(frequencies),
  acknowledgement: z.boolean().describe('Everybody accepts it on beginning, and each year'),
});
export type PolicyFront = z.infer<typeof policyFront>;

/** What stands before the text of a document in a file of its own. */
export const policyFileFront = policyFront.extend({
  reviewedOn: z.iso
    .date('must be a date such as 2026-01-31, or left out where it is not known')
    .optional()
    .describe('When it was approved or confirmed last'),
});
export type PolicyFileFront = z.infer<typeof policyFileFront>;

/** What a document that an examination expects has to have: the headings below the first level, in their order, among it. */
export type CataloguedPolicy = Omit<PolicyFront, 'kind' | 'purpose'> & { sections: readonly string[] };
export const policyCatalogue: readonly CataloguedPolicy[] = z
  .array(policyFront.omit({ kind: true, purpose: true }).extend({ sections: codes }))
  .parse(catalogueFile);

/** A piece of a line, with how it is set. */
export const inline = z.object({
  text: z.string(),
  strong: z.boolean().optional(),
  emphasis: z.boolean().optional(),
  code: z.boolean().optional(),
  missing: z.boolean().optional().describe('Stands for something that is not written down yet'),
  tag: z
    .string()
    .optional()
    .describe('What fills it, such as `settings.access_review_days`; `text` is what it is filled with'),
  obligation: z
    .object({ control: z.string(), frequency: z.enum(frequencies).nullable() })
    .optional()
    .describe('Of the sentence before it; `text` is empty then'),
});
export type Inline = z.infer<typeof inline>;
const line = z.array(inline);

/** A text as it is shown, set or edited, without the marks of any format. */
export const textBlock = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('heading'), level: z.number().int().min(2).max(4), line }),
  z.object({ kind: z.literal('paragraph'), line }),
  z.object({
    kind: z.literal('list'),
    ordered: z.boolean(),
    items: z.array(z.object({ line, below: z.object({ ordered: z.boolean(), items: z.array(line) }).nullable() })),
  }),
  z.object({ kind: z.literal('table'), head: z.array(line), rows: z.array(z.array(line)) }),
]);
export type TextBlock = z.infer<typeof textBlock>;

/** What a text says that a control does: the sentences up to its mark. */
export const obligation = z.object({
  control: z.string(),
  frequency: z.enum(frequencies).nullable().describe('What they say; null where they name a trigger instead'),
  passage: z.string(),
  heading: z.string(),
});
export type Obligation = z.infer<typeof obligation>;
