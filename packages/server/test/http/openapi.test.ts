import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { httpMethod, operations } from '@tickmark/core';
import { version } from '../../src/instance/index.ts';
import { openApi } from '../../src/platform/http/openapi.ts';

const description = openApi(operations, version);
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
