import {
  isUnsettled,
  planCode,
  severities,
  stateOn,
  type Engagement,
  type GapStanding,
  type PlanChange,
  type PlanCounts,
  type PlanItem,
} from '@tickmark/core';
import { engagementOf } from '../engagements/index.ts';
import { newestVersions, recordsOf as piecesOf } from '../evidence/index.ts';
import { namesOf } from '../members/index.ts';
import type { HandlerContext } from '../platform/handler.ts';
import { heldQuestions, type Held } from '../readiness/index.ts';
import { noItem, todayOf } from './records.ts';
import { changesOf, itemsOf, itemsWithIds, linksOf, type ItemRecord } from './store.ts';
import { valueWords } from './words.ts';

/** Questions of the readiness assessment by their id, for the engagement of a plan. */
export type Assessed = ReadonlyMap<string, Held>;

export async function assessedIn(
  { tx, organizationId }: HandlerContext,
  engagement: Pick<Engagement, 'id' | 'categories'>,
): Promise<Assessed> {
  return new Map((await heldQuestions(tx, organizationId, engagement)).map((held) => [held.question.id, held]));
}

/** Every item of an engagement as it is shown today, by number. */
export async function shownItems(context: HandlerContext, engagement: Engagement): Promise<PlanItem[]> {
  const { tx, organizationId } = context;
  const records = await itemsOf(tx, organizationId, engagement.id);
  return toItems(context, engagement, records, records);
}

/** Those of these ids, in that order. */
export async function itemsShown(
  context: HandlerContext,
  engagementId: string,
  ids: readonly string[],
): Promise<PlanItem[]> {
  const engagement = await engagementOf(context.tx, context.organizationId, engagementId);
  const all = await itemsOf(context.tx, context.organizationId, engagementId);
  const wanted = new Set(ids);
  const shown = await toItems(
    context,
    engagement,
    all.filter(({ id }) => wanted.has(id)),
    all,
  );
  return ids.flatMap((id) => shown.filter((item) => item.id === id));
}

export async function itemShown(context: HandlerContext, engagementId: string, id: string): Promise<PlanItem> {
  const [item] = await itemsShown(context, engagementId, [id]);
  if (item === undefined) throw noItem('id');
  return item;
}

async function toItems(
  context: HandlerContext,
  engagement: Engagement,
  records: readonly ItemRecord[],
  all: readonly ItemRecord[],
): Promise<PlanItem[]> {
  const { tx, organizationId } = context;
  const today = await todayOf(context);
  const people = await namesOf(
    tx,
    records.flatMap(({ ownerId, deputyId, verifierId, movedBy }) => [ownerId, deputyId, verifierId, movedBy]),
  );
  const links = await linksOf(tx, organizationId, { engagementId: engagement.id });
  const pieces = new Map<string, number>();
  for (const { itemId } of links) pieces.set(itemId, (pieces.get(itemId) ?? 0) + 1);
  const assessed = records.some(({ gap }) => gap !== null)
    ? await assessedIn(context, engagement)
    : new Map<string, Held>();
  const byId = new Map(all.map((item) => [item.id, item]));
  const named = (id: string | null) => (id === null ? null : { id, name: people.get(id) ?? null });
  return records.map((row): PlanItem => {
    const state = stateOn(row, today);
    return {
      id: row.id,
      engagementId: row.engagementId,
      number: row.number,
      code: planCode(row.number),
      revision: row.revision,
      title: row.title,
      description: row.description,
      gap: gapShown(row, assessed),
      severity: row.severity,
      criteria: row.criteria,
      controls: row.controls,
      owner: named(row.ownerId),
      deputy: named(row.deputyId),
      verifier: named(row.verifierId),
      effortDays: row.effortHalves === null ? null : row.effortHalves / 2,
      effortSource: row.effortSource,
      notBefore: row.notBefore,
      dueOn: row.dueOn,
      overdue: row.dueOn !== null && row.dueOn < today && isUnsettled(state),
      after: row.after.flatMap(({ id, lagDays }) => {
        const other = byId.get(id);
        if (other === undefined) return [];
        return [{ id, lagDays, code: planCode(other.number), title: other.title, state: stateOn(other, today) }];
      }),
      deliverable: row.deliverable,
      evidenceOfDone: row.evidenceOfDone,
      evidence: pieces.get(row.id) ?? 0,
      state,
      acceptance: acceptanceShown(row, today, people),
      note: row.note,
      movedAt: row.movedAt?.toISOString() ?? null,
      movedBy: named(row.movedBy),
      createdAt: row.createdAt.toISOString(),
      entryIndex: Number(row.entryIndex),
    };
  });
}

