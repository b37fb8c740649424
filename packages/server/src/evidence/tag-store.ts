import { tagKey, type EvidenceTag } from '@tickmark/core';
import { sql } from 'kysely';
import type { Tx } from '../platform/database/database.ts';

export interface Tag {
  id: string;
  name: string;
  key: string;
}

/** Tags of each of these pieces, in the order of their letters. */
export async function tagsOf(tx: Tx, organizationId: string, ids: readonly string[]): Promise<Map<string, Tag[]>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('evidenceTagged')
    .innerJoin('evidenceTags', (join) =>
      join
        .onRef('evidenceTags.organizationId', '=', 'evidenceTagged.organizationId')
        .onRef('evidenceTags.id', '=', 'evidenceTagged.tagId'),
    )
    .select(['evidenceTagged.evidenceId', 'evidenceTags.id', 'evidenceTags.name', 'evidenceTags.key'])
    .where('evidenceTagged.organizationId', '=', organizationId)
    .where('evidenceTagged.evidenceId', 'in', [...ids])
    .orderBy('evidenceTags.key')
    .execute();
  return Map.groupBy(rows, (row) => row.evidenceId);
}

/** Names by what they are compared by; of several that are one the first. */
export function byKey(names: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of names) if (!found.has(tagKey(name))) found.set(tagKey(name), name);
  return found;
}

/** Those of these keys that are tags, by key. */
export async function tagsWithKeys(tx: Tx, organizationId: string, keys: readonly string[]): Promise<Map<string, Tag>> {
  if (keys.length === 0) return new Map();
  const rows = await tx
    .selectFrom('evidenceTags')
    .select(['id', 'name', 'key'])
    .where('organizationId', '=', organizationId)
    .where('key', 'in', [...keys])
    .execute();
  return new Map(rows.map((row) => [row.key, row]));
}

/** The tags of these names, by key; those that are new are made, under `newId`. */
export async function tagsNamed(
  tx: Tx,
  organizationId: string,
  names: readonly string[],
  newId: () => string,
): Promise<Map<string, Tag>> {
  const wanted = byKey(names);
  const found = await tagsWithKeys(tx, organizationId, [...wanted.keys()]);
  const made = [...wanted].filter(([key]) => !found.has(key)).map(([key, name]) => ({ id: newId(), name, key }));
  if (made.length > 0) {
    await tx
      .insertInto('evidenceTags')
      .values(made.map((tag) => ({ organizationId, ...tag })))
      .execute();
  }
  for (const tag of made) found.set(tag.key, tag);
  return found;
}

export interface TagLink {
  evidenceId: string;
  tagId: string;
}

const rowsAtOnce = 5_000;

export async function insertTagged(tx: Tx, organizationId: string, links: readonly TagLink[]): Promise<void> {
  for (let from = 0; from < links.length; from += rowsAtOnce) {
    await tx
      .insertInto('evidenceTagged')
      .values(links.slice(from, from + rowsAtOnce).map((link) => ({ organizationId, ...link })))
      .execute();
  }
}

/** Takes tags from pieces; a tag that no piece carries any more goes. */
export async function deleteTagged(
  tx: Tx,
  organizationId: string,
  ids: readonly string[],
  tagIds: readonly string[],
): Promise<void> {
  if (ids.length === 0 || tagIds.length === 0) return;
  await tx
    .deleteFrom('evidenceTagged')
    .where('organizationId', '=', organizationId)
    .where('evidenceId', 'in', [...ids])
    .where('tagId', 'in', [...tagIds])
    .execute();
  await tx
    .deleteFrom('evidenceTags')
    .where('organizationId', '=', organizationId)
    .where('id', 'in', [...tagIds])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('evidenceTagged')
            .select('tagId')
            .whereRef('evidenceTagged.organizationId', '=', 'evidenceTags.organizationId')
            .whereRef('evidenceTagged.tagId', '=', 'evidenceTags.id'),
        ),
      ),
    )
    .execute();
}

/** Every piece that carries `from` carries `into` from now on, and `from` is gone. */
export async function mergeTags(tx: Tx, organizationId: string, from: string, into: string): Promise<void> {
  await sql`
    insert into evidence_tagged (organization_id, evidence_id, tag_id)
    select organization_id, evidence_id, ${into}::uuid from evidence_tagged
      where organization_id = ${organizationId} and tag_id = ${from}
    on conflict do nothing`.execute(tx);
  await tx
    .deleteFrom('evidenceTagged')
    .where('organizationId', '=', organizationId)
    .where('tagId', '=', from)
    .execute();
  await tx.deleteFrom('evidenceTags').where('organizationId', '=', organizationId).where('id', '=', from).execute();
}

export async function renameTag(tx: Tx, organizationId: string, id: string, name: string): Promise<void> {
  await tx
    .updateTable('evidenceTags')
    .set({ name, key: tagKey(name) })
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

/** All tags whose name holds `search`, those that most pieces carry first. */
export async function countedTags(tx: Tx, organizationId: string, search = ''): Promise<EvidenceTag[]> {
  const rows = await tx
    .selectFrom('evidenceTags')
    .innerJoin('evidenceTagged', (join) =>
      join
        .onRef('evidenceTagged.organizationId', '=', 'evidenceTags.organizationId')
        .onRef('evidenceTagged.tagId', '=', 'evidenceTags.id'),
    )
    .select(['evidenceTags.name', sql<string>`count(*)`.as('pieces')])
    .where('evidenceTags.organizationId', '=', organizationId)
    .where(sql<boolean>`position(${tagKey(search)} in evidence_tags.key) > 0`)
    .groupBy(['evidenceTags.name', 'evidenceTags.key'])
    .orderBy('pieces', 'desc')
    .orderBy('evidenceTags.key')
    .execute();
  return rows.map(({ name, pieces }) => ({ name, pieces: Number(pieces) }));
}

/** How many pieces carry a tag. */
export async function piecesTagged(tx: Tx, organizationId: string, tagId: string): Promise<number> {
  const { pieces } = await tx
    .selectFrom('evidenceTagged')
    .select(sql<string>`count(*)`.as('pieces'))
    .where('organizationId', '=', organizationId)
    .where('tagId', '=', tagId)
    .executeTakeFirstOrThrow();
  return Number(pieces);
}
