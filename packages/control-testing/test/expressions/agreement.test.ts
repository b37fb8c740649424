import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { PopulationKind, Row } from '@tickmark/core';
import { explainItem, readItems } from '../../src/index.ts';
import { folder, frozen, run } from '../builders.ts';

const dir = await folder();

const columns: PopulationKind['columns'] = [
  { name: 'id', type: 'string', required: true },
  { name: 's', type: 'string', required: false },
  { name: 't', type: 'string', required: false },
  { name: 'i', type: 'integer', required: false },
  { name: 'j', type: 'integer', required: false },
  { name: 'n', type: 'number', required: false },
  { name: 'b', type: 'boolean', required: false },
  { name: 'd', type: 'date', required: false },
  { name: 'at', type: 'instant', required: false },
  { name: 'until', type: 'instant', required: false },
  { name: 'l', type: 'strings', required: false },
];
const kind = (id: string): PopulationKind => ({
  id,
  title: id,
  summary: id,
  shape: 'events',
  columns,
  key: 'id',
  time: null,
});
const things = kind('things');
const others = kind('others');

const word = fc.constantFrom('', 'a', 'b', 'Ab', 'ä', 'Z', 'a b', "it's", '🦊', 'ａ');
const whole = fc.constantFrom(0, 1, -1, 7, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER);
const number = fc.constantFrom(0, -0, 0.1, -2.5, 1e300, -1e300, 7);
const instant = fc.constantFrom(
  '2026-03-29T00:30:00Z',
  '2026-03-29T01:00:00Z',
  '2026-01-01T00:00:00Z',
  '1969-12-31T23:59:59.999Z',
  '0001-01-02T00:00:00Z',
  '9999-12-30T00:00:00Z',
);
const date = fc.constantFrom('2026-03-29', '2026-01-01', '1969-12-31', '2026-06-30');
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 4 });
const row: fc.Arbitrary<Row> = fc.record({
  s: maybe(word),
  t: maybe(word),
  i: maybe(whole),
  j: maybe(whole),
  n: maybe(number),
  b: maybe(fc.boolean()),
  d: maybe(date),
  at: maybe(instant),
  until: maybe(instant),
  l: maybe(fc.array(word, { maxLength: 3 })),
});

