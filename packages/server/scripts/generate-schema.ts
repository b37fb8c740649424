/**
 * Writes packages/server/schema.sql and src/platform/database/schema.ts from the migrated database's
 * catalog. `--check` writes nothing and exits 1 with the first line that differs.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { schemaSql, schemaTypes } from '../src/platform/database/catalog.ts';
import { openDatabase } from '../src/platform/database/index.ts';

const outputs = {
  sql: fileURLToPath(new URL('../schema.sql', import.meta.url)),
  types: fileURLToPath(new URL('../src/platform/database/schema.ts', import.meta.url)),
};

const folder = await mkdtemp(join(tmpdir(), 'tickmark-schema-'));
try {
  const database = await openDatabase({ dataFolder: folder });
  const made = await database.owner(async (connection) => ({
    [outputs.sql]: await schemaSql(connection),
    [outputs.types]: await schemaTypes(connection),
  }));
  await database.close();
  for (const [path, text] of Object.entries(made)) {
    if (process.argv.includes('--check')) await compare(path, text);
    else await writeFile(path, text);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
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
