import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PopulationManifest } from '../../packages/core/src/index.ts';
import { fileSha256 } from '../../packages/control-testing/src/canonical/index.ts';
import { text, type Session } from '../../packages/control-testing/src/duckdb/index.ts';
import { populationKind } from '../../packages/control-testing/src/index.ts';

/**
 * A seeded million (or so) of changes with their reviews, six for five changes, frozen in `folder`;
 * `from` and `count`, multiples of five, cut a run of changes out of the same endless list, to give
 * them day by day; `reviews` are those that belong to them when left out.
 */
export async function generateChanges(
  session: Session,
  input: { folder: string; count: number; from?: number; name?: string; reviews?: { from: number; to: number } },
) {
  const { folder, count, from = 0, name = 'all' } = input;
  const of = input.reviews ?? { from: Math.round(from * 1.2), to: Math.round((from + count) * 1.2) };

  const people = `'person' || (hash(i * 7 + %) % 200)::VARCHAR || '@example.org'`;
  const changes = `SELECT sha1(i::VARCHAR) AS id, ['api', 'web', 'infra', 'docs'][(1 + hash(i) % 100 // 33)::BIGINT] AS repository,
    CASE WHEN hash(i + 1) % 50 = 0 THEN 'topic' ELSE 'main' END AS branch,
    ['OPS-', 'CHG-', 'Fix '][(1 + hash(i + 2) % 41 // 20)::BIGINT] || i AS subject, ${people.replace('%', '1')} AS author, NULL::VARCHAR AS author_name,
    ${people.replace('%', '2')} AS committer, TIMESTAMP '2025-12-20' + to_seconds((hash(i + 3) % 31000000)::BIGINT) AS authored_at,
    CASE WHEN hash(i + 4) % 100000 = 0 THEN NULL ELSE authored_at + to_seconds((hash(i + 5) % 2600000)::BIGINT) END AS merged_at,
    CASE WHEN hash(i + 6) % 3 = 0 THEN 'commit' ELSE 'merge' END AS kind, 2::BIGINT AS parents,
    CASE WHEN hash(i + 7) % 500 = 0 THEN 'none' ELSE 'good' END AS signature, (hash(i + 8) % 61)::BIGINT AS files,
    ['x']::VARCHAR[] AS reviewers, []::VARCHAR[] AS signed_off_by, []::VARCHAR[] AS trailers FROM range(${from}, ${from + count}) AS r(i)`;
  const reviews = `SELECT i::VARCHAR AS id, sha1((i * 5 // 6)::VARCHAR) AS change_id, ${people.replace('%', '3')} AS reviewer, NULL::VARCHAR AS reviewer_name,
    CASE WHEN hash(i + 10) % 20 = 0 THEN 'commented' ELSE 'approved' END AS state, TIMESTAMP '2025-12-20' + to_seconds((hash(i * 5 // 6 + 3) % 31000000)::BIGINT) AS "at", 'platform' AS source
    FROM range(${of.from}, ${of.to}) AS r(i)`;
  return {
    'code-changes': await writePopulation(
      session,
      join(folder, `${name}-changes.parquet`),
      'code-changes',
      changes,
      count,
    ),
    'code-reviews': await writePopulation(
      session,
      join(folder, `${name}-reviews.parquet`),
      'code-reviews',
      reviews,
      of.to - of.from,
    ),
  };
}

/** Freezes what a query gives as a population of a kind, with a manifest as of the bench. */
export async function writePopulation(
  session: Session,
  file: string,
  id: string,
  sql: string,
  rows: number,
): Promise<{ file: string; manifest: PopulationManifest }> {
  const kind = populationKind(id);
  await session.run(`COPY (SELECT * FROM (${sql}) ORDER BY id) TO ${text(file)} (FORMAT parquet, COMPRESSION zstd)`);
  const { sha256 } = await fileSha256(file);
  const manifest: PopulationManifest = {
    manifest: 1,
    name: id,
    kind: id,
    shape: kind.shape,
    source: { system: 'generated', query: 'bench/changes', parameters: {}, inputSha256: null },
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
