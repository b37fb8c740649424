import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { populationKinds, testLibrary } from '../../src/index.ts';
import { parse } from 'yaml';
import { z } from 'zod';
import { kindsOf } from './fixtures.ts';

const content = (path: string): unknown => {
  const text = readFileSync(new URL(`../../../../content/${path}`, import.meta.url), 'utf8');
  return path.endsWith('.yaml') ? parse(text) : JSON.parse(text);
};

const controls = z.array(z.object({ id: z.string() })).parse(content('controls/controls.json'));
const requests = z
  .array(z.object({ id: z.string(), kind: z.string(), controls: z.array(z.string()) }))
  .parse(content('requests/requests.json'));
const notFromRecords = z
  .array(z.strictObject({ control: z.string(), reason: z.string().min(40) }))
  .parse(content('tests/not-from-records.yaml'));
const library = testLibrary().map(({ definition }) => definition);
const tested = new Set(library.map(({ control }) => control));

test('CT65 every definition says what passes and what it does not prove, and every attribute asks its own question', () => {
  const titles = new Set<string>();
  for (const definition of library) {
    const { id, title, description = '' } = definition;
    assert.match(description, /\b[Pp]asses\b/, id);
    assert.match(description, /does not prove/, id);
    assert.ok(!titles.has(title), `${id} has the title of another test: ${title}`);
    titles.add(title);
    if (definition.kind === 'cadence') continue;
    const asked = Object.values(definition.attributes);
    assert.equal(new Set(asked.map((a) => a.title)).size, asked.length, id);
    assert.equal(new Set(asked.map((a) => a.pass)).size, asked.length, id);
  }
});

test('CT68 every control of the catalogue has a test, or a reason why no population can judge it', () => {
  const known = new Set(controls.map((c) => c.id));
  const excused = new Set(notFromRecords.map((c) => c.control));
  assert.equal(excused.size, notFromRecords.length);
  assert.deepEqual(
    controls.map((c) => c.id).filter((id) => !tested.has(id) && !excused.has(id)),
    [],
    'neither tested nor excused',
  );
  assert.deepEqual(
    [...tested, ...excused].filter((id) => !known.has(id)),
    [],
    'not in the catalogue',
  );
  assert.deepEqual(
    [...excused].filter((id) => tested.has(id)),
    [],
    'tested and excused',
  );
});

test('CT69 every list an auditor asks for is a population of a test, and every kind says what its columns hold', () => {
  const asked = requests.filter((r) => r.kind === 'population' && r.controls.length > 0);
  assert.ok(asked.length >= 20);
  for (const request of asked) {
    assert.ok(
      request.controls.some((control) => tested.has(control)),
      request.id,
    );
  }
  const read = new Set(library.flatMap(kindsOf));
  for (const { id, title, summary, shape, time, columns } of populationKinds()) {
    assert.ok(read.has(id), `no test reads ${id}`);
    assert.ok(title !== '' && /[.…]$/.test(summary.trim()), id);
    if (shape === 'state') assert.equal(time, 'observed_at', id);
    if (time === null) assert.match(summary, /complete for a period once the period has closed/, id);
    for (const column of columns) assert.ok(column.title !== undefined && column.title !== '', `${id}.${column.name}`);
  }
});
