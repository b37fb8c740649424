import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { sealedFacts } from '@tickmark/core';
import * as fc from 'fast-check';
import { canonical } from '../../cli/test/bundles/builder.ts';
import * as shapes from '../../core/src/operations/shapes.ts';
import { Malformed } from '../src/verify/broken.ts';
import * as forms from '../src/verify/forms.ts';
import { canonicalJson, readCanonicalJson } from '../src/verify/json.ts';
import { Misfit, type Shape } from '../src/verify/shape.ts';

const digits = (length: number): fc.Arbitrary<string> =>
  fc.nat(10 ** length - 1).map((value) => String(value).padStart(length, '0'));
const leapDays = fc.constantFrom('2000-02-29', '1900-02-29', '2028-02-29', '2026-02-29', '0000-02-29', '2026-04-31');
const anyDay = fc
  .tuple(digits(4), fc.nat(13), fc.nat(32))
  .map(([year, month, day]) => `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`);
const day = fc.oneof(leapDays, { arbitrary: anyDay, weight: 5 });
const time = fc
  .tuple(
    fc.nat(24),
    fc.nat(60),
    fc.nat(60),
    fc.constantFrom('', '.0', '.123', '.', '.123456789'),
    fc.constantFrom('Z', '', 'z', '+00:00'),
  )
  .map(([h, m, s, rest, zone]) => `${[h, m, s].map((part) => String(part).padStart(2, '0')).join(':')}${rest}${zone}`);
const uuid = fc
  .tuple(fc.uuid(), fc.nat(40), fc.constantFrom('', '0', 'f', 'F', 'g', '-'))
  .map(([value, at, put]) => value.slice(0, at) + put + value.slice(at + put.length));

function accepts(shape: Shape<unknown>, value: unknown): boolean {
  try {
    shape(value);
    return true;
  } catch (error) {
    assert.ok(error instanceof Misfit);
    return false;
  }
}

test('EL41 days, instants, ids, lines and time zones are those that tickmark verify reads', () => {
  const pairs: [Shape<unknown>, { safeParse(value: unknown): { success: boolean } }, fc.Arbitrary<unknown>][] = [
    [forms.date, shapes.date, day],
    [forms.instant, shapes.instant, fc.tuple(day, time).map(([day, time]) => `${day}T${time}`)],
    [forms.id, shapes.id, fc.oneof(uuid, fc.constantFrom(`${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}`))],
    [
      forms.line,
      shapes.line,
      fc.oneof(fc.string(), fc.string({ minLength: 198, maxLength: 203 }), fc.constant(' \u00a0')),
    ],
    [forms.sha256, shapes.sha256, fc.stringMatching(/^[0-9a-fA-F]{63,65}$/)],
    [
      forms.timeZone,
      shapes.timeZone,
      fc.constantFrom('Europe/Berlin', 'UTC', 'europe/berlin', '', 'Mars/Base', '+02:00'),
    ],
    [forms.period, shapes.period, fc.record({ from: day, to: day })],
  ];
  for (const [shape, zod, values] of pairs) {
    fc.assert(
      fc.property(fc.oneof(values, fc.constantFrom(null, 0, {}, undefined)), (value) => {
        assert.equal(accepts(shape, value), zod.safeParse(value).success, JSON.stringify(value));
      }),
      { numRuns: 500 },
    );
  }
});

test('EL41 canonical JSON is written and read as tickmark verify does', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      // Minus zero and lone surrogates have no canonical form to come back from.
      const bytes = canonical(JSON.parse(JSON.stringify(value)));
      assert.equal(canonicalJson(JSON.parse(bytes.toString())), bytes.toString());
      assert.deepEqual(canonical(readCanonicalJson(bytes, 'It')), bytes);
    }),
  );
});

test('EL41 other spellings of JSON are not canonical', () => {
  for (const text of [
    '{"a":1,"a":1}',
    '{"b":1,"a":2}',
    ' 1',
    '1.0',
    '-0',
    '1e400',
    String.raw`"\u0061"`,
    '\ufeff1',
    '',
    '{',
  ])
    assert.throws(() => readCanonicalJson(Buffer.from(text), 'It'), Malformed, text);
  assert.throws(() => readCanonicalJson(Buffer.from(String.raw`"\ud800"`), 'It'), Malformed);
  assert.throws(() => readCanonicalJson(Uint8Array.of(0x22, 0xff, 0x22), 'It'), /UTF-8/);
  assert.throws(() => readCanonicalJson(Buffer.from('['.repeat(60_000) + ']'.repeat(60_000)), 'It'), Malformed);
});

test('EL41 the operations whose entries the page reads are sealed ones', async () => {
  const sources = ['items', 'deletions'].map((name) =>
    readFile(new URL(`../src/verify/${name}.ts`, import.meta.url), 'utf8'),
  );
  const source = (await Promise.all(sources)).join('\n');
  const named = source.match(/'(?:[a-z]+-?)+\.[a-z-]+'/g) ?? [];
  assert.ok(named.length >= 10);
  for (const name of named.filter((each) => !each.endsWith(".json'")))
    assert.ok(Object.hasOwn(sealedFacts, name.slice(1, -1)), name);
});
