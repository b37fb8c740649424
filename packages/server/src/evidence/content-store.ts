import type { ContentState, Evidence } from '@tickmark/core';
import { sql } from 'kysely';
import type { Tx } from '../platform/database/database.ts';
import { searchable, tsQueryOf } from './search.ts';

/** Goes up when the reader learns to read more: what an older one read is read again. */
export const readerVersion = 1;

/** A file that nobody has read, or only an older reader. */
export interface Unread {
  id: string;
  sha256: string;
  mediaType: string;
  size: number;
}

/** The next of them, in an order of its own for each `reading`, so that two that read at once seldom meet. */
export async function nextUnread(tx: Tx, organizationId: string, reading: string): Promise<Unread | undefined> {
  const row = await unread(tx, organizationId)
    .select(['evidence.id', 'evidence.sha256', 'evidence.mediaType', 'evidence.size'])
    .orderBy(sql`md5(evidence.id::text || ${reading}::text)`)
    .limit(1)
    .$narrowType<{ sha256: string }>()
    .executeTakeFirst();
  return row && { ...row, size: Number(row.size) };
}

export async function countUnread(tx: Tx, organizationId: string): Promise<number> {
  const { left } = await unread(tx, organizationId)
    .select(sql<string>`count(*)`.as('left'))
    .executeTakeFirstOrThrow();
  return Number(left);
}

function unread(tx: Tx, organizationId: string) {
  return tx
    .selectFrom('evidence')
    .leftJoin('evidenceContents', (join) =>
      join
        .onRef('evidenceContents.organizationId', '=', 'evidence.organizationId')
        .onRef('evidenceContents.evidenceId', '=', 'evidence.id')
        .on('evidenceContents.reader', '>=', readerVersion),
    )
    .where('evidence.organizationId', '=', organizationId)
    .where('evidence.sha256', 'is not', null)
    .where('evidenceContents.evidenceId', 'is', null);
}

export interface Content {
  state: Exclude<ContentState, 'waiting'>;
  reason: string | null;
  text: string;
}

/** Characters of a passage, and how many of the next it holds too: words across a cut stand beside each other in one. */
const passageLength = 8_000;
const overlap = 200;

/**
 * Keeps what was read of a file, in place of what an older reader read. Of two who read it at once one does; where the
 * file was deleted meanwhile, nothing is kept.
 */
export async function keepContent(
  tx: Tx,
  organizationId: string,
  evidenceId: string,
  { text, ...content }: Content,
  readAt: Date,
): Promise<void> {
  const there = await tx
    .selectFrom('evidence')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('id', '=', evidenceId)
    .where('sha256', 'is not', null)
    .forShare()
    .executeTakeFirst();
  if (there === undefined) return;
  await tx
    .deleteFrom('evidenceContents')
    .where('organizationId', '=', organizationId)
    .where('evidenceId', '=', evidenceId)
    .execute();
  const kept = await tx
    .insertInto('evidenceContents')
    .values({ organizationId, evidenceId, ...content, reader: readerVersion, readAt })
    .onConflict((conflict) => conflict.doNothing())
    .returning('evidenceId')
    .executeTakeFirst();
  if (kept === undefined) return;
  const passages: string[] = [];
  for (let from = 0; from < text.length; from += passageLength) {
    passages.push(text.slice(from, from + passageLength + overlap).toWellFormed());
  }
  if (passages.length === 0) return;
  await sql`
    insert into evidence_passages (organization_id, evidence_id, place, text, words)
    select ${organizationId}::uuid, ${evidenceId}::uuid, n - 1, text, to_tsvector('simple', words)
    from unnest(${passages}::text[], ${passages.map(searchable)}::text[]) with ordinality as p (text, words, n)`.execute(
    tx,
  );
}

export async function contentsOf(
  tx: Tx,
  organizationId: string,
  ids: readonly string[],
): Promise<Map<string, Evidence['content']>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('evidenceContents')
    .select(['evidenceId', 'state', 'reason'])
    .where('organizationId', '=', organizationId)
    .where('evidenceId', 'in', [...ids])
    .execute();
  return new Map(rows.map(({ evidenceId, state, reason }) => [evidenceId, { state, reason }]));
}

/** Ids of the pieces in whose content a word begins so. */
export async function piecesWith(tx: Tx, organizationId: string, word: string): Promise<string[]> {
  const query = tsQueryOf(word);
  if (query === undefined) return [];
  const { rows } = await sql<{ evidenceId: string }>`
    select distinct evidence_id from evidence_passages
    where organization_id = ${organizationId} and words @@ to_tsquery('simple', ${query})`.execute(tx);
  return rows.map(({ evidenceId }) => evidenceId);
}

/** Of each piece the passage in which most of the words stand, the first of several. */
export async function passagesWith(
  tx: Tx,
  organizationId: string,
  ids: readonly string[],
  words: readonly string[],
): Promise<Map<string, string>> {
  const queries = words.flatMap((word) => tsQueryOf(word) ?? []);
  if (ids.length === 0 || queries.length === 0) return new Map();
  const stands = queries.map((query) => sql`(words @@ to_tsquery('simple', ${query}))`);
  const { rows } = await sql<{ evidenceId: string; text: string }>`
    select distinct on (evidence_id) evidence_id, text from evidence_passages
    where organization_id = ${organizationId} and evidence_id = any (${[...ids]}::uuid[])
      and (${sql.join(stands, sql` or `)})
    order by evidence_id, ${sql.join(
      stands.map((stand) => sql`${stand}::int`),
      sql` + `,
    )} desc, place`.execute(tx);
  return new Map(rows.map(({ evidenceId, text }) => [evidenceId, text]));
}
