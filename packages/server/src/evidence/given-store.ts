import type { Acceptance, Evidence, GivenFile } from '@tickmark/core';
import { sql, type Insertable, type RawBuilder, type Selectable } from 'kysely';
import { namesOf } from '../members/index.ts';
import type { Tx } from '../platform/database/database.ts';
import type { Schema } from '../platform/database/schema.ts';

type Decision = Selectable<Schema['evidenceDecisions']>;
type Piece = Selectable<Schema['evidence']>;

const accepted = sql`exists (select from evidence_decisions d where d.organization_id = evidence.organization_id
  and d.evidence_id = evidence.id and d.decision = 'accepted')`;

/** Whether a piece counts as evidence: a member brought it, or somebody accepted it. */
export const counts = sql<boolean>`(evidence.capture_link_id is null or ${accepted})`;

/** Index of the entry from which on a piece counts. */
export const countsFrom = sql<number>`coalesce((select d.entry_index from evidence_decisions d
  where d.organization_id = evidence.organization_id and d.evidence_id = evidence.id and d.decision = 'accepted'),
  evidence.entry_index)`;

export function standsAs(acceptance: Acceptance): RawBuilder<boolean> {
  return sql<boolean>`(evidence.capture_link_id is not null and ${acceptance} = case when ${accepted} then 'accepted'
    when exists (select from evidence_decisions d where d.organization_id = evidence.organization_id
      and d.evidence_id = evidence.id) then 'refused'
    else 'received' end)`;
}

export async function insertDecision(tx: Tx, row: Insertable<Schema['evidenceDecisions']>): Promise<void> {
  await tx.insertInto('evidenceDecisions').values(row).execute();
}

export async function supersede(tx: Tx, organizationId: string, id: string, supersedes: string): Promise<void> {
  await tx
    .updateTable('evidence')
    .set({ supersedes })
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .execute();
}

/** What was decided last about each of these pieces. */
export async function decisionsAbout(
  tx: Tx,
  organizationId: string,
  ids: readonly string[],
): Promise<Map<string, Decision>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('evidenceDecisions')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('evidenceId', 'in', [...ids])
    .orderBy('entryIndex')
    .execute();
  return new Map(rows.map((row) => [row.evidenceId, row]));
}

/** Who accepted a piece that came through a capture link, speaks for a day of the period and has its file, by each control that it names. */
export async function acceptedOfPeriod(
  tx: Tx,
  organizationId: string,
  period: { from: string; to: string },
): Promise<{ control: string; acceptedBy: string }[]> {
  return tx
    .selectFrom('evidenceDecisions as d')
    .innerJoin('evidence as e', (join) =>
      join.onRef('e.organizationId', '=', 'd.organizationId').onRef('e.id', '=', 'd.evidenceId'),
    )
    .innerJoin('evidenceControls as c', (join) =>
      join.onRef('c.organizationId', '=', 'e.organizationId').onRef('c.evidenceId', '=', 'e.id'),
    )
    .select(['c.controlCode as control', 'd.decidedBy as acceptedBy'])
    .distinct()
    .where('d.organizationId', '=', organizationId)
    .where('d.decision', '=', 'accepted')
    .where('e.sha256', 'is not', null)
    .where('e.periodFrom', '<=', period.to)
    .where('e.periodTo', '>=', period.from)
    .execute();
}

/** How each of these pieces came, where that was through a capture link. */
export async function givenOf(
  tx: Tx,
  organizationId: string,
  rows: readonly Piece[],
): Promise<Map<string, NonNullable<Evidence['given']>>> {
  const through = rows.filter(({ captureLinkId }) => captureLinkId !== null);
  if (through.length === 0) return new Map();
  const decisions = await decisionsAbout(
    tx,
    organizationId,
    through.map(({ id }) => id),
  );
  const people = [...through.map(({ askedBy }) => askedBy), ...[...decisions.values()].map((each) => each.decidedBy)];
  const names = await namesOf(tx, people);
  const titles = await titlesOf(
    tx,
    organizationId,
    through.map(({ toSupersede }) => toSupersede),
  );
  const person = (id: string) => ({ id, name: names.get(id) ?? null });
  return new Map(
    through.map((row) => {
      const decided = decisions.get(row.id);
      const { toSupersede } = row;
      return [
        row.id,
        {
          state: (decided?.decision ?? 'received') as Acceptance,
          by: row.givenBy ?? '',
          note: row.note,
          linkId: row.captureLinkId ?? '',
          forWhom: row.forWhom ?? '',
          askedBy: person(row.askedBy ?? ''),
          supersedes: toSupersede === null ? null : { id: toSupersede, title: titles.get(toSupersede) ?? '' },
          decided:
            decided === undefined
              ? null
              : { at: decided.decidedAt.toISOString(), by: person(decided.decidedBy), reason: decided.reason },
        },
      ];
    }),
  );
}

/** The file that came through a link; null once it was deleted. */
export async function pieceGivenBy(
  tx: Tx,
  organizationId: string,
  captureLinkId: string,
): Promise<Pick<GivenFile, 'fileName' | 'size' | 'sha256' | 'entry' | 'salt' | 'commitment'> | null> {
  const { size, entryIndex, commitment, fileName, sha256, salt } = await tx
    .selectFrom('evidence')
    .select(['fileName', 'size', 'sha256', 'entryIndex', 'salt', 'commitment'])
    .where('organizationId', '=', organizationId)
    .where('captureLinkId', '=', captureLinkId)
    .executeTakeFirstOrThrow();
  if (fileName === null || sha256 === null || salt === null) return null;
  return { fileName, sha256, salt, commitment, size: Number(size), entry: Number(entryIndex) };
}

async function titlesOf(tx: Tx, organizationId: string, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const pieces = ids.filter((id) => id !== null);
  if (pieces.length === 0) return new Map();
  const rows = await tx
    .selectFrom('evidence')
    .select(['id', 'title'])
    .where('organizationId', '=', organizationId)
    .where('id', 'in', pieces)
    .execute();
  return new Map(rows.map(({ id, title }) => [id, title]));
}
