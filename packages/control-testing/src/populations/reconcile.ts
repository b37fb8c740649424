import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  reconciliationDocument,
  TickmarkError,
  type PopulationManifest,
  type ReconciledSide,
  type ReconciliationDocument,
  type ReconciliationTerms,
} from '@tickmark/core';
import { canonicalBytes, fileSha256, manifestSha256, sha256Hex } from '../canonical/index.ts';
import { openDuckDb, text, type Session } from '../duckdb/index.ts';
import { countByKind, firstDifferences, writeDifferences } from './differences.ts';
import { agreementFile, keyColumns, keysFile, valuesFile, type ReconcileFiles } from './reconcile-files.ts';
import { reconciledSides, rowsSql, type SideSql } from './reconcile-sides.ts';

/** Version that reconciliation documents name. It changes when documents may change. */
export const reconciliationEngine = 'tickmark-reconciliation/1';

/** How many differences a document lists; the Parquet file has all. */
const listed = 1000;

interface FrozenFile {
  file: string;
  manifest: PopulationManifest;
}

export interface ReconcileInput {
  here: FrozenFile;
  there: FrozenFile;
  terms: ReconciliationTerms;
  /** Holidays of the organization, in order; no business days to the filters. None when left out. */
  holidays?: readonly string[] | undefined;
  /** The reconciliation this one replaces, and why. */
  supersedes?: ReconciliationDocument['supersedes'];
  /** Folder for `differences.parquet`; made when it is not there. */
  outDir: string;
  /** Threads of the analytic engine, 2 when left out; nothing depends on them. */
  threads?: number;
}

export interface Reconciled {
  document: ReconciliationDocument;
  /** Canonical JSON of the document. */
  bytes: Uint8Array;
  sha256: string;
  /** Every difference, in the order of its number: `kind`, `key`, `column`, and rows, item and value on each side. */
  differencesFile: string;
  differencesSha256: string;
}

/**
 * Says whether the terms fit two populations, without reading their rows. Throws `bad_input` with the
 * field at fault.
 */
export function checkReconciliation(
  terms: ReconciliationTerms,
  here: PopulationManifest,
  there: PopulationManifest,
): void {
  reconciledSides(terms, here, there, []);
}

/**
 * Holds a frozen population against a second source by key. A key counts once on each side, however
 * many rows have it; how many keys repeat is told. A row without a value to match by is a difference
 * of its own, as nobody can say whether the other side has it. A row of which a filter can't be told
 * counts. Values agree when both sides have the same set of them for a key. The document is a
 * function of files, manifests, terms, what is superseded and, where a filter asks of business days,
 * the holidays. Memory stays bounded: what does not
 * fit spills to disk below `outDir`. Throws `bad_input` and `population_invalid`.
 */
export async function reconcilePopulations(input: ReconcileInput): Promise<Reconciled> {
  const { here, there, terms, holidays = [], outDir } = input;
  const sides = reconciledSides(terms, here.manifest, there.manifest, holidays);
  const countsBusinessDays = sides.here.businessDays || sides.there.businessDays;
  const work = join(outDir, '.work');
  await mkdir(work, { recursive: true });
  const session = await openDuckDb(work, { threads: input.threads });
  try {
    for (const each of [here, there]) await refuseOther(each);
    const files = { here: here.file, there: there.file, work, differences: join(outDir, 'differences.parquet') };
    await setAside(session, sides, files);
    await groupByKey(session, sides, files);
    for (const i of terms.agree.keys()) await groupByValue(session, sides, files, i);
    await writeDifferences(session, { terms, sides, files });

    const [keys = {}] = await session.rows(
      `SELECT ${['here', 'there']
        .map(
          (name) =>
            `count(*) FILTER (WHERE ${name}_rows > 0) AS ${name}, count(*) FILTER (WHERE ${name}_rows > 1) AS ${name}_repeated`,
        )
        .join(
          ', ',
        )}, count(*) FILTER (WHERE here_rows > 0 AND there_rows > 0) AS matched FROM read_parquet(${text(keysFile(work))})`,
    );
    const rows = {
      here: await countRows(session, sides.here, files.here),
      there: await countRows(session, sides.there, files.there),
    };
    const plain = await countPlain(session, sides.here, files.here);
    const sideOf = (name: 'here' | 'there', where: string | undefined): ReconciledSide => ({
      kind: sides[name].manifest.kind,
      rows: sides[name].manifest.rows,
      sha256: sides[name].manifest.sha256,
      manifestSha256: manifestSha256(sides[name].manifest),
      where: where ?? null,
      ...rows[name],
      keys: plain.keys + Number(keys[name]),
      repeated: Number(keys[`${name}_repeated`]),
    });
    const differing = await countByKind(session, files.differences);
    const { sha256: differencesSha256 } = await fileSha256(files.differences);
    const document = reconciliationDocument.parse({
      reconciliation: 1,
      engine: reconciliationEngine,
      on: terms.on,
      unique: terms.unique,
      here: sideOf('here', terms.where),
      there: sideOf('there', terms.otherWhere),
      // Absent rather than empty: documents of before filters knew holidays keep their bytes.
      ...(countsBusinessDays && holidays.length > 0 ? { holidays } : {}),
      matched: plain.keys + Number(keys['matched']),
      differing,
      agreement: await Promise.all(
        terms.agree.map(async (pair, i) => {
          const { same, differ, neither } = await countValues(session, work, i);
          const without = plain.without[i] ?? 0;
          return { ...pair, same: same + plain.keys - without, differ, neither: neither + without };
        }),
      ),
      differences: await firstDifferences(session, files.differences, listed),
      differencesFile: { sha256: differencesSha256, rows: Object.values(differing).reduce((sum, n) => sum + n, 0) },
      supersedes: input.supersedes ?? null,
    });
    const bytes = canonicalBytes(document);
    return { document, bytes, sha256: sha256Hex(bytes), differencesFile: files.differences, differencesSha256 };
  } finally {
    session.close();
    await rm(work, { recursive: true, force: true });
  }
}

