import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';

const n = z.number().int();
export const brandColour = z.string().regex(/^#[0-9a-f]{6}$/, 'must be a colour such as #1d3b5f');

/** How documents look: the colour of their headings, and the logo on their first page. */
export const policyBrand = z.object({
  colour: brandColour.nullable(),
  logo: z
    .object({ mediaType: z.enum(['image/png', 'image/jpeg']), size: n, data: z.string().describe('Base64') })
    .nullable(),
});
export type PolicyBrand = z.infer<typeof policyBrand>;

export const brandOperations = [
  defineOperation({
    name: 'policies.brand',
    effect: 'read',
    access: 'organization',
    permission: 'policies.read',
    summary: 'How documents of the organization look as PDF and DOCX',
    input: z.object({}),
    output: policyBrand,
    errors: [],
  }),
  defineOperation({
    name: 'policies.set-colour',
    effect: 'write',
    access: 'organization',
    permission: 'policies.manage',
    summary: 'Give headings of documents another colour, dark enough to be read on white; null for that of the product',
    input: z.object({ colour: brandColour.nullable() }),
    output: policyBrand,
    errors: ['already_done'],
  }),
  defineOperation({
    name: 'policies.set-logo',
    effect: 'write',
    transport: 'upload',
    access: 'organization',
    permission: 'policies.manage',
    summary: 'Put a logo (PNG or JPEG, up to 256 KiB) on the first page of documents as PDF and DOCX',
    input: z.object({}),
    output: policyBrand,
    errors: ['unsupported_media', 'too_large'],
  }),
  defineOperation({
    name: 'policies.remove-logo',
    effect: 'write',
    access: 'organization',
    permission: 'policies.manage',
    summary: 'Leave the logo out again',
    input: z.object({}),
    output: policyBrand,
    errors: ['already_done'],
  }),
] as const;
