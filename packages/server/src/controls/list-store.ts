import type { Control, ControlLack } from '@tickmark/core';
import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '../platform/database/index.ts';
import { matchesWords, readPage, type Page, type PageInput } from '../platform/paging/index.ts';
import { ableRoles } from './ownership-store.ts';
import { toControl } from './store.ts';

export interface ListedControls extends PageInput {
  search?: string | undefined;
  criterion?: string | undefined;
  family?: string | undefined;
  frequency?: string | undefined;
  type?: 'preventive' | 'detective' | 'corrective' | undefined;
  nature?: 'manual' | 'hybrid' | 'automated' | undefined;
  retired: boolean;
  owner?: string | undefined;
  origin?: 'catalogue' | 'own' | undefined;
  without?: readonly ControlLack[] | undefined;
  engagementId?: string | undefined;
}

/** Versions that match; `catalogueCodes` tell those of the catalogue from own ones. */
export async function listControls(
  tx: Tx,
  organizationId: string,
  input: ListedControls,
  catalogueCodes: readonly string[],
): Promise<Page<Control>> {
  let query = tx.selectFrom('controls').selectAll().where('organizationId', '=', organizationId);
  if (!input.retired) query = query.where('retiredOn', 'is', null);
  if (input.criterion !== undefined)
    query = query.where(sql<boolean>`${input.criterion} = any(${sql.ref('criteria')})`);
  if (input.family !== undefined) query = query.where('family', '=', input.family);
  if (input.frequency !== undefined) query = query.where('frequency', '=', input.frequency);
  if (input.type !== undefined) query = query.where('type', '=', input.type);
  if (input.nature !== undefined) query = query.where('nature', '=', input.nature);
  if (input.origin !== undefined)
    query = query.where('code', input.origin === 'own' ? 'not in' : 'in', [...catalogueCodes]);
  if (input.owner !== undefined) query = query.where(ownedBy(input.owner));
  for (const lack of new Set(input.without)) query = query.where(lacking(lack, input.engagementId));
  if (input.search) {
    query = query.where(
      matchesWords(input.search, [
        sql.ref('code'),
        sql.ref('title'),
        sql.ref('description'),
        sql.ref('ownerRole'),
        sql.ref('performer'),
        sql.ref('appliesTo'),
      ]),
    );
  }
  const page = await readPage(
    query,
    {
      sorts: {
        code: { by: sql.ref('code'), type: 'text' },
        title: { by: sql.ref('title'), type: 'text' },
        effectiveFrom: { by: sql.ref('effectiveFrom'), type: 'date' },
      },
      initial: 'code',
      id: { by: sql.ref('id'), type: 'uuid' },
    },
    input,
  );
  return { ...page, items: page.items.map(toControl) };
}

const newestOwnership = sql`control_ownerships o where o.organization_id = controls.organization_id
  and o.code = controls.code and not exists (select from control_ownerships later
    where later.organization_id = o.organization_id and later.code = o.code and later.version > o.version)`;

function ownedBy(member: string): RawBuilder<boolean> {
  return sql<boolean>`exists (select from ${newestOwnership} and ${member}::uuid in (o.owner_id, o.deputy_id))`;
}

/** A member who may not bring evidence has a control in name alone. */
function lacking(lack: ControlLack, engagementId: string | undefined): RawBuilder<boolean> {
  switch (lack) {
    case 'owner':
    case 'deputy': {
      const who = sql.raw(lack === 'owner' ? 'o.owner_id' : 'o.deputy_id');
      return sql<boolean>`not exists (select from ${newestOwnership} and exists (select from members m
        where m.organization_id = o.organization_id and m.user_id = ${who} and m.role in (${sql.join(ableRoles)})))`;
    }
    case 'test': {
      const within = engagementId === undefined ? sql`true` : sql`t.engagement_id = ${engagementId}::uuid`;
      return sql<boolean>`not exists (select from tests t where t.organization_id = controls.organization_id
        and t.control = controls.code and ${within})`;
    }
    case 'evidence':
      return sql<boolean>`not exists (select from evidence_controls l where l.organization_id = controls.organization_id
        and l.control_code = controls.code and ${countedPiece})`;
  }
}

/** A linked piece that counts and has its file: a member brought it, or somebody accepted it. */
const countedPiece = sql<boolean>`exists (select from evidence e where e.organization_id = l.organization_id
  and e.id = l.evidence_id and e.sha256 is not null
  and (e.capture_link_id is null or exists (select from evidence_decisions d where d.organization_id = e.organization_id
    and d.evidence_id = e.id and d.decision = 'accepted')))`;

/** Published tests, newest versions, and evidence that counts, by code of the control. */
export async function countsByCode(
  tx: Tx,
  organizationId: string,
  codes: readonly string[],
  engagementId?: string,
): Promise<Map<string, { tests: number; evidence: number }>> {
  const within = engagementId === undefined ? sql`true` : sql`t.engagement_id = ${engagementId}::uuid`;
  const { rows } = await sql<{ code: string; tests: string; evidence: string }>`
    select c.code,
      (select count(distinct (t.engagement_id, t.code)) from tests t
        where t.organization_id = ${organizationId} and t.control = c.code and ${within}) as tests,
      (select count(*) from evidence_controls l
        where l.organization_id = ${organizationId} and l.control_code = c.code and ${countedPiece}) as evidence
    from unnest(${sql.val([...codes])}::text[]) as c (code)`.execute(tx);
  return new Map(rows.map(({ code, tests, evidence }) => [code, { tests: Number(tests), evidence: Number(evidence) }]));
}
