/**
 * One items test with ten attributes and one relation over a million changes: the engine against the
 * same predicates written by hand for DuckDB, and against the interpreter item by item.
 *
 * node bench/control-testing.ts [items]
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PopulationManifest } from '../packages/core/src/index.ts';
import { fileSha256 } from '../packages/control-testing/src/canonical/index.ts';
import { openDuckDb, text, type Session } from '../packages/control-testing/src/duckdb/index.ts';
import { populationKind, runTest } from '../packages/control-testing/src/index.ts';
import { judge, seeItems } from '../packages/control-testing/src/runs/explanations.ts';
import { prepare } from '../packages/control-testing/src/runs/sources.ts';

const items = Number(process.argv[2] ?? 1_000_000);
const rounds = 3;
const period = { from: '2026-01-01', to: '2026-12-31' };

const yaml = `
id: CHG-02.bench
control: CHG-02
title: Ten attributes of a change
kind: items
population: code-changes
where: item.branch == "main"
relations:
  reviews: { population: code-reviews, on: reviews.change_id == item.id }
attributes:
  A: { title: Reviewed by another, pass: 'reviews.exists(r, r.state == "approved" && r.reviewer != item.author)' }
  B: { title: Approved before merge, pass: 'reviews.exists(r, r.state == "approved" && r.at <= item.merged_at)' }
  C: { title: Signed, pass: 'item.signature == "good"' }
  D: { title: Merge or small, pass: 'item.kind == "merge" || item.files < 5' }
  E: { title: Not too large, pass: 'item.files <= 60' }
  F: { title: Written before merge, pass: 'item.authored_at <= item.merged_at' }
  G: { title: Merged by another, pass: 'item.committer != item.author' }
  H: { title: Names a ticket, pass: 'item.subject.startsWith("OPS-") || item.subject.startsWith("CHG-")' }
  I: { title: Merged within thirty days, pass: 'item.merged_at - item.authored_at <= duration("720h")' }
  J: { title: Known repository, pass: 'item.repository in ["api", "web", "infra"]' }
`;

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
  const populations = await generate(session);
  const [changes, reviews] = Object.values(populations).map((p) => `read_parquet(${text(p.file)})`) as [string, string];
  const run = () => runTest({ yaml, populations, period, timeZone: 'UTC', outDir: join(folder, 'out') });
  const times: Record<string, number[]> = { engine: [], 'by hand, counts': [], 'by hand, the same files': [] };
  let last = await run();
  for (let i = 0; i < rounds; i += 1) {
    await timed(times.engine, async () => void (last = await run()));
    await timed(times['by hand, counts'], () => handCounts(session, byHand(changes, reviews)));
    await timed(times['by hand, the same files'], () => handFiles(session, byHand(changes, reviews)));
  }
  const best = Object.fromEntries(Object.entries(times).map(([name, values]) => [name, Math.min(...values)]));
  const perItem = await interpreted(session, populations);
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
  console.log(
    `interpreter: ${(perItem * items).toFixed(1)} s for all, from 20,000 items in memory; engine is ${((perItem * items) / engine).toFixed(0)} × as fast`,
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

/** Seconds the interpreter takes for one item, rows already in memory. */
async function interpreted(session: Session, populations: Awaited<ReturnType<typeof generate>>): Promise<number> {
  const prepared = prepare({ yaml, populations, period, timeZone: 'UTC' });
  const keys = await session.rows(`SELECT id FROM read_parquet(${text(populations['code-changes'].file)}) LIMIT 20000`);
  const seen = await seeItems(
    session,
    prepared,
    keys.map((k) => String(k.id)),
  );
  const start = performance.now();
  for (const item of seen.values()) judge(prepared, item);
  return (performance.now() - start) / 1000 / seen.size;
}

async function generate(session: Session) {
  const people = `'person' || (hash(i * 7 + %) % 200)::VARCHAR || '@example.org'`;
  const changes = `SELECT sha1(i::VARCHAR) AS id, ['api', 'web', 'infra', 'docs'][(1 + hash(i) % 100 // 33)::BIGINT] AS repository,
    CASE WHEN hash(i + 1) % 50 = 0 THEN 'topic' ELSE 'main' END AS branch,
    ['OPS-', 'CHG-', 'Fix '][(1 + hash(i + 2) % 41 // 20)::BIGINT] || i AS subject, ${people.replace('%', '1')} AS author, NULL::VARCHAR AS author_name,
    ${people.replace('%', '2')} AS committer, TIMESTAMP '2025-12-20' + to_seconds((hash(i + 3) % 31000000)::BIGINT) AS authored_at,
    CASE WHEN hash(i + 4) % 100000 = 0 THEN NULL ELSE authored_at + to_seconds((hash(i + 5) % 2600000)::BIGINT) END AS merged_at,
    CASE WHEN hash(i + 6) % 3 = 0 THEN 'commit' ELSE 'merge' END AS kind, 2::BIGINT AS parents,
    CASE WHEN hash(i + 7) % 500 = 0 THEN 'none' ELSE 'good' END AS signature, (hash(i + 8) % 61)::BIGINT AS files,
    ['x']::VARCHAR[] AS reviewers, []::VARCHAR[] AS signed_off_by, []::VARCHAR[] AS trailers FROM range(${items}) AS r(i)`;
  const reviews = `SELECT i::VARCHAR AS id, sha1((i % ${items})::VARCHAR) AS change_id, ${people.replace('%', '3')} AS reviewer, NULL::VARCHAR AS reviewer_name,
    CASE WHEN hash(i + 10) % 20 = 0 THEN 'commented' ELSE 'approved' END AS state, TIMESTAMP '2025-12-20' + to_seconds((hash(i % ${items} + 3) % 31000000)::BIGINT) AS "at", 'platform' AS source
    FROM range(${Math.round(items * 1.2)}) AS r(i)`;
  return {
    'code-changes': await write(session, 'code-changes', changes, items),
    'code-reviews': await write(session, 'code-reviews', reviews, Math.round(items * 1.2)),
  };
}

async function write(
  session: Session,
  id: string,
  sql: string,
  rows: number,
): Promise<{ file: string; manifest: PopulationManifest }> {
  const kind = populationKind(id);
  const file = join(folder, `${id}.parquet`);
  await session.run(`COPY (SELECT * FROM (${sql}) ORDER BY id) TO ${text(file)} (FORMAT parquet, COMPRESSION zstd)`);
  const { sha256 } = await fileSha256(file);
  const manifest: PopulationManifest = {
    manifest: 1,
    name: id,
    kind: id,
    shape: kind.shape,
    source: { system: 'generated', query: 'bench/control-testing.ts', parameters: {}, inputSha256: null },
    extractedAt: '2027-01-02T00:00:00.000Z',
    extractedBy: 'bench',
    period: null,
    timeZone: 'UTC',
    interim: false,
    rows,
    rejected: { count: 0, accepted: false, first: [] },
    excluded: 0,
    columns: kind.columns.map(({ name, type }) => ({ name, type })),
    key: kind.key,
    time: kind.time,
    completeness: { method: 'none', expected: null, note: 'Generated.' },
    supersedes: null,
    sha256,
    bytes: (await stat(file)).size,
  };
  return { file, manifest };
}