async function refuseOther({ file, manifest }: FrozenFile): Promise<void> {
  const { sha256 } = await fileSha256(file).catch((cause: unknown) => {
    throw new TickmarkError('population_invalid', `The population ${manifest.kind} cannot be read from ${file}.`, {
      cause,
    });
  });
  if (sha256 === manifest.sha256) return;
  throw new TickmarkError(
    'population_invalid',
    `The file of ${manifest.kind} is not the one that was frozen: its SHA-256 is ${sha256}, the manifest says ${manifest.sha256}.`,
    { action: 'Give the frozen file, unchanged.' },
  );
}

type Sides = { here: SideSql; there: SideSql };

/** Whether a row counts and has a key. */
function keyed({ counts, keys }: SideSql): string {
  return [`(${counts}) IS DISTINCT FROM FALSE`, ...keys.map((sql) => `${sql} IS NOT NULL`)].join(' AND ');
}

/**
 * Sets aside the places of all rows but the plain ones: those whose key one row of each side has, with
 * the same values. Plain rows need only be counted, and grouping is for the rest. A key is taken to
 * repeat where its hash does, which may set aside a row too many and never one too few.
 */
async function setAside(session: Session, sides: Sides, files: ReconcileFiles): Promise<void> {
  const rowsOf = (name: 'here' | 'there') => {
    const { keys, values } = sides[name];
    const columns = [
      'file_row_number AS place',
      `hash(${keys.join(', ')}) AS h`,
      ...keys.map((sql, i) => `${sql} AS k${i}`),
      ...values.map((sql, i) => `${sql} AS v${i}`),
    ];
    return `(SELECT ${columns.join(', ')} FROM ${rowsSql(files[name])} AS item WHERE ${keyed(sides[name])})`;
  };
  const repeated = (name: 'here' | 'there') => `SELECT h FROM ${rowsOf(name)} GROUP BY h HAVING count(*) > 1`;
  await session.run(`CREATE OR REPLACE TEMP TABLE repeated AS ${repeated('here')} UNION ${repeated('there')}`);
  const single = (name: 'here' | 'there') => `(FROM ${rowsOf(name)} ANTI JOIN repeated USING (h)) AS ${name}`;
  const many = (name: 'here' | 'there') => `FROM ${rowsOf(name)} SEMI JOIN repeated USING (h)`;
  const matched = keyColumns(sides.here).map((key) => `here.${key} = there.${key}`);
  const differs = [
    'here.place IS NULL',
    'there.place IS NULL',
    ...sides.here.values.map((_, i) => `here.v${i} IS DISTINCT FROM there.v${i}`),
  ];
  await session.run(
    `CREATE OR REPLACE TEMP TABLE aside AS
     SELECT here.place AS here_place, there.place AS there_place
     FROM ${single('here')} FULL OUTER JOIN ${single('there')} ON ${matched.join(' AND ')} WHERE ${differs.join(' OR ')}
     UNION ALL SELECT place, NULL ${many('here')}
     UNION ALL SELECT NULL, place ${many('there')}`,
  );
}

