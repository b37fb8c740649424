import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { httpMethod, namedShapes, operations } from '@tickmark/core';
import { version } from '../../src/instance/index.ts';
import { openApi } from '../../src/platform/http/openapi.ts';

const description = openApi({ operations, named: namedShapes, version });
const paths = description['paths'] as Record<string, Record<string, Record<string, unknown>>>;

test('the committed openapi.json is what the operation list gives', async () => {
  const committed = await readFile(new URL('../../openapi.json', import.meta.url), 'utf8');
  assert.ok(committed === `${JSON.stringify(description, null, 2)}\n`, 'out of step; run npm run generate');
});

test('each operation has one path, one method, its permission and its errors', () => {
  assert.equal(Object.keys(paths).length, operations.length);
  for (const operation of operations) {
    const methods = paths[`/api/${operation.name}`];
    assert.deepEqual(Object.keys(methods ?? {}), [httpMethod(operation).toLowerCase()]);
    const described = Object.values(methods ?? {})[0];
    assert.equal(described?.['x-permission'], operation.access === 'organization' ? operation.permission : undefined);
    const documented = JSON.stringify(described?.['responses']);
    for (const code of operation.errors) assert.ok(documented.includes(code), `${operation.name} ${code}`);
  }
});

test('a read lists its query parameters, an upload its headers', () => {
  const list = paths['/api/members.list']?.['get']?.['parameters'] as {
    name: string;
    in: string;
    required?: boolean;
  }[];
  assert.deepEqual(
    list.filter((parameter) => parameter.in === 'query').map((parameter) => parameter.name),
    ['cursor', 'limit', 'sort', 'search'],
  );
  assert.ok(list.every((parameter) => parameter.required !== true));
  const upload = paths['/api/evidence.upload']?.['post'];
  assert.ok(JSON.stringify(upload?.['parameters']).includes('Tickmark-Input'));
  assert.ok(JSON.stringify(upload?.['requestBody']).includes('application/octet-stream'));
});

type Description = ReturnType<typeof openApi>;

/** What a reference of a description leads to. */
function led(to: Description, ref: string): unknown {
  return ref
    .replace('#/', '')
    .split('/')
    .reduce((part: unknown, key) => (part as Record<string, unknown> | undefined)?.[key], to);
}

test('a shape that has a name is told once, and every reference leads to one', () => {
  const refs = new Set([...JSON.stringify(description).matchAll(/"\$ref":"([^"]*)"/g)].map(([, ref]) => ref ?? ''));
  assert.deepEqual(
    [...refs].filter((ref) => led(description, ref) === undefined),
    [],
  );
  const place = '#/components/schemas/';
  for (const name of Object.keys(namedShapes))
    assert.ok(refs.has(place + name) || refs.has(`${place}${name}Input`), `${name} is told nowhere`);
  const answered = JSON.stringify(paths['/api/engagements.get']?.['get']?.['responses']);
  assert.ok(answered.includes(`"$ref":"${place}Engagement"`), 'also where it is all of an answer');
  // An answer has every field; a call may have more, or leave out what has a default.
  assert.notDeepEqual(led(description, `${place}PeriodInput`), led(description, `${place}Period`));
});

test('what the description says of each call is the same without any name', () => {
  const inlined = (of: Description, part: unknown): unknown => {
    if (Array.isArray(part)) return part.map((each) => inlined(of, each));
    if (typeof part !== 'object' || part === null) return part;
    const { $ref, ...rest } = part as Record<string, unknown>;
    const own = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, inlined(of, value)]));
    return typeof $ref === 'string' ? { ...(inlined(of, led(of, $ref)) as object), ...own } : own;
  };
  const text = (of: Description): string => JSON.stringify(sorted(inlined(of, of['paths'])));
  const plain = openApi({ operations, named: {}, version });
  assert.ok(JSON.stringify(plain).length > JSON.stringify(description).length * 1.2, 'names make it shorter');
  assert.ok(text(description) === text(plain));
});

function sorted(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(sorted);
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(
    Object.entries(part)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, sorted(value)]),
  );
}
