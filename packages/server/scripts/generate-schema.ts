/**
 * Writes packages/server/schema.sql and src/platform/database/schema.ts from the migrated database's
 * catalog. `--check` writes nothing and exits 1 with the first line that differs.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { embeddedDatabase } from '../../testkit/src/databases/index.ts';
import { schemaSql, schemaTypes } from '../src/platform/database/catalog.ts';

const outputs = {
  sql: fileURLToPath(new URL('../schema.sql', import.meta.url)),
  types: fileURLToPath(new URL('../src/platform/database/schema.ts', import.meta.url)),
};

const { database, close } = await embeddedDatabase();
try {
  const made = await database.owner(async (connection) => ({
    [outputs.sql]: await schemaSql(connection),
    [outputs.types]: await schemaTypes(connection),
  }));
  for (const [path, text] of Object.entries(made)) {
    if (process.argv.includes('--check')) await compare(path, text);
    else await writeFile(path, text);
  }
} finally {
  await close();
}

async function compare(path: string, made: string): Promise<void> {
  const kept = (await readFile(path, 'utf8').catch(() => '')).split('\n');
  const lines = made.split('\n');
  const at = Array.from({ length: Math.max(kept.length, lines.length) }).findIndex((_, i) => kept[i] !== lines[i]);
  if (at === -1) return;
  process.stderr.write(
    `${path}:${at + 1} is out of step with the migrations; run node packages/server/scripts/generate-schema.ts\n` +
      `- ${kept[at] ?? '(end)'}\n+ ${lines[at] ?? '(end)'}\n`,
  );
  process.exitCode = 1;
}
