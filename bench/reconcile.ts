/**
 * A million changes against as many deployments, with differences planted among them: the engine against
 * a FULL OUTER JOIN written by hand for DuckDB. The populations are made, and joined by hand, by
 * processes of their own, so that the memory is the engine's alone.
 *
 * node bench/reconcile.ts [rows]
 */
import { execFileSync } from 'node:child_process';
import { deepEqual } from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reconciliationTerms } from '@tickmark/core';
import { populationKind, reconcilePopulations } from '@tickmark/control-testing';
import { openDuckDb, text } from '../packages/control-testing/src/duckdb/index.ts';
import { sqlType } from '../packages/control-testing/src/populations/index.ts';
import { writePopulation } from './changes/generate.ts';

const rows = Number(process.argv[2] ?? 1_000_000);
if (!Number.isSafeInteger(rows) || rows < 1000 || rows % 1000 !== 0)
  throw new RangeError(`${process.argv[2]} is no number of rows in thousands.`);
const [task, given] = (process.env['TICKMARK_BENCH_TASK'] ?? '').split('=', 2);

const terms = reconciliationTerms.parse({
  on: [{ here: 'id', there: 'change_id' }],
  agree: [{ here: 'author', there: 'deployed_by' }],
  unique: true,
});

/** Of each thousand deployments: one is missing, one of an unknown change, one of none, one doubled, five by somebody else. */
const planted = { 'only-here': 3, 'only-there': 1, 'no-key-here': 0, 'no-key-there': 1, repeats: 1, differs: 5 };

if (given === undefined) await compare(await mkdtemp(join(tmpdir(), 'tickmark-bench-')));
else if (task === 'make') await make(given);
else await joinByHand(given);

async function make(folder: string): Promise<void> {
  const session = await openDuckDb(folder, { memory: '4GB' });
  const columns = (kind: string, held: Record<string, string>) =>
    populationKind(kind)
      .columns.map(({ name, type }) => `(${held[name] ?? 'NULL'})::${sqlType[type]} AS "${name}"`)
      .join(', ');
  const author = `'person' || (hash(i) % 200)::VARCHAR || '@example.org'`;
  const changes = columns('code-changes', { id: 'sha1(i::VARCHAR)', author });
  const deployments = columns('deployments', {
    id: 'md5(i::VARCHAR || copy::VARCHAR)',
    change_id: `CASE i % 1000 WHEN 2 THEN 'unknown' || i WHEN 3 THEN NULL ELSE sha1(i::VARCHAR) END`,
    deployed_by: `CASE WHEN i % 1000 BETWEEN 4 AND 8 THEN 'somebody else' ELSE ${author} END`,
  });
  const made = {
    here: await writePopulation(
      session,
      join(folder, 'changes.parquet'),
      'code-changes',
      `SELECT ${changes} FROM range(${rows}) AS r(i)`,
      rows,
    ),
    there: await writePopulation(
      session,
      join(folder, 'deployments.parquet'),
      'deployments',
      `SELECT ${deployments} FROM range(${rows}) AS r(i), range(2) AS c(copy)
       WHERE i % 1000 <> 1 AND (copy = 0 OR i % 1000 = 9)`,
      rows,
    ),
  };
  await writeFile(join(folder, 'made.json'), JSON.stringify(made));
  session.close();
}

/** What somebody would write who only wants to see what differs. */
async function joinByHand(folder: string): Promise<void> {
  const began = performance.now();
  const session = await openDuckDb(folder);
  await session.run(
    `COPY (SELECT h.id, h.author, t.id AS deployment, t.change_id, t.deployed_by
     FROM read_parquet(${text(join(folder, 'changes.parquet'))}) AS h
     FULL OUTER JOIN read_parquet(${text(join(folder, 'deployments.parquet'))}) AS t ON h.id = t.change_id
     WHERE h.id IS NULL OR t.change_id IS NULL OR h.author IS DISTINCT FROM t.deployed_by
     ORDER BY h.id, t.id) TO ${text(join(folder, 'by-hand.parquet'))} (FORMAT parquet, COMPRESSION zstd)`,
  );
  session.close();
  console.log(String((performance.now() - began) / 1000));
}

async function compare(folder: string): Promise<void> {
  const inProcess = (name: string) =>
    execFileSync(process.execPath, [import.meta.filename, String(rows)], {
      encoding: 'utf8',
      stdio: ['inherit', 'pipe', 'inherit'],
      env: { ...process.env, TICKMARK_BENCH_TASK: `${name}=${folder}` },
    });
  try {
    inProcess('make');
    const { here, there } = JSON.parse(await readFile(join(folder, 'made.json'), 'utf8'));
    const began = performance.now();
    const { document } = await reconcilePopulations({ here, there, terms, outDir: join(folder, 'out') });
    const seconds = (performance.now() - began) / 1000;
    const megabytes = process.resourceUsage().maxRSS / 1024;
    const expected = Object.entries(planted).map(([kind, each]) => [kind, (each * rows) / 1000]);
    deepEqual(document.differing, Object.fromEntries(expected), 'Other differences were found than were planted.');
    const byHand = Number(inProcess('join'));
    console.log(`${rows} rows a side: ${document.differencesFile.rows} differences found, as planted`);
    console.log(`${seconds.toFixed(1)} s, ${Math.round(megabytes)} MB at most`);
    console.log(`${(seconds / byHand).toFixed(1)} of a join by hand, ${byHand.toFixed(1)} s`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
