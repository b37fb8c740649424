import assert from 'node:assert/strict';
import { scopeBody, scopeHoles, type EngagementTerms, type Scoped, type ScopeOf } from '../../src/index.ts';

export const terms: EngagementTerms = { type: 'type2', period: { from: '2026-01-01', to: '2026-06-30' } };
export const of: ScopeOf = { categories: ['security'], terms, adopted: ['IAM-02', 'CHG-02'] };

/** The id of an item by its number. */
export const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const item = (n: number, body: Record<string, unknown>): Scoped => ({
  id: uuid(n),
  body: scopeBody.parse({ name: `Item ${n}`, ...body }),
});
export const yes = { answer: 'yes', reason: 'So it is' } as const;
export const no = { answer: 'no', reason: 'So it is' } as const;
export const subservice = { matters: yes, needed: yes, suffices: no };
export const cuec = { theirs: yes, needed: yes };

/** A scope without a hole. */
export const whole: Scoped[] = [
  item(1, { kind: 'service', users: 'Shops', delivery: 'cloud' }),
  item(2, { kind: 'commitment', categories: ['security'], services: [uuid(1)], source: 'Terms, section 4' }),
  item(3, { kind: 'requirement', commitments: [uuid(2)], criteria: ['CC6.1'], controls: ['IAM-02'] }),
  item(4, { kind: 'environment', purpose: 'production', productionData: 'yes' }),
  item(5, { kind: 'data-type', classification: 'confidential', personal: 'no' }),
  item(6, { kind: 'team', lead: uuid(7) }),
  item(7, { kind: 'person', role: 'Head of platform', teams: [uuid(6)] }),
  item(8, {
    kind: 'system',
    type: 'data-store',
    environments: [uuid(4)],
    dataTypes: [uuid(5)],
    owner: uuid(6),
  }),
  item(9, { kind: 'data-flow', from: 'users', to: uuid(8), dataTypes: [uuid(5)], encrypted: 'yes' }),
  item(10, { kind: 'process', systems: [uuid(8)], owner: uuid(6) }),
  item(11, {
    kind: 'vendor',
    systems: [uuid(8)],
    owner: uuid(7),
    test: subservice,
    method: 'carve-out',
    expectedControls: [{ text: 'Locked rooms', criteria: ['CC6.4'] }],
    monitoring: [
      { report: 'soc2-type2', from: '2025-07-01', to: '2026-03-31', bridgedTo: '2026-06-30', reviewedOn: '2026-05-02' },
    ],
    theirControls: [{ text: 'Customers limit who may sign in', controls: ['IAM-02'] }],
  }),
  item(12, { kind: 'cuec', criteria: ['CC6.2'], commitments: [uuid(2)], test: cuec }),
  item(13, { kind: 'user-responsibility', test: { theirs: yes, needed: no } }),
  item(14, { kind: 'boundary', why: 'It holds no data of customers' }),
  item(15, { kind: 'location', type: 'office' }),
];

/** The whole scope with an item that is otherwise. */
export const but = (n: number, part: Record<string, unknown>): Scoped[] =>
  whole.map((each) => (each.id === uuid(n) ? { id: each.id, body: scopeBody.parse({ ...each.body, ...part }) } : each));
export const without = (n: number): Scoped[] => whole.filter(({ id }) => id !== uuid(n));
export const outOf = ({ id, body }: Scoped): Scoped => ({
  id,
  body: { ...body, inScope: false, why: 'Not ours' } as typeof body,
});

/** A hole as a table has it: code, number of the item or its kind, field, text without the name of the item. */
export type Row = [code: string, about: number | string, field: string | null, text: string];
export const told = (items: readonly Scoped[], changes: Partial<ScopeOf> = {}): Row[] =>
  scopeHoles(items, { ...of, ...changes }).map(({ code, kind, item: about, field, text }) => {
    if (about === null) return [code, kind, field, text];
    assert.equal(about.name, items.find(({ id }) => id === about.id)?.body.name);
    assert.ok(text.startsWith(`${about.name} `), text);
    return [code, Number(about.id.slice(-12)), field, text.slice(about.name.length + 1)];
  });
export const codes = (items: readonly Scoped[], changes: Partial<ScopeOf> = {}): string[] =>
  scopeHoles(items, { ...of, ...changes }).map(({ code }) => code);
export const vendor = (part: Record<string, unknown>): Scoped[] => but(11, part);
export const watched = (...monitoring: Record<string, unknown>[]): Scoped[] =>
  vendor({ monitoring: monitoring.map((each) => ({ report: 'soc2-type2', reviewedOn: '2026-07-02', ...each })) });
export const byRow = (a: Row, b: Row): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
