import type { PublishedTest, TestDefinition } from '@tickmark/core';
import { sql, type Insertable } from 'kysely';
import { json, type Schema, type Tx } from '../platform/database/index.ts';
import { matchesWords, readPage, type Page, type PageInput } from '../platform/paging/index.ts';

const latest = sql<boolean>`not exists (
  select from tests later
  where later.organization_id = tests.organization_id and later.engagement_id = tests.engagement_id
    and later.code = tests.code and later.version > tests.version)`;

function selectTests(tx: Tx, organizationId: string) {
  return tx
    .selectFrom('tests')
    .select([
      'id',
      'engagementId',
      'version',
      'sha256',
      'yaml',
      'definition',
      'publishedAt',
      'entryIndex',
      latest.as('latest'),
    ])
    .where('organizationId', '=', organizationId);
}

export async function findTest(tx: Tx, organizationId: string, id: string): Promise<PublishedTest | undefined> {
  const row = await selectTests(tx, organizationId).where('id', '=', id).executeTakeFirst();
  return row && toTest(row);
}

export async function findTests(tx: Tx, organizationId: string, ids: readonly string[]): Promise<PublishedTest[]> {
  if (ids.length === 0) return [];
  const rows = await selectTests(tx, organizationId)
    .where('id', 'in', [...ids])
    .orderBy('code')
    .execute();
  return rows.map(toTest);
}

/** The newest version of every test published in an engagement, by code. */
export async function latestTests(tx: Tx, organizationId: string, engagementId: string): Promise<PublishedTest[]> {
  const rows = await selectTests(tx, organizationId)
    .where('engagementId', '=', engagementId)
    .where(latest)
    .orderBy('code')
    .execute();
  return rows.map(toTest);
}

/** How many tests were published of each control, whatever versions they have and in which engagement; by code of the control. */
export async function testsByControl(tx: Tx, organizationId: string): Promise<Map<string, number>> {
  const rows = await tx
    .selectFrom('tests')
    .select(({ fn }) => ['control', fn.count<number>('code').distinct().as('codes')])
    .where('organizationId', '=', organizationId)
    .groupBy('control')
    .execute();
  return new Map(rows.map(({ control, codes }) => [control, Number(codes)]));
}

/** The newest version of one test code in an engagement. */
export async function latestTest(
  tx: Tx,
  organizationId: string,
  engagementId: string,
  code: string,
): Promise<PublishedTest | undefined> {
  const row = await selectTests(tx, organizationId)
    .where('engagementId', '=', engagementId)
    .where('code', '=', code)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && toTest(row);
}

export async function listTests(
  tx: Tx,
  organizationId: string,
  input: PageInput & {
    search?: string | undefined;
    engagementId?: string | undefined;
    control?: string | undefined;
    code?: string | undefined;
    latest?: boolean | undefined;
  },
): Promise<Page<PublishedTest>> {
  let query = selectTests(tx, organizationId);
  if (input.engagementId !== undefined) query = query.where('engagementId', '=', input.engagementId);
  if (input.control !== undefined) query = query.where('control', '=', input.control);
  if (input.code !== undefined) query = query.where('code', '=', input.code);
  if (input.latest !== undefined) query = query.where(input.latest ? latest : sql<boolean>`not (${latest})`);
  if (input.search) query = query.where(matchesWords(input.search, [sql.ref('code'), sql.ref('title')]));
  const page = await readPage(
    query,
    {
      sorts: {
        publishedAt: { by: sql.ref('publishedAt'), type: 'timestamptz' },
        code: { by: sql.ref('code'), type: 'text' },
      },
      initial: '-publishedAt',
      id: { by: sql.ref('id'), type: 'uuid' },
    },
    input,
  );
  return { ...page, items: page.items.map(toTest) };
}

/** Publications of one code in one engagement wait for each other, so that versions count without a gap. */
export async function lockVersions(tx: Tx, engagementId: string, code: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tickmark.tests ${engagementId} ${code}`}, 0))`.execute(tx);
}

export async function insertTest(
  tx: Tx,
  test: Omit<Insertable<Schema['tests']>, 'definition'> & { definition: TestDefinition },
): Promise<void> {
  await tx
    .insertInto('tests')
    .values({ ...test, definition: json(test.definition) })
    .execute();
}

interface Row {
  id: string;
  engagementId: string;
  version: number;
  sha256: string;
  yaml: string;
  definition: unknown;
  publishedAt: Date;
  entryIndex: number;
  latest: boolean;
}

function toTest(row: Row): PublishedTest {
  return {
    id: row.id,
    engagementId: row.engagementId,
    version: row.version,
    latest: row.latest,
    sha256: row.sha256,
    yaml: row.yaml,
    definition: row.definition as TestDefinition,
    publishedAt: row.publishedAt.toISOString(),
    entryIndex: row.entryIndex,
  };
}
