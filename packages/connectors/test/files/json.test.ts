import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { jsonArray } from '../../src/files/json.ts';
import type { JsonRecord } from '../../src/files/jsonl.ts';
import { fileFolder, preview, read, type Reading } from './reading.ts';

const fileOf = fileFolder();
const json: Reading = { format: 'json' };

async function* pieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function recordsOf(text: string, pointer: string, size: number): Promise<JsonRecord[]> {
  const found: JsonRecord[] = [];
  for await (const batch of jsonArray(pieces(text, size), pointer)) found.push(...batch);
  return found;
}

test('FC19 every object of an array is read as JSON.parse reads it, wherever it stands and however it arrives', async () => {
  const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), { maxLength: 5 });
  const name = fc.string({ unit: fc.constantFrom('a', '/', '~', '"', ' ', 'é'), minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(
      objects,
      fc.array(name, { maxLength: 3 }),
      fc.jsonValue({ maxDepth: 2 }),
      fc.boolean(),
      fc.integer({ min: 1, max: 30 }),
      async (expected, path, beside, pretty, size) => {
        const nested = path.reduceRight<unknown>(
          (inner, key) => ({ [`${key}?`]: beside, [key]: inner, [`${key}!`]: [beside] }),
          expected,
        );
        const pointer = path.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
        const text = JSON.stringify(nested, null, pretty ? 2 : 0);
        const found = await recordsOf(text, pointer, size);
        assert.deepEqual(found, JSON.parse(JSON.stringify(expected)));
      },
    ),
    { numRuns: 300 },
  );
});

test('FC19 what is no object is rejected by its number, and the rest is read', async () => {
  const path = fileOf(
    '{"meta": [1, {"x": "]"}], "data": {"items": [{"id":"a","count":3}, [1], 7, {"id":"b","tags":["x"]}]}}',
  );
  const { rows, rejected } = await read(path, { ...json, pointer: '/data/items' });
  assert.deepEqual(
    rows.map(({ id, count, tags }) => [id, count, tags]),
    [
      ['a', 3, []],
      ['b', null, ['x']],
    ],
  );
  assert.deepEqual(rejected.first, [
    { row: 2, column: null, reason: 'is not a JSON object' },
    { row: 3, column: null, reason: 'is not a JSON object' },
  ]);
  const place = await read(fileOf('[[1], [{"id":"z"}]]'), { ...json, pointer: '/1' });
  assert.equal(place.rows[0]?.['id'], 'z');
});

test('FC19 a pointer that leads nowhere, or to no array, says what there is', async () => {
  const path = fileOf('{"meta": 1, "data": {"items": [{"id":"a"}]}}');
  const faults: [string | undefined, RegExp, RegExp][] = [
    [undefined, /document is an object with the members meta, data/, /\/meta/],
    ['/dta', /no "dta". There is: meta, data/, /path/],
    ['/data', /an object with the members items/, /\/data\/items/],
    ['/meta', /a single value/, /array/],
    ['/meta/x', /holds nothing else/, /Shorten/],
  ];
  for (const [pointer, message, action] of faults) {
    await assert.rejects(read(path, pointer === undefined ? json : { ...json, pointer }), {
      code: 'population_invalid',
      field: 'reading.pointer',
      message,
      action,
    });
  }
});

test('FC19 a document that is cut, broken, too deep or followed by something is a fault of the file', async () => {
  const faults: [string, RegExp][] = [
    ['[{"id":"a"},\n{"id":', /ends in line 2/],
    ['[{"id":"a"}', /ends in line 1/],
    ['[{"id":"a"},]', /comma before the end/],
    ['[{"id":"a"} {"id":"b"}]', /"\{" where "," belongs/],
    ['[{"id":"a"}]\n[]', /line 2 has something after its end/],
    ['hello', /"h" where a value belongs/],
    [`[${'['.repeat(100_000)}`, /more than 200 levels/],
    [`[{"id":"${'x'.repeat(17 * 1024 * 1024)}"}]`, /over 16 MiB/],
    ['', /empty/],
  ];
  for (const [text, message] of faults) {
    await assert.rejects(read(fileOf(text), json), (error: { code: string; message: string; action: string }) => {
      assert.equal(error.code, 'population_invalid', error.message);
      assert.match(error.message, message);
      assert.ok(error.action.length > 0);
      return true;
    });
  }
  const cut = fileOf('{"data": [{"id":"a"}], "more": [1, 2');
  await assert.rejects(read(cut, { ...json, pointer: '/data' }), /ends in line 1/);
});

test('FC12 an empty array is a counted zero', async () => {
  const { rows, rejected } = await read(fileOf('[]'), { ...json, mapping: { id: ['number'] }, only: { x: ['1'] } });
  assert.deepEqual([rows, rejected.count], [[], 0]);
  assert.deepEqual((await preview(fileOf(' [ ] '), json)).missing, []);
  await assert.rejects(read(fileOf('[{}]'), json), { field: 'reading.mapping.id' });
});
