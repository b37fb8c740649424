/**
 * The ten attributes with their relation over a million changes: the engine, whole run, against the
 * same predicates counted by PostgreSQL over the same rows, analysed, with memory and both cores.
 * Figure: the engine is at least three times as fast.
 *
 * node bench/control-testing-postgres.ts [items]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { postgresUrl } from '@tickmark/testkit';
import { openDuckDb, text, type Session } from '../packages/control-testing/src/duckdb/index.ts';
import { runTest } from '../packages/control-testing/src/index.ts';
import { definition as yaml } from './changes/definition.ts';
import { generateChanges } from './changes/generate.ts';

const items = Number(process.argv[2] ?? 1_000_000);
const batch = 20_000;

const tables = {
  changes: [
    'id text',
    'branch text',
    'author text',
    'committer text',
    'repository text',
    'subject text',
    'signature text',
    'kind text',
    'files int8',
    'authored_at timestamp',
    'merged_at timestamp',
  ],
  reviews: ['change_id text', 'reviewer text', 'state text', 'at timestamp'],
};

const counts = [...'abcdefghij'].map((c) => `count(*) filter (where ${c}), count(*) filter (where not ${c})`);
const predicates = `
  with r as (
    select c.id, bool_or(r.state = 'approved' and r.reviewer <> c.author) as a,
      bool_or(r.state = 'approved' and r.at <= c.merged_at) as b
    from reviews r join changes c on r.change_id = c.id group by c.id
  )
  select count(*), ${counts.join(', ')} from (
    select coalesce(r.a, false) as a, coalesce(r.b, false) as b, signature = 'good' as c,
      kind = 'merge' or files < 5 as d, files <= 60 as e, authored_at <= merged_at as f, committer <> author as g,
      starts_with(subject, 'OPS-') or starts_with(subject, 'CHG-') as h,
      merged_at - authored_at <= interval '720 hours' as i, repository in ('api', 'web', 'infra') as j
    from changes c left join r using (id)
    where merged_at >= '2026-01-01' and merged_at < '2027-01-01' and branch = 'main'
  ) judged`;

const folder = await mkdtemp(join(tmpdir(), 'tickmark-bench-'));
const session = await openDuckDb(folder);
const client = new Client({ connectionString: await postgresUrl({ migrated: false }) });
try {
  await client.connect();
  const populations = await generateChanges(session, { folder, count: items });
  await load(session, client, 'changes', populations['code-changes'].file);
  await load(session, client, 'reviews', populations['code-reviews'].file);
  await client.query(`set work_mem = '512MB'`);
  await client.query('set max_parallel_workers_per_gather = 2');
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const began = performance.now();
    await work();
    return (performance.now() - began) / 1000;
  };
  const engine: number[] = [];
  const postgres: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    engine.push(
      await timed(() =>
        runTest({
          yaml,
          populations,
          period: { from: '2026-01-01', to: '2026-12-31' },
          timeZone: 'UTC',
          outDir: join(folder, 'out'),
        }),
      ),
    );
    postgres.push(await timed(() => client.query(predicates)));
  }
  const [ours, theirs] = [Math.min(...engine), Math.min(...postgres)];
  console.log(`engine, whole run ${ours.toFixed(2)} s; PostgreSQL, counts only ${theirs.toFixed(2)} s (best of 3)`);
  console.log(`the engine is ${(theirs / ours).toFixed(1)} × as fast   (3 × wanted)`);
  process.exitCode = theirs / ours >= 3 ? 0 : 1;
} finally {
  await client.end();
  session.close();
  await rm(folder, { recursive: true, force: true });
}

async function load(from: Session, to: Client, table: keyof typeof tables, file: string): Promise<void> {
  const columns = tables[table].map((column) => column.split(' ') as [string, string]);
  const names = columns.map(([name]) => `"${name}"`).join(', ');
  await to.query(`create unlogged table ${table} (${tables[table].map((c) => c.replace(/^\w+/, '"$&"')).join(', ')})`);
  const reader = await from.connection.stream(
    `SELECT ${columns.map(([name]) => `"${name}"::VARCHAR`).join(', ')} FROM read_parquet(${text(file)})`,
  );
  const casts = columns.map(([, type], i) => `$${i + 1}::${type}[]`).join(', ');
  let held: unknown[][] = columns.map(() => []);
  const flush = async () => {
    if (held[0]?.length === 0) return;
    await to.query(`insert into ${table} (${names}) select * from unnest(${casts})`, held);
    held = columns.map(() => []);
  };
  for await (const rows of reader.yieldRows()) {
    for (const row of rows) for (const [i, value] of row.entries()) held[i]?.push(value);
    if ((held[0]?.length ?? 0) >= batch) await flush();
  }
  await flush();
  await to.query(`analyze ${table}`);
}
