import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { date, flag, id, instant, line, paragraph, person } from '../operations/shapes.ts';
import { fileReading, rejectedRow } from '../populations/index.ts';
import { scopeDiagram } from './diagram.ts';
import { scopeHole } from './holes.ts';
import { mostItemsAtOnce, scopeBody, scopeKind } from './items.ts';
import { dutyVerdicts, vendorVerdicts } from './words.ts';

const n = z.number().int();

/** One version of an item. None is ever changed: a later one takes its place, and to remove an item is a version too. */
export const scopeVersion = z.object({
  id,
  version: n.min(1).describe('Counts the versions of the item; the newest counts'),
  body: scopeBody.describe('Of a removal: what stood before'),
  removed: z.boolean(),
  effectiveFrom: date.nullable().describe('Since when it is so; null for what was written before the period began'),
  reason: z.string().nullable(),
  copiedFrom: id.nullable().describe('The item of an earlier engagement that it was copied from'),
  at: instant,
  by: person,
  entryIndex: n,
});
export type ScopeVersion = z.infer<typeof scopeVersion>;

export const scopeItem = scopeVersion.omit({ removed: true }).extend({
  holes: n,
  standing: z
    .object({ verdict: z.enum([...vendorVerdicts, ...dutyVerdicts]), words: z.string() })
    .nullable()
    .describe('What its test says; null for kinds that have none'),
});
export type ScopeItem = z.infer<typeof scopeItem>;

const changedField = z.object({
  field: z.string(),
  title: z.string(),
  before: z.string().nullable(),
  now: z.string().nullable(),
});

/** A change to the scope after the first day of the period. */
export const scopeChange = z.object({
  item: z.object({ id, kind: scopeKind, name: z.string() }),
  version: n,
  what: z.enum(['added', 'changed', 'removed', 'restored']),
  of: z
    .enum(['system', 'record'])
    .describe(
      '`system`: it became so during the period; `record`: it was so from the first day, and was written later',
    ),
  effectiveFrom: date,
  reason: z.string(),
  fields: z.array(changedField).describe('What was and what is; of what was added or removed, all of it'),
  at: instant,
  by: person,
  entryIndex: n,
});
export type ScopeChange = z.infer<typeof scopeChange>;

const timing = {
  effectiveFrom: date
    .optional()
    .describe('Since when it is so; needed after the first day of the period, which stands for from the beginning'),
  reason: paragraph.optional().describe('Why; needed after the first day of the period, kept with the versions'),
};
const after = n.min(0).default(0).describe('Version of the item that you have seen; 0 where you saw none');
const written = z.object({
  items: z.array(scopeItem).describe('Those that are new'),
  total: n,
  unchanged: z.array(id).describe('Those that were so already'),
});
const asOf = date.optional().describe('The scope as it was on this day; as it is now when left out');
const importInput = z.object({ engagementId: id, kind: scopeKind, reading: fileReading });

