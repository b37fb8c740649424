import {
  tagKey,
  type Acceptance,
  type ContentState,
  type Evidence,
  type EvidenceCounts,
  type FoundEvidence,
  type FoundIn,
  type RenewalState,
} from '@tickmark/core';
import { sql, type ExpressionBuilder, type RawBuilder } from 'kysely';
import type { Tx } from '../platform/database/database.ts';
import type { Schema } from '../platform/database/schema.ts';
import { readPage, wordsOf, type Page, type PageInput } from '../platform/paging/index.ts';
import { passagesWith, piecesWith } from './content-store.ts';
import { counts, standsAs } from './given-store.ts';
import { isLinkedTo } from './request-store.ts';
import { passageOf } from './search.ts';
import { evidenceIn, newerOf, toEvidence, type RenewalDays } from './store.ts';

export interface ListInput extends PageInput {
  search?: string | undefined;
  control?: string | undefined;
  tags?: string[] | undefined;
  /** Only what is linked to it. */
  request?: string | undefined;
  without?: 'controls' | 'tags' | undefined;
  renewal?: RenewalState | undefined;
  content?: ContentState | undefined;
  /** Whether pieces whose files were deleted are among them. */
  deleted?: 'without' | 'with' | 'only' | undefined;
  /** Only what came through a capture link, and stands so. */
  acceptance?: Acceptance | undefined;
  /** Leave out what has a newer version, or does not count. */
  newest?: boolean | undefined;
  /** Only what has no newer version and was to have one by this day. */
  renewBy?: string | undefined;
  /** Only what speaks for one of these days and names one of these controls. */
  examined?: { from: string; to: string; controls: string[] } | undefined;
}

export async function listEvidence(
  tx: Tx,
  organizationId: string,
  days: RenewalDays,
  input: ListInput,
): Promise<Page<FoundEvidence>> {
  const { acceptance, control, tags, without, renewal, content, newest = false, renewBy, examined } = input;
  const { deleted = 'without', request } = input;
  const words = wordsOf(input.search ?? '');
  let query = evidenceIn(tx, organizationId);
  if (deleted !== 'with') query = query.where('sha256', deleted === 'only' ? 'is' : 'is not', null);
  const asEvidence = newest || renewBy !== undefined || control !== undefined || examined !== undefined;
  if (acceptance !== undefined) query = query.where(standsAs(acceptance));
  else if (asEvidence) query = query.where(counts);
  if (newest || renewBy !== undefined) query = query.where((eb) => eb.not(eb.exists(newerOf(eb))));
  if (renewBy !== undefined) query = query.where('renewOn', '<=', renewBy);
  if (renewal !== undefined) query = query.where((eb) => renewalIs(eb, renewal, days));
  if (content !== undefined) query = query.where(sql<boolean>`${contentIn} = ${content}`);
  if (control !== undefined) query = query.where(namesOneOf([control]));
  if (examined !== undefined) {
    query = query
      .where('periodFrom', '<=', examined.to)
      .where('periodTo', '>=', examined.from)
      .where(namesOneOf(examined.controls));
  }
  if (request !== undefined) query = query.where(isLinkedTo(request));
  if (tags !== undefined && tags.length > 0) query = query.where(carriesAll(tags));
  if (without !== undefined) query = query.where(without === 'controls' ? namesNone : carriesNone);
  for (const word of words) {
    // Asked by itself, so that the passages are gone through once, and neither for each piece nor for the count as well.
    const inContent = await piecesWith(tx, organizationId, word);
    query = query.where(holds(word, inContent));
  }
  const page = await readPage(
    query,
    {
      sorts: {
        capturedAt: { by: sql.ref('capturedAt'), type: 'timestamptz' },
        title: { by: sql.ref('title'), type: 'text' },
        renewOn: { by: sql`coalesce(renew_on, 'infinity'::date)`, type: 'date' },
      },
      initial: '-capturedAt',
      id: { by: sql.ref('id'), type: 'uuid' },
    },
    input,
  );
  const items = await toEvidence(tx, organizationId, days, page.items);
  const ids = items.map(({ id }) => id);
  const passages = await passagesWith(tx, organizationId, ids, words);
  return { ...page, items: items.map((piece) => found(piece, passages.get(piece.id), words)) };
}

