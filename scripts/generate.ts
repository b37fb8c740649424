// npm run generate: makes the generated files again. Each generator takes --check to compare instead.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './run.ts';

export const generators = [
  { name: 'schema.sql and table types', file: 'packages/server/scripts/generate-schema.ts' },
  { name: 'openapi.json', file: 'packages/server/scripts/generate-openapi.ts' },
  { name: 'definition.schema.json', file: 'packages/control-testing/scripts/generate-definition-schema.ts' },
];

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  for (const { name, file } of generators) {
    const { ok, output } = await run(process.execPath, [join(root, file)], { cwd: root });
    console.log(`${ok ? '✔' : '✘'} ${name}`);
    if (!ok) {
      console.log(output);
      process.exitCode = 1;
    }
  }
}