export const scopeOperations = [
  defineOperation({
    name: 'scope.list',
    effect: 'read',
    access: 'organization',
    permission: 'scope.read',
    summary: 'The items of the scope of an engagement, as they are or as they were on a day',
    input: z.object({
      engagementId: id,
      kind: scopeKind.optional(),
      search: z.string().trim().max(200).optional().describe('Words that must appear'),
      in: z.enum(['in', 'out']).optional().describe('Only what is in scope, or out of it'),
      holes: flag.default(false).describe('Only items with a hole'),
      item: id.optional().describe('Only this one'),
      asOf,
    }),
    output: z.object({
      items: z.array(scopeItem).describe('By kind and name'),
      total: n.describe('Items that match'),
      counts: z
        .object({
          total: n,
          holes: n,
          kinds: z.array(z.object({ kind: scopeKind, total: n, out: n, holes: n })),
        })
        .describe('Of the scope; not narrowed'),
      names: z.array(z.object({ id, kind: scopeKind, name: z.string(), in: z.boolean() })).describe('Of every item'),
      period: z.object({ from: date, to: date, begun: z.boolean().describe('Whether its first day has passed') }),
      today: date.describe('In the time zone of the engagement'),
    }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'scope.put',
    effect: 'write',
    access: 'organization',
    permission: 'scope.manage',
    summary: 'Write down items of the scope, new or changed; earlier versions stay on record',
    input: z.object({
      engagementId: id,
      items: z
        .array(
          z.object({
            id: id.optional().describe('Of the item; a new one may bring its own, so that others can name it'),
            after,
            body: scopeBody,
          }),
        )
        .min(1)
        .max(mostItemsAtOnce)
        .describe('[{"body": {"kind": "service", "name": "Ledger online"}}]'),
      ...timing,
    }),
    output: written,
    errors: ['not_found', 'conflict', 'already_done', 'too_large'],
  }),
  defineOperation({
    name: 'scope.remove',
    effect: 'write',
    access: 'organization',
    permission: 'scope.manage',
    summary: 'Take items off the scope, with a reason; what they said stays on record',
    input: z.object({
      engagementId: id,
      items: z.array(z.object({ id, after })).min(1).max(mostItemsAtOnce),
      effectiveFrom: timing.effectiveFrom,
      reason: paragraph.describe('Why; kept with the versions'),
    }),
    output: z.object({ removed: z.array(z.object({ id, version: n })), total: n }),
    errors: ['not_found', 'conflict'],
  }),
  defineOperation({
    name: 'scope.copy',
    effect: 'write',
    access: 'organization',
    permission: 'scope.manage',
    summary: 'Copy the scope of another engagement of yours; what is called the same here already stays as it is',
    input: z.object({
      engagementId: id,
      from: id.describe('The engagement that is copied'),
      kinds: z
        .array(scopeKind)
        .min(1)
        .optional()
        .describe('Only these; what they link to is copied first, or is here already'),
      ...timing,
    }),
    output: z.object({
      total: n.describe('Items that were copied'),
      unlinked: n.describe('Links that were left out, for what they name is neither copied nor here'),
      left: z.array(z.object({ kind: scopeKind, name: z.string() })).describe('Those that are here already'),
    }),
    errors: ['not_found', 'conflict', 'already_done', 'too_large'],
  }),
  defineOperation({
    name: 'scope.history',
    effect: 'read',
    access: 'organization',
    permission: 'scope.read',
    summary: 'Every version of an item of the scope, newest first, with what each changed',
    input: z.object({ engagementId: id, id }),
    output: z.object({
      items: z.array(scopeVersion.extend({ fields: z.array(changedField) })),
      total: n,
    }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'scope.changes',
    effect: 'read',
    access: 'organization',
    permission: 'scope.read',
    summary: 'Changes to the scope after the first day of the period: what was, what is, since when, why and by whom',
    input: z.object({
      engagementId: id,
      kind: scopeKind.optional(),
      of: z.enum(['system', 'record']).optional(),
    }),
    output: z.object({
      items: z.array(scopeChange).describe('The newest day first'),
      total: n,
      counts: z.object({ system: n, record: n }),
    }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'scope.holes',
    effect: 'read',
    access: 'organization',
    permission: 'scope.read',
    summary:
      'What is missing in the scope or contradicts itself, why that matters and what closes it; it keeps nobody from anything',
    input: z.object({ engagementId: id, kind: scopeKind.optional(), item: id.optional() }),
    output: z.object({ items: z.array(scopeHole), total: n }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'scope.diagram',
    effect: 'read',
    access: 'organization',
    permission: 'scope.read',
    summary: 'What the diagram of the scope shows: environments, systems, vendors and flows, and the same in sentences',
    input: z.object({ engagementId: id, asOf }),
    output: scopeDiagram,
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'scope.discovered',
    effect: 'read',
    access: 'organization',
    permission: 'scope.read',
    summary: 'What frozen populations name that is neither in scope nor out of it',
    input: z.object({ engagementId: id }),
    output: z.object({
      items: z.array(
        z.object({
          kind: scopeKind,
          name: z.string(),
          seen: z.array(
            z.object({
              populationId: id,
              population: z.string().describe('Its name'),
              what: z.string(),
              rows: n.describe('Rows that name it'),
            }),
          ),
        }),
      ),
      total: n,
      counts: z.object({
        seen: n.describe('Different names that were seen'),
        in: n,
        out: n,
      }),
      looked: z.array(z.object({ populationId: id, population: z.string(), column: z.string(), values: n })),
      cut: z.array(z.string()).describe('Columns with more different values than are looked at'),
    }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'scope.template',
    effect: 'read',
    access: 'organization',
    permission: 'scope.read',
    summary: 'A CSV file to fill in with items of a kind',
    input: z.object({ kind: scopeKind }),
    output: z.object({
      fileName: z.string(),
      text: z.string(),
      columns: z.array(z.object({ name: z.string(), title: z.string() })),
    }),
    errors: [],
  }),
  defineOperation({
    name: 'scope.preview-import',
    effect: 'read',
    transport: 'upload',
    access: 'organization',
    permission: 'scope.manage',
    summary: 'Show row by row what a file would make of the scope; keeps nothing',
    input: importInput,
    output: z.object({
      rows: z.array(
        z.object({
          row: n.describe('Counts from 1 below the names of the columns'),
          name: line,
          fate: z.enum(['new', 'changed', 'unchanged']),
          fields: z.array(changedField),
        }),
      ),
      counts: z.object({ new: n, changed: n, unchanged: n, rejected: n }),
      rejected: z.array(rejectedRow),
      ignored: z.array(z.string()).describe('Columns of the file that mean nothing here'),
      absent: z.array(z.string()).describe('Columns that the file does not have; what they would say stays as it is'),
    }),
    errors: ['not_found', 'population_invalid', 'unsupported_media', 'too_large'],
  }),
  defineOperation({
    name: 'scope.import',
    effect: 'write',
    transport: 'upload',
    access: 'organization',
    permission: 'scope.manage',
    summary:
      'Write down every row of a file as an item of the scope, or none where one cannot be; names tell items apart',
    input: importInput.extend({ ...timing }),
    output: written,
    errors: ['not_found', 'conflict', 'already_done', 'population_invalid', 'unsupported_media', 'too_large'],
  }),
] as const;
