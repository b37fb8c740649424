/**
 * One items test with ten attributes and one relation over a million changes: the engine against the
 * same predicates written by hand for DuckDB, and against the interpreter item by item.
 *
 * node bench/control-testing.ts [items]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb, text, type Session } from '../packages/control-testing/src/duckdb/index.ts';
import { runTest } from '../packages/control-testing/src/index.ts';
import { judge, seeItems } from '../packages/control-testing/src/runs/explanations.ts';
import { prepare } from '../packages/control-testing/src/runs/sources.ts';
import { definition as yaml } from './changes/definition.ts';
import { generateChanges } from './changes/generate.ts';

const items = Number(process.argv[2] ?? 1_000_000);
const rounds = 3;
const period = { from: '2026-01-01', to: '2026-12-31' };

const byHand = (changes: string, reviews: string) => `
  WITH r AS (
    SELECT c.id, max(CASE WHEN r.state = 'approved' AND r.reviewer <> c.author THEN 2 WHEN NOT (r.state = 'approved' AND r.reviewer <> c.author) THEN 0 ELSE 1 END) AS a,
      max(CASE WHEN r.state = 'approved' AND r.at <= c.merged_at THEN 2 WHEN NOT (r.state = 'approved' AND r.at <= c.merged_at) THEN 0 ELSE 1 END) AS b
    FROM ${reviews} AS r JOIN ${changes} AS c ON r.change_id = c.id GROUP BY c.id
  )
  SELECT c.id, merged_at,
    CASE coalesce(r.a, 0) WHEN 2 THEN TRUE WHEN 0 THEN FALSE END AS a,
    CASE coalesce(r.b, 0) WHEN 2 THEN TRUE WHEN 0 THEN FALSE END AS b,
    signature = 'good' AS c,
    kind = 'merge' OR files < 5 AS d,
    files <= 60 AS e,
    authored_at <= merged_at AS f,
    committer <> author AS g,
    starts_with(subject, 'OPS-') OR starts_with(subject, 'CHG-') AS h,
    merged_at - authored_at <= INTERVAL 720 HOURS AS i,
    repository IN ('api', 'web', 'infra') AS j
  FROM ${changes} AS c LEFT JOIN r USING (id)
  WHERE merged_at >= TIMESTAMP '2026-01-01' AND merged_at < TIMESTAMP '2027-01-01' AND branch = 'main'`;

const folder = await mkdtemp(join(tmpdir(), 'tickmark-bench-'));
const session = await openDuckDb(folder);
try {
  const populations = await generateChanges(session, { folder, count: items });
  const [changes, reviews] = Object.values(populations).map((p) => `read_parquet(${text(p.file)})`) as [string, string];
  const run = () => runTest({ yaml, populations, period, timeZone: 'UTC', outDir: join(folder, 'out') });
  const times: Record<string, number[]> = { engine: [], 'by hand, counts': [], 'by hand, the same files': [] };
  let last = await run();
  for (let i = 0; i < rounds; i += 1) {
    await timed(times.engine, async () => void (last = await run()));
    await timed(times['by hand, counts'], () => inSession((own) => handCounts(own, byHand(changes, reviews))));
    await timed(times['by hand, the same files'], () => inSession((own) => handFiles(own, byHand(changes, reviews))));
  }
  const best = Object.fromEntries(Object.entries(times).map(([name, values]) => [name, Math.min(...values)]));
  const perItem = await interpreted(session);
  const { result } = last;
  console.log(
    JSON.stringify({
      items: result.items,
      attributes: Object.fromEntries(
        Object.entries(result.attributes).map(([n, a]) => [n, [a.pass, a.fail, a.unverified]]),
      ),
    }),
  );
  const engine = best.engine ?? 0;
  for (const [name, seconds] of Object.entries(best)) {
    console.log(
      `${name}: ${seconds.toFixed(2)} s (best of ${rounds}; all: ${times[name]?.map((t) => t.toFixed(2)).join(', ')}); engine takes ${(engine / seconds).toFixed(2)} × as long`,
    );
  }
  const [read, judged] = [perItem.read * items, perItem.judged * items];
  console.log(`memory: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB at most`);
  console.log(
    `interpreter, from a tenth of the items: ${(read + judged).toFixed(1)} s for all, of which ${judged.toFixed(1)} s to judge; engine is ${((read + judged) / engine).toFixed(0)} × as fast, ${(judged / engine).toFixed(0)} × without the reading`,
  );
} finally {
  session.close();
  await rm(folder, { recursive: true, force: true });
}

async function timed(into: number[] | undefined, work: () => Promise<unknown>): Promise<void> {
  const start = performance.now();
  await work();
  into?.push((performance.now() - start) / 1000);
}

/** A script by hand opens DuckDB as the engine does for each of its runs. */
async function inSession(work: (session: Session) => Promise<void>): Promise<void> {
  const own = await openDuckDb(folder);
  try {
    await work(own);
  } finally {
    own.close();
  }
}

async function handCounts(session: Session, sql: string): Promise<void> {
  const counts = [...'abcdefghij'].map((c) => `count(*) FILTER (WHERE ${c}), count(*) FILTER (WHERE NOT ${c})`);
  await session.rows(
    `SELECT count(*), ${counts.join(', ')}, count(*) FILTER (WHERE NOT (a AND b AND c AND d AND e AND f AND g AND h AND i AND j)) FROM (${sql})`,
  );
}

async function handFiles(session: Session, sql: string): Promise<void> {
  const file = text(join(folder, 'hand.parquet'));
  await session.run(`COPY (${sql} ORDER BY c.id) TO ${file} (FORMAT parquet, COMPRESSION zstd)`);
  const counts = [...'abcdefghij'].map((c) => `count(*) FILTER (WHERE ${c}), count(*) FILTER (WHERE NOT ${c})`);
  await session.rows(`SELECT count(*), ${counts.join(', ')} FROM read_parquet(${file})`);
  await session.run(
    `COPY (SELECT * FROM read_parquet(${file}) WHERE (a AND b AND c AND d AND e AND f AND g AND h AND i AND j) IS NOT TRUE) TO ${text(join(folder, 'hand-deviations.parquet'))} (FORMAT parquet, COMPRESSION zstd)`,
  );
}

/** Seconds the interpreter takes for one item of a tenth of the population: to read it with its reviews, and to judge it. */
async function interpreted(session: Session): Promise<{ read: number; judged: number }> {
  const populations = await generateChanges(session, { folder, count: items / 10, name: 'tenth' });
  const prepared = prepare({ yaml, populations, period, timeZone: 'UTC' });
  const keys = await session.rows(`SELECT id FROM read_parquet(${text(String(populations['code-changes']?.file))})`);
  const start = performance.now();
  const seen = await seeItems(
    session,
    prepared,
    keys.map((k) => String(k.id)),
  );
  const read = performance.now();
  for (const item of seen.values()) judge(prepared, item);
  const end = performance.now();
  return { read: (read - start) / 1000 / seen.size, judged: (end - read) / 1000 / seen.size };
}
