import {
  descriptionBody,
  type DescriptionBody,
  type DescriptionDocument,
  type DescriptionPartId,
  type DescriptionPoint,
} from '@tickmark/core';
import { sql, type Selectable } from 'kysely';
import { json, type Schema, type Tx } from '../platform/database/index.ts';

export type PartRecord = Omit<Selectable<Schema['descriptionParts']>, 'body' | 'part'> & {
  part: DescriptionPartId;
  body: DescriptionBody;
};
/** A frozen version as its record is sealed. */
export type VersionRecord = Omit<Selectable<Schema['descriptionVersions']>, 'document'> & {
  document: DescriptionDocument;
};
export type ApprovalRecord = Selectable<Schema['descriptionApprovals']>;

/** Holds back whoever else would write on, freeze or approve the description of this engagement. */
export async function lockDescription(tx: Tx, engagementId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tickmark.description ${engagementId}`}, 0))`.execute(tx);
}

/** What was written, by part; a part that nobody wrote on is not there. */
export async function partsOf(
  tx: Tx,
  organizationId: string,
  engagementId: string,
): Promise<Map<DescriptionPartId, PartRecord>> {
  const rows = await tx
    .selectFrom('descriptionParts')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('engagementId', '=', engagementId)
    .execute();
  return new Map(
    rows.map((row) => {
      const body = descriptionBody.parse(row.body);
      return [body.part, { ...row, part: body.part, body }];
    }),
  );
}

export async function insertPart(tx: Tx, row: PartRecord): Promise<void> {
  await tx
    .insertInto('descriptionParts')
    .values({ ...row, body: json(row.body) })
    .execute();
}

export async function updatePart(
  tx: Tx,
  { organizationId, engagementId, part, body, ...row }: PartRecord,
): Promise<void> {
  await tx
    .updateTable('descriptionParts')
    .set({ ...row, body: json(body) })
    .where('organizationId', '=', organizationId)
    .where('engagementId', '=', engagementId)
    .where('part', '=', part)
    .execute();
}

/** What is told of a version without its text. */
export type VersionFacts = Omit<VersionRecord, 'document'> & {
  terms: DescriptionDocument['engagement']['terms'];
  open: DescriptionPoint['severity'][];
};

/** Versions of a description, the newest first. */
export async function versionsOf(tx: Tx, organizationId: string, engagementId: string): Promise<VersionFacts[]> {
  return tx
    .selectFrom('descriptionVersions')
    .select([
      'organizationId',
      'id',
      'engagementId',
      'number',
      'sha256',
      'changes',
      'frozenAt',
      'frozenBy',
      'entryIndex',
      sql<VersionFacts['terms']>`document->'engagement'->'terms'`.as('terms'),
      sql<VersionFacts['open']>`jsonb_path_query_array(document, '$.points[*].severity')`.as('open'),
    ])
    .where('organizationId', '=', organizationId)
    .where('engagementId', '=', engagementId)
    .orderBy('number', 'desc')
    .execute();
}

/** One version with its whole document; without a number the newest. */
export async function wholeVersion(
  tx: Tx,
  organizationId: string,
  engagementId: string,
  number?: number,
): Promise<VersionRecord | undefined> {
  const row = await tx
    .selectFrom('descriptionVersions')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('engagementId', '=', engagementId)
    .$if(number !== undefined, (query) => query.where('number', '=', number ?? 0))
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { ...row, document: row.document as DescriptionDocument };
}

export const factsOf = ({ document, ...version }: VersionRecord): VersionFacts => ({
  ...version,
  terms: document.engagement.terms,
  open: document.points.map(({ severity }) => severity),
});

export async function insertVersion(
  tx: Tx,
  { document, ...row }: Omit<VersionRecord, 'entryIndex'>,
  entryIndex: number,
): Promise<void> {
  await tx
    .insertInto('descriptionVersions')
    .values({ ...row, document: json(document), entryIndex })
    .execute();
}

/** Who took these versions as the description of management, in the order in which they did. */
export async function approvalsOf(
  tx: Tx,
  organizationId: string,
  versions: readonly string[],
): Promise<ApprovalRecord[]> {
  if (versions.length === 0) return [];
  return tx
    .selectFrom('descriptionApprovals')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('versionId', 'in', [...versions])
    .orderBy('entryIndex')
    .execute();
}

export async function insertApproval(
  tx: Tx,
  row: Omit<ApprovalRecord, 'entryIndex'>,
  entryIndex: number,
): Promise<void> {
  await tx
    .insertInto('descriptionApprovals')
    .values({ ...row, entryIndex })
    .execute();
}
