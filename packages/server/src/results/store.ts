import type { Result, ResultOutcome, ResultSummary, TestDefinition, TestResult } from '@tickmark/core';
import { sql, type Insertable } from 'kysely';
import { json, type Schema, type Tx } from '../platform/database/index.ts';
import { matchesWords, readPage, type Page, type PageInput } from '../platform/paging/index.ts';

/**
 * No later result of the same test code, whatever its version, exists in the engagement for the same
 * version of the control. A result that names no version gives way to any later one.
 */
const latest = sql<boolean>`not exists (
  select from results later join tests other
    on other.organization_id = later.organization_id and other.id = later.test_id
  where later.organization_id = results.organization_id and later.engagement_id = results.engagement_id
    and other.code = tests.code and later.entry_index > results.entry_index
    and (results.control_id is null or later.control_id is not distinct from results.control_id))`;

/** The parts of a document that a list shows; deviations and pictures stay in the database. */
const brief = sql<unknown>`results.document - 'deviations' - 'timeline'
  #- '{occurrences,list}' #- '{days,intervals}' #- '{days,unobservedList}'`;

function selectResults(tx: Tx, organizationId: string) {
  return tx
    .selectFrom('results')
    .innerJoin('tests', (join) =>
      join.onRef('tests.organizationId', '=', 'results.organizationId').onRef('tests.id', '=', 'results.testId'),
    )
    .select([
      'results.id',
      'results.engagementId',
      'results.testId',
      'tests.code',
      'tests.control',
      'tests.title',
      'results.ranAt',
      'results.sha256',
      'results.entryIndex',
      latest.as('latest'),
    ])
    .where('results.organizationId', '=', organizationId);
}

/** A result with what reading it further takes: its files, populations and definition. */
export interface KeptResult extends Result {
  /** The version of the control it speaks of; null where none was adopted. */
  controlId: string | null;
  populations: Record<string, string>;
  deviationsSha256: string;
  itemsSha256: string;
  /** Of the definition. */
  version: number;
  yaml: string;
  definition: TestDefinition;
}

export async function findResult(tx: Tx, organizationId: string, id: string): Promise<KeptResult | undefined> {
  const [found] = await readResults(tx, organizationId, (query) => query.where('results.id', '=', id));
  return found;
}

/** The newest result of each test in an engagement, where it is of the newest version of that test. */
export async function newestResults(tx: Tx, organizationId: string, engagementId: string): Promise<KeptResult[]> {
  return readResults(tx, organizationId, (query) =>
    query
      .where('results.engagementId', '=', engagementId)
      .where(latest)
      .where(
        sql<boolean>`not exists (
        select from tests newer
        where newer.organization_id = tests.organization_id and newer.engagement_id = tests.engagement_id
          and newer.code = tests.code and newer.version > tests.version)`,
      ),
  );
}

/** What the newest results of an engagement came to, those of earlier versions of a test too, without what was found of each item. */
export async function latestOutcomes(
  tx: Tx,
  organizationId: string,
  engagementId: string,
): Promise<{ id: string; testId: string; document: ResultOutcome }[]> {
  const rows = await selectResults(tx, organizationId)
    .select(brief.as('document'))
    .where('results.engagementId', '=', engagementId)
    .where(latest)
    .execute();
  return rows.map(({ id, testId, document }) => ({ id, testId, document: document as ResultOutcome }));
}

export async function findResults(tx: Tx, organizationId: string, ids: readonly string[]): Promise<KeptResult[]> {
  return ids.length === 0 ? [] : readResults(tx, organizationId, (query) => query.where('results.id', 'in', [...ids]));
}

async function readResults(
  tx: Tx,
  organizationId: string,
  narrow: (query: ReturnType<typeof selectResults>) => ReturnType<typeof selectResults>,
): Promise<KeptResult[]> {
  const rows = await narrow(selectResults(tx, organizationId))
    .select([
      'results.document',
      'results.controlId',
      'results.populations',
      'results.deviationsSha256',
      'results.itemsSha256',
      'tests.version',
      'tests.yaml',
      'tests.definition',
    ])
    .orderBy('tests.code')
    .orderBy('results.entryIndex')
    .execute();
  return rows.map(({ ranAt, document, populations, definition, ...row }) => ({
    ...row,
    ranAt: ranAt.toISOString(),
    document: document as TestResult,
    definition: definition as TestDefinition,
    populations: populations as Record<string, string>,
  }));
}

export async function listResults(
  tx: Tx,
  organizationId: string,
  input: PageInput & {
    search?: string | undefined;
    engagementId?: string | undefined;
    testId?: string | undefined;
    control?: string | undefined;
    code?: string | undefined;
    latest?: boolean | undefined;
  },
): Promise<Page<ResultSummary>> {
  let query = selectResults(tx, organizationId).select(brief.as('document'));
  if (input.engagementId !== undefined) query = query.where('results.engagementId', '=', input.engagementId);
  if (input.testId !== undefined) query = query.where('results.testId', '=', input.testId);
  if (input.control !== undefined) query = query.where('tests.control', '=', input.control);
  if (input.code !== undefined) query = query.where('tests.code', '=', input.code);
  if (input.latest !== undefined) query = query.where(input.latest ? latest : sql<boolean>`not (${latest})`);
  if (input.search) query = query.where(matchesWords(input.search, [sql.ref('tests.code'), sql.ref('tests.title')]));
  const page = await readPage(
    query,
    {
      sorts: {
        ranAt: { by: sql.ref('results.ranAt'), type: 'timestamptz' },
        code: { by: sql.ref('tests.code'), type: 'text' },
      },
      initial: '-ranAt',
      id: { by: sql.ref('results.id'), type: 'uuid' },
    },
    input,
  );
  return {
    ...page,
    items: page.items.map(({ document, ranAt, ...row }) => {
      const { definition, interim, items, occurrences, days, proposal } = document as TestResult;
      return {
        id: row.id,
        engagementId: row.engagementId,
        testId: row.testId,
        code: row.code,
        control: row.control,
        title: row.title,
        ranAt: ranAt.toISOString(),
        latest: row.latest,
        sha256: row.sha256,
        entryIndex: row.entryIndex,
        kind: definition.kind,
        interim,
        items,
        occurrences: occurrences ?? null,
        days: days ?? null,
        proposal,
      };
    }),
  };
}

export async function insertResult(
  tx: Tx,
  result: Omit<Insertable<Schema['results']>, 'document' | 'populations'> & {
    document: TestResult;
    populations: Record<string, string>;
  },
): Promise<void> {
  await tx
    .insertInto('results')
    .values({ ...result, document: json(result.document), populations: json(result.populations) })
    .execute();
}
