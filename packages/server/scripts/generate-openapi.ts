import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { namedShapes, operations } from '@tickmark/core';
import { version } from '../src/instance/version.ts';
import { openApi } from '../src/platform/http/openapi.ts';

/** Writes openapi.json from the operation list; with --check, compares and exits 1 when it differs. */
const path = fileURLToPath(new URL('../openapi.json', import.meta.url));
const text = `${JSON.stringify(openApi({ operations, named: namedShapes, version }), null, 2)}\n`;

if (process.argv.includes('--check')) {
  const committed = await readFile(path, 'utf8').catch(() => '');
  if (committed !== text) {
    process.stderr.write('packages/server/openapi.json is out of step. What to do: npm run generate\n');
    process.exitCode = 1;
  }
} else {
  await writeFile(path, text);
}