/** Newest versions of what counts; and what waits to be accepted. */
export async function countEvidence(tx: Tx, organizationId: string, days: RenewalDays): Promise<EvidenceCounts> {
  const newest = tx
    .selectFrom('evidence')
    .where('organizationId', '=', organizationId)
    .where('sha256', 'is not', null)
    .where(counts)
    .where((eb) => eb.not(eb.exists(newerOf(eb))));
  const { received } = await tx
    .selectFrom('evidence')
    .where('organizationId', '=', organizationId)
    .where('sha256', 'is not', null)
    .where(standsAs('received'))
    .select(sql<string>`count(*)`.as('received'))
    .executeTakeFirstOrThrow();
  const counted = await newest
    .select((eb) => [
      sql<string>`count(*)`.as('newest'),
      sql<string>`count(*) filter (where ${renewalIs(eb, 'soon', days)})`.as('soon'),
      sql<string>`count(*) filter (where ${renewalIs(eb, 'overdue', days)})`.as('overdue'),
      sql<string>`count(*) filter (where ${namesNone})`.as('withoutControl'),
      sql<string>`count(*) filter (where ${carriesNone})`.as('untagged'),
    ])
    .executeTakeFirstOrThrow();
  const states = await newest
    .select([contentIn.as('state'), sql<string>`count(*)`.as('pieces')])
    .groupBy(contentIn)
    .execute();
  return {
    newest: Number(counted.newest),
    soon: Number(counted.soon),
    overdue: Number(counted.overdue),
    withoutControl: Number(counted.withoutControl),
    untagged: Number(counted.untagged),
    received: Number(received),
    content: {
      waiting: 0,
      indexed: 0,
      'in-part': 0,
      nothing: 0,
      failed: 0,
      ...Object.fromEntries(states.map((row) => [row.state, Number(row.pieces)])),
    },
  };
}

function renewalIs(
  eb: ExpressionBuilder<Schema, 'evidence'>,
  renewal: RenewalState,
  { today, soonUntil }: RenewalDays,
): RawBuilder<boolean> {
  const superseded = eb.exists(newerOf(eb));
  const day = sql.ref('renewOn');
  switch (renewal) {
    case 'renewed':
      return sql<boolean>`${superseded}`;
    case 'none':
      return sql<boolean>`(${day} is null and not ${superseded})`;
    case 'overdue':
      return sql<boolean>`(${day} < ${today}::date and not ${superseded})`;
    case 'soon':
      return sql<boolean>`(${day} between ${today}::date and ${soonUntil}::date and not ${superseded})`;
    case 'later':
      return sql<boolean>`(${day} > ${soonUntil}::date and not ${superseded})`;
  }
}

function namesOneOf(codes: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`exists (select from evidence_controls c where c.organization_id = evidence.organization_id
    and c.evidence_id = evidence.id and c.control_code = any (${[...codes]}::text[]))`;
}

const contentIn = sql<ContentState>`coalesce((select state from evidence_contents c
  where c.organization_id = evidence.organization_id and c.evidence_id = evidence.id), 'waiting')`;

const namesNone = sql<boolean>`not exists (select from evidence_controls c
  where c.organization_id = evidence.organization_id and c.evidence_id = evidence.id)`;

const carriesNone = sql<boolean>`not exists (select from evidence_tagged t
  where t.organization_id = evidence.organization_id and t.evidence_id = evidence.id)`;

function carriesAll(names: readonly string[]): RawBuilder<boolean> {
  const keys = [...new Set(names.map(tagKey))];
  return sql<boolean>`(select count(*) from evidence_tagged t join evidence_tags g
      on g.organization_id = t.organization_id and g.id = t.tag_id
    where t.organization_id = evidence.organization_id and t.evidence_id = evidence.id
      and g.key = any (${keys}::text[])) = ${keys.length}::int`;
}

/** A word stands in the title, the name of the file, the source or a tag, wherever; or begins a word of the content. */
function holds(word: string, inContent: readonly string[]): RawBuilder<boolean> {
  const like = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
  return sql<boolean>`(concat_ws(' ', title, file_name, source) ilike ${like}
    or exists (select from evidence_tagged t join evidence_tags g
        on g.organization_id = t.organization_id and g.id = t.tag_id
      where t.organization_id = evidence.organization_id and t.evidence_id = evidence.id and g.name ilike ${like})
    or evidence.id = any (${[...inContent]}::uuid[]))`;
}

/** Tells where the words of the search stand. */
function found(piece: Evidence, text: string | undefined, words: readonly string[]): FoundEvidence {
  const passage = text === undefined ? undefined : passageOf(text, words);
  const has = (value: string): boolean => words.some((word) => value.toLowerCase().includes(word.toLowerCase()));
  const where: [FoundIn, boolean][] = [
    ['title', has(piece.title)],
    ['fileName', has(piece.fileName ?? '')],
    ['source', has(piece.source)],
    ['tags', piece.tags.some(has)],
    ['content', passage !== undefined],
  ];
  return {
    ...piece,
    foundIn: where.filter(([, here]) => here).map(([name]) => name),
    passage: passage?.text ?? null,
    hits: passage?.hits ?? [],
  };
}