/** Rows of both sides that were set aside; `extra` is one more column of each. */
function both(sides: Sides, files: ReconcileFiles, extra: (side: SideSql) => string): string {
  return (['here', 'there'] as const)
    .map((name) => {
      const side = sides[name];
      const keys = side.keys.map((sql, i) => `${sql} AS k${i}`).join(', ');
      return `SELECT ${name === 'here'} AS is_here, ${keys}, ${extra(side)} FROM ${rowsSql(files[name])} AS item
        WHERE file_row_number IN (SELECT ${name}_place FROM aside WHERE ${name}_place IS NOT NULL)`;
    })
    .join(' UNION ALL ');
}

async function groupByKey(session: Session, sides: Sides, files: ReconcileFiles): Promise<void> {
  const keys = keyColumns(sides.here).join(', ');
  // The first row is kept by its place: a number spills to disk, a text under an aggregate does not.
  await session.run(
    `COPY (SELECT ${keys},
       count(*) FILTER (WHERE is_here) AS here_rows, min(place) FILTER (WHERE is_here) AS here_place,
       count(*) FILTER (WHERE NOT is_here) AS there_rows, min(place) FILTER (WHERE NOT is_here) AS there_place
     FROM (${both(sides, files, () => 'file_row_number AS place')}) GROUP BY ${keys})
     TO ${text(keysFile(files.work))} (FORMAT parquet)`,
  );
}

async function groupByValue(session: Session, sides: Sides, files: ReconcileFiles, pair: number): Promise<void> {
  const keys = keyColumns(sides.here).join(', ');
  await session.run(
    `COPY (SELECT ${keys}, v, bool_or(is_here) AS in_here, bool_or(NOT is_here) AS in_there
     FROM (${both(sides, files, (side) => `${side.values[pair]} AS v`)}) GROUP BY ${keys}, v)
     TO ${text(valuesFile(files.work, pair))} (FORMAT parquet)`,
  );
  await session.run(
    `COPY (SELECT ${keys}, bool_or(in_here <> in_there) AS differs, bool_and(v IS NULL) AS neither
     FROM read_parquet(${text(valuesFile(files.work, pair))})
     GROUP BY ${keys} HAVING bool_or(in_here) AND bool_or(in_there))
     TO ${text(agreementFile(files.work, pair))} (FORMAT parquet)`,
  );
}

/** Plain keys, and for how many of them neither side has a value, by pair of columns. */
async function countPlain(session: Session, side: SideSql, file: string): Promise<{ keys: number; without: number[] }> {
  const without = side.values.map((sql, i) => `, count(*) FILTER (WHERE ${sql} IS NULL) AS v${i}`);
  const [row = {}] = await session.rows(
    `SELECT count(*) AS keys${without.join('')} FROM ${rowsSql(file)} AS item
     WHERE ${keyed(side)} AND file_row_number NOT IN (SELECT here_place FROM aside WHERE here_place IS NOT NULL)`,
  );
  return { keys: Number(row['keys']), without: side.values.map((_, i) => Number(row[`v${i}`])) };
}

async function countValues(
  session: Session,
  work: string,
  pair: number,
): Promise<{ same: number; differ: number; neither: number }> {
  const [row] = await session.rows(
    `SELECT count(*) FILTER (WHERE differs) AS differ, count(*) FILTER (WHERE neither) AS neither, count(*) AS total
     FROM read_parquet(${text(agreementFile(work, pair))})`,
  );
  const [differ, neither] = [Number(row?.differ), Number(row?.neither)];
  return { same: Number(row?.total) - differ - neither, differ, neither };
}

async function countRows(
  session: Session,
  { counts, keys }: SideSql,
  file: string,
): Promise<{ leftOut: number; undecided: number; withoutKey: number }> {
  const keyless = keys.map((sql) => `${sql} IS NULL`).join(' OR ');
  const [row] = await session.rows(
    `SELECT count(*) FILTER (WHERE NOT counted) AS left_out, count(*) FILTER (WHERE counted IS NULL) AS undecided,
       count(*) FILTER (WHERE counted IS DISTINCT FROM FALSE AND keyless) AS without_key
     FROM (SELECT (${counts}) AS counted, (${keyless}) AS keyless FROM ${rowsSql(file)} AS item)`,
  );
  return {
    leftOut: Number(row?.left_out),
    undecided: Number(row?.undecided),
    withoutKey: Number(row?.without_key),
  };
}
