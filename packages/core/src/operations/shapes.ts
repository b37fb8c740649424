import { z } from 'zod';

/** Shapes that many nouns share. Each says its unit or form once. */

/** Random id, a UUID version 4. */
export const id = z.uuid();

/** A calendar date in the organization's time zone: `2026-11-23`. */
export const date = z.iso.date();

/** An instant in UTC with milliseconds: `2026-11-23T09:30:00.000Z`. */
export const instant = z.iso.datetime();

/** Lowercase hex SHA-256. */
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lowercase hex digits');

/** IANA time zone name that this runtime knows: `Europe/Berlin`. */
export const timeZone = z.string().refine(isTimeZone, 'is not a known time zone; use a name such as Europe/Berlin');

const knownZones = new Set<string>();

function isTimeZone(name: string): boolean {
  if (knownZones.has(name)) return true;
  try {
    // Finding out takes as long as reading a whole result.
    const known = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0;
    if (known) knownZones.add(name);
    return known;
  } catch {
    return false;
  }
}

/** A period of dates, both ends included. */
export const period = z
  .object({ from: date, to: date })
  .refine((p) => p.from <= p.to, { path: ['to'], message: 'must not lie before the first day' });
export type Period = z.infer<typeof period>;

/** Somebody with an account, as records name them. */
export const person = z.object({ id, name: z.string().nullable().describe('null where nobody here has this id') });

/** One written line, trimmed, never empty. */
export const line = z.string().trim().min(1).max(200);
export const paragraph = z.string().trim().min(1).max(4000);

/** Paging and order of a list: opaque cursor, page size, one sort column, `-` for descending. */
export const listInput = {
  cursor: z.string().max(500).optional().describe('Where the last page ended; opaque'),
  limit: z.coerce.number().int().min(1).max(500).default(100).describe('Rows a page'),
};

/** Input of a list that can be sorted by the named columns. */
export function listOf<const Sorts extends readonly [string, ...string[]], F extends z.ZodRawShape>(
  sorts: Sorts,
  filters: F,
) {
  type Sort = Sorts[number] | `-${Sorts[number]}`;
  const both = sorts.flatMap((s) => [s, `-${s}`]) as [Sort, ...Sort[]];
  return z.object({
    ...listInput,
    sort: z.enum<Sort[]>(both).optional().describe('Column to sort by; a leading - sorts descending'),
    search: z.string().trim().max(200).optional().describe('Words that must appear'),
    ...filters,
  });
}

/** One page of a list. `nextCursor` is null on the last page; `total` counts all rows that match. */
export function page<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), total: z.number().int(), nextCursor: z.string().nullable() });
}

/** What a download answers with; the transport streams the blob itself. */
export const file = z.object({
  sha256,
  fileName: z.string(),
  mediaType: z.string(),
  size: z.number().int(),
});
export type FileOutput = z.infer<typeof file>;

/** A boolean that also reads from a query string. */
export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((v) => v === 'true')]);

/** A list that also reads from a repeated or comma-separated query value. */
export function many<T extends z.ZodType>(item: T) {
  return z.preprocess((v) => (typeof v === 'string' ? v.split(',').filter(Boolean) : v), z.array(item));
}
