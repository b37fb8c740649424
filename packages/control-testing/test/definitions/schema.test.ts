import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { parse } from 'yaml';
import { z } from 'zod';
import { testLibrary } from '../../src/index.ts';

const file = new URL('../../../../content/tests/definition.schema.json', import.meta.url);
const document = JSON.parse(await readFile(file, 'utf8')) as Parameters<typeof z.fromJSONSchema>[0] & Part;

interface Part {
  oneOf?: Part[];
  properties?: Record<string, Part>;
  additionalProperties?: Part | boolean;
  description?: string;
  examples?: string[];
}

test('CT58 the schema for editors takes every definition that ships, and none with a slip', () => {
  const schema = z.fromJSONSchema(document);
  for (const { yaml, definition } of testLibrary()) {
    assert.equal(schema.safeParse(parse(yaml)).error, undefined, definition.id);
  }
  const [{ yaml } = { yaml: '' }] = testLibrary().filter((t) => t.definition.kind === 'items');
  const good = parse(yaml) as Record<string, unknown>;
  for (const slip of [{ kind: 'item' }, { wher: 'true' }, { attributes: undefined }, { id: 'chg-2' }, { control: 7 }]) {
    assert.equal(schema.safeParse({ ...good, ...slip }).success, false, JSON.stringify(slip));
  }
});

test('CT58 each key of the schema says what it is, and populations name the kinds', () => {
  assert.equal(document.oneOf?.length, 3);
  for (const kind of document.oneOf ?? []) {
    assert.ok(kind.properties?.population?.examples?.includes('code-changes'));
    const nested = ['relations', 'attributes'].flatMap((name) => {
      const part = kind.properties?.[name]?.additionalProperties;
      return typeof part === 'object' ? Object.entries(part.properties ?? {}) : [];
    });
    for (const [name, part] of [...Object.entries(kind.properties ?? {}), ...nested]) {
      assert.ok((part.description ?? '').length > 10, name);
    }
  }
});