function acceptanceShown(
  { state, acceptedUntil, movedBy, movedAt, note }: ItemRecord,
  today: string,
  people: ReadonlyMap<string, string>,
): PlanItem['acceptance'] {
  if (state !== 'accepted' || acceptedUntil === null || movedBy === null || movedAt === null) return null;
  return {
    until: acceptedUntil,
    expired: acceptedUntil < today,
    by: { id: movedBy, name: people.get(movedBy) ?? null },
    at: movedAt.toISOString(),
    reason: note ?? '',
  };
}

/** How the newest answer compares to the one that an item was made from. */
function gapShown({ gap, gapAnswer }: ItemRecord, assessed: Assessed): PlanItem['gap'] {
  if (gap === null || gapAnswer === null) return null;
  const question = gap.split('.')[0] ?? gap;
  const held = assessed.get(question);
  const now = { gap: held?.gap?.id ?? null, answerVersion: held?.given?.version ?? null };
  return { id: gap, question, answerVersion: gapAnswer, standing: standingOf(gap, gapAnswer, held), now };
}

function standingOf(gap: string, version: number, held: Held | undefined): GapStanding {
  if (held === undefined) return 'not-asked';
  if (held.given === null || held.given.answer.kind === 'withdrawn') return 'taken-back';
  if (held.gap === null) return 'closed';
  if (held.gap.id !== gap) return 'changed';
  return held.given.version === version ? 'same' : 'answered-again';
}

/** Whether the gap of an item was answered otherwise since, so that somebody should look. */
export function gapMoved({ gap }: Pick<PlanItem, 'gap'>): boolean {
  return gap !== null && gap.standing !== 'same' && gap.standing !== 'answered-again';
}

export function countItems(items: readonly PlanItem[]): PlanCounts {
  const count = (fits: (item: PlanItem) => boolean): number => items.filter(fits).length;
  const unsettled = (item: PlanItem): boolean => isUnsettled(item.state);
  return {
    total: items.length,
    open: count(({ state }) => state === 'open'),
    inProgress: count(({ state }) => state === 'in-progress'),
    done: count(({ state }) => state === 'done'),
    verified: count(({ state }) => state === 'verified'),
    accepted: count(({ state }) => state === 'accepted'),
    dropped: count(({ state }) => state === 'dropped'),
    overdue: count(({ overdue }) => overdue),
    expired: count(({ acceptance }) => acceptance?.expired === true),
    unowned: count((item) => unsettled(item) && item.owner === null),
    unestimated: count((item) => unsettled(item) && item.effortDays === null),
  };
}

/** 0 is the most severe; what nobody said comes before that, for it may be anything. */
export function severityRank({ severity }: Pick<PlanItem, 'severity'>): number {
  return severity === null ? 0 : severities.indexOf(severity) + 1;
}

/** Pieces that are attached to an item, in the order they were. */
export async function piecesShown({ tx, organizationId }: HandlerContext, itemId: string) {
  const links = await linksOf(tx, organizationId, { items: [itemId] });
  const ids = links.map(({ evidenceId }) => evidenceId);
  const pieces = await piecesOf(tx, organizationId, ids);
  const newest = await newestVersions(tx, organizationId, ids);
  return ids.flatMap((id) => {
    const piece = pieces.get(id);
    if (piece === undefined) return [];
    const { title, fileName, sha256 } = piece;
    return [{ id, title, fileName, deleted: sha256 === null, newer: newest.get(id) ?? null }];
  });
}

/** Everything that was done to an item, newest first, in words. */
export async function historyOf({ tx, organizationId }: HandlerContext, itemId: string): Promise<PlanChange[]> {
  const kept = await changesOf(tx, organizationId, itemId);
  const values = kept.flatMap(({ own }) => own.changes.flatMap(({ before, after }) => [before, after]));
  const texts = values
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .map((value) => (typeof value === 'object' && value !== null && 'id' in value ? String(value.id) : String(value)));
  const ids = texts.filter((text) => /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(text));
  const names = {
    people: await namesOf(tx, ids),
    items: await itemsWithIds(tx, organizationId, ids),
    evidence: await piecesOf(tx, organizationId, ids),
  };
  return kept.map(({ id, kind, at, by, name, words, own, items, entryIndex }) => ({
    id,
    kind: kind as PlanChange['kind'],
    at: at.toISOString(),
    by: { id: by, name },
    words,
    revision: own.revision,
    changes: own.changes.map(({ field, before, after }) => ({
      field,
      before: valueWords(field, before, names),
      after: valueWords(field, after, names),
    })),
    others: items.length - 1,
    entryIndex,
  }));
}