/** A random expression of each type, from a seed. */
function writer(seed: number) {
  let state = seed >>> 0;
  const below = (n: number) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return Math.floor((((state ^ (state >>> 13)) >>> 0) / 2 ** 32) * n);
  };
  const of = <T>(...choices: [T, ...T[]]): T => choices[below(choices.length)] as T;
  const signs = () => of('==', '!=', '<', '<=', '>', '>=');

  interface Names {
    rows: [string, ...string[]];
    elements: string[];
  }
  const column = (names: Names, ...columns: [string, ...string[]]) => `${of(...names.rows)}.${of(...columns)}`;

  const string = (n: Names, depth: number): string => {
    if (n.elements.length > 0 && below(2) === 0) return n.elements[0] as string;
    if (depth > 0 && below(4) === 0) return `${string(n, depth - 1)}.lowerAscii()`;
    return below(3) === 0
      ? JSON.stringify(of('', 'a', 'b', 'Ab', 'ä', 'a b', "it's", '🦊', 'ａ'))
      : column(n, 's', 't');
  };
  const int = (n: Names, depth: number): string => {
    if (depth === 0 || below(3) === 0) return of(column(n, 'i', 'j'), column(n, 'i'), '0', '3', '9223372036854775807');
    return of(
      () => `(${int(n, depth - 1)} ${of('+', '-', '*')} ${int(n, depth - 1)})`,
      () => `-(${int(n, depth - 1)})`,
      () => `size(${string(n, depth - 1)})`,
      () => `${column(n, 'l')}.size()`,
    )();
  };
  const double = (n: Names, depth: number): string => {
    if (depth === 0 || below(3) === 0) return of(column(n, 'n'), column(n, 'n'), '0.5', '1e308', '-3.0');
    return of(
      () => `(${double(n, depth - 1)} ${of('+', '-', '*')} ${double(n, depth - 1)})`,
      () => `double(${int(n, depth - 1)})`,
    )();
  };
  const date = (n: Names, depth: number): string => {
    if (depth > 0 && below(3) === 0) return `date(${timestamp(n, depth - 1)})`;
    return of(column(n, 'd'), column(n, 'd'), 'period.from', 'period.to', 'date("2026-03-29")');
  };
  const timestamp = (n: Names, depth: number): string => {
    if (depth === 0 || below(3) === 0)
      return of(column(n, 'at', 'until'), column(n, 'at'), 'timestamp("2026-03-29T01:00:00Z")');
    return of(
      () => `timestamp(${date(n, depth - 1)})`,
      () => `(${timestamp(n, depth - 1)} ${of('+', '-')} ${duration(n, depth - 1)})`,
    )();
  };
  const duration = (n: Names, depth: number): string => {
    if (depth === 0 || below(3) === 0) return `duration("${of('24h', '1h30m', '-1ms', '800000h')}")`;
    return of(
      () => `(${timestamp(n, depth - 1)} - ${timestamp(n, depth - 1)})`,
      () => `(${duration(n, depth - 1)} ${of('+', '-')} ${duration(n, depth - 1)})`,
    )();
  };
  const bool = (n: Names, depth: number): string => {
    if (depth === 0)
      return of(column(n, 'b'), column(n, 'b'), 'true', 'false', `has(${column(n, 's', 'i', 'd', 'at', 'l')})`);
    const type = of(string, int, double, date, timestamp, duration);
    return of(
      () => `(${type(n, depth - 1)} ${signs()} ${type(n, depth - 1)})`,
      () => `(${type(n, depth - 1)} ${signs()} ${type(n, depth - 1)})`,
      () => `(${int(n, depth - 1)} ${signs()} ${double(n, depth - 1)})`,
      () => `(${bool(n, depth - 1)} ${of('&&', '||', '==', '!=')} ${bool(n, depth - 1)})`,
      () => `(${bool(n, depth - 1)} ${of('&&', '||')} ${bool(n, depth - 1)})`,
      () => `!(${bool(n, depth - 1)})`,
      () => `(${bool(n, depth - 1)} ? ${bool(n, depth - 1)} : ${bool(n, depth - 1)})`,
      () => `(${string(n, depth - 1)} in [${string(n, depth - 1)}, ${string(n, depth - 1)}])`,
      () => `(${string(n, depth - 1)} in ${column(n, 'l')})`,
      () => `${string(n, depth - 1)}.${of('startsWith', 'endsWith', 'contains')}(${string(n, depth - 1)})`,
      () => `${string(n, depth - 1)}.matches("${of('^a', '[A-Z]b?$', 'ä|b', '.')}")`,
    )();
  };
  const quantified = (): string => {
    const macro = of('exists', 'all', 'exists_one');
    const both: Names = { rows: ['r', 'item'], elements: [] };
    const item: Names = { rows: ['item'], elements: ['x'] };
    return of(
      () => `rel.${macro}(r, ${bool(both, 2)})`,
      () => `rel.${macro}(r, ${bool({ rows: ['r'], elements: [] }, 2)})`,
      () => `rel.filter(r, ${bool(both, 1)}).size() > 1`,
      () => of('rel.size() == 2', 'size(rel) == item.i'),
      () => `item.l.${macro}(x, ${bool(item, 1)})`,
      () => `item.l.filter(x, ${bool(item, 1)}).size() > 0`,
    )();
  };
  const plain: Names = { rows: ['item'], elements: [] };
  return (): string =>
    of(
      () => bool(plain, 3),
      () => quantified(),
      () => `${quantified()} ${of('&&', '||')} ${bool(plain, 2)}`,
    )();
}

test('CT4 the interpreter and the compiled SQL agree on every row', async () => {
  let compared = 0;
  const states = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.integer().map((seed) => Array.from({ length: 20 }, writer(seed))),
      fc.array(row, { minLength: 8, maxLength: 8 }),
      fc.array(row, { minLength: 12, maxLength: 12 }),
      fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York'),
      async (texts, items, relatedRows, timeZone) => {
        const yaml = JSON.stringify({
          id: 'ABC-01.random',
          control: 'ABC-01',
          title: 'Random',
          kind: 'items',
          population: 'things',
          relations: { rel: { population: 'others', on: 'rel.s == item.s && rel.b == item.b' } },
          attributes: Object.fromEntries(texts.map((pass, i) => [`A${i}`, { title: 'A', pass }])),
        });
        const here = join(dir, String(compared));
        await mkdir(here, { recursive: true });
        const populations = {
          things: await frozen(
            here,
            things,
            items.map((r, i) => ({ ...r, id: `i${i}` })),
          ),
          others: await frozen(
            here,
            others,
            relatedRows.map((r, i) => ({ ...r, id: `o${i}` })),
          ),
        };
        const { itemsFile } = await run(here, yaml, populations, { timeZone });
        const scanned = await readItems(itemsFile, { offset: 0, limit: 100 });
        assert.equal(scanned.total, items.length);
        for (const { item, attributes } of scanned.items) {
          const told = await explainItem({
            yaml,
            populations,
            item,
            period: { from: '2026-01-01', to: '2026-06-30' },
            timeZone,
          });
          for (const [i, { name, state }] of told.attributes.entries()) {
            assert.equal(attributes[name], state, `${texts[i]} on ${JSON.stringify(told.row)}`);
            states.add(state);
            compared += 1;
          }
        }
      },
    ),
    { numRuns: Number(process.env.TICKMARK_PROPERTY_RUNS ?? 12), endOnFailure: true },
  );
  assert.ok(compared > 500, String(compared));
  assert.deepEqual([...states].sort(), ['fail', 'pass', 'unverified']);
});
