import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { definitionSchema } from '../src/definitions/index.ts';

/** Writes definition.schema.json from the shape of a definition; with --check, compares and exits 1 when it differs. */
const path = fileURLToPath(new URL('../../../content/tests/definition.schema.json', import.meta.url));
const text = `${JSON.stringify(definitionSchema(), null, 2)}\n`;

if (process.argv.includes('--check')) {
  const committed = await readFile(path, 'utf8').catch(() => '');
  if (committed !== text) {
    process.stderr.write('content/tests/definition.schema.json is out of step. What to do: npm run generate\n');
    process.exitCode = 1;
  }
} else {
  await writeFile(path, text);
}
