import { addDays } from '@tickmark/control-testing';
import {
  holdReasonTitles,
  sealedFacts,
  TickmarkError,
  type EarlyDeletionReason,
  type Obstacle,
  type RetentionHold,
  type RetentionSchedule,
} from '@tickmark/core';
import { localDate, organizationFacts } from '../engagements/index.ts';
import { deletionsOf, evidenceOf, goneError, lockLibrary, recordsOf, type EvidenceRecord } from '../evidence/index.ts';
import type { HandlerContext, HandlersOf, WriteContext } from '../platform/handler.ts';
import { seal, sealRemoval } from '../platform/trail/index.ts';
import { deletePieces } from './delete.ts';
import { earlyObstacles, obstaclesOf } from './obstacles.ts';
import { removeFilesRequest } from './remove-job.ts';
import {
  deleteSchedule,
  describeSchedule,
  dueDayOf,
  findHold,
  findSchedule,
  insertHold,
  listDue,
  listHolds,
  releaseHold,
  saveSchedule,
  standingHolds,
  type DueDays,
} from './store.ts';

export const retentionHandlers: HandlersOf<'retention'> = {
  'retention.schedule': async (context) => ({ schedule: await scheduleOf(context) }),

  'retention.set-schedule': async (context, { schedule }) => {
    const { tx, organizationId, now, userId } = context;
    await lockLibrary(tx, organizationId);
    const before = await findSchedule(tx, organizationId);
    refuseSame(before, schedule, userId);
    if (schedule === null) {
      await context.record({ schedule: null }, sealRemoval('retentionSchedules', { organizationId }));
      await deleteSchedule(tx, organizationId);
      return { schedule: null };
    }
    if (schedule.supersededYears !== null && schedule.supersededYears > schedule.years) {
      throw new TickmarkError('bad_input', 'What has a newer version would be kept longer than the newest version.', {
        field: 'schedule.supersededYears',
        action: `Give at most ${schedule.years}, or none.`,
      });
    }
    const row = { organizationId, ...schedule, setAt: now, setBy: userId };
    const entryIndex = await context.record({ schedule }, seal('retentionSchedules', row));
    await saveSchedule(tx, { ...row, entryIndex });
    return { schedule: await scheduleOf(context) };
  },

  'retention.due': async (context, { within, ...input }) => {
    const { tx, organizationId } = context;
    const schedule = await findSchedule(tx, organizationId);
    if (schedule === undefined) return { items: [], total: 0, nextCursor: null };
    const days = await daysOf(context);
    const until = addDays(days.today, within);
    const page = await listDue(tx, organizationId, schedule, { ...days, until }, input);
    const records = await recordsOf(
      tx,
      organizationId,
      page.items.map(({ id }) => id),
    );
    const obstacles = await obstaclesOf(context, [...records.values()], days);
    return { ...page, items: page.items.map((item) => ({ ...item, obstacles: obstacles.get(item.id) ?? [] })) };
  },

  'retention.piece': async (context, { id }) => {
    const { tx, organizationId } = context;
    const piece = await pieceOf(context, id, 'id');
    const days = await daysOf(context);
    const always = (await obstaclesOf(context, [piece], days)).get(id) ?? [];
    const { by, bundles } = await earlyObstacles(context, piece, always, days);
    const schedule = await findSchedule(tx, organizationId);
    return {
      dueOn: schedule === undefined ? null : await dueDayOf(tx, organizationId, schedule, days.timeZone, id),
      obstacles: [...always],
      early: [...by].map(([reason, obstacles]) => ({ reason, obstacles })),
      bundles,
    };
  },

  'retention.delete': async (context, { id, reason, words, title }) => {
    const { tx, organizationId } = context;
    await lockLibrary(tx, organizationId);
    const piece = await pieceOf(context, id, 'id', 'already_done');
    await refuseEarly(context, piece, reason);
    await deletePieces(context, [piece], { op: 'retention.delete', reason, words, title });
    await context.startJob(removeFilesRequest);
    return evidenceOf(context, id, 'id');
  },

  'retention.delete-due': async (context, { ids }) => {
    const { tx, organizationId } = context;
    await lockLibrary(tx, organizationId);
    const pieces: EvidenceRecord[] = [];
    for (const [place, id] of [...new Set(ids)].entries())
      pieces.push(await pieceOf(context, id, `ids.${place}`, 'already_done'));
    const days = await daysOf(context);
    const due = await dueNow(context, days, pieces);
    const early = pieces.find(({ id }) => !due.has(id));
    if (early !== undefined) {
      throw new TickmarkError('not_yet_possible', `“${early.title}” is not due.`, {
        field: `ids.${ids.indexOf(early.id)}`,
        action: 'Take ids from the list of what is due.',
      });
    }
    const obstacles = await obstaclesOf(context, pieces, days);
    for (const { id, title } of pieces) {
      const [first] = obstacles.get(id) ?? [];
      if (first !== undefined) throw refused(title, first, `ids.${ids.indexOf(id)}`);
    }
    await deletePieces(context, pieces, { op: 'retention.delete-due', reason: 'schedule', words: null });
    await context.startJob(removeFilesRequest);
    return { items: pieces.map(({ id, title }) => ({ id, title })), total: pieces.length };
  },

  'retention.holds': ({ tx, organizationId }, input) => listHolds(tx, organizationId, input),

  'retention.hold': async (context, { evidence, reason, words }) => {
    const { tx, organizationId, now, userId } = context;
    await lockLibrary(tx, organizationId);
    const evidenceId = evidence ?? null;
    if (evidence !== undefined) {
      const piece = await pieceOf(context, evidence, 'evidence', 'no_longer_possible');
      await refuseSecond(context, piece.id, reason);
    } else await refuseSecond(context, null, reason);
    const id = context.newId();
    const row = { organizationId, id, evidenceId, reason, words, placedAt: now, placedBy: userId };
    const facts = sealedFacts['retention.hold'].parse({ holdId: id, evidenceId, reason });
    const entryIndex = await context.record(facts, seal('retentionHolds', row));
    await insertHold(tx, { ...row, entryIndex });
    return holdOf(context, id);
  },

  'retention.release': async (context, { id, words }) => {
    const { tx, organizationId, now, userId } = context;
    await lockLibrary(tx, organizationId);
    const hold = await findHold(tx, organizationId, id);
    if (hold === undefined) {
      throw new TickmarkError('not_found', 'There is no such hold.', {
        field: 'id',
        action: 'Take an id from the list of holds.',
      });
    }
    if (hold.releasedAt !== null) {
      throw new TickmarkError(
        'already_done',
        `This hold was released on ${hold.releasedAt.toISOString().slice(0, 10)}.`,
        { field: 'id' },
      );
    }
    const release = { releasedAt: now, releasedBy: userId, releaseWords: words };
    const facts = sealedFacts['retention.release'].parse({ holdId: id });
    const entryIndex = await context.record(facts, seal('retentionHolds', { ...hold, ...release }));
    await releaseHold(tx, organizationId, id, { ...release, entryIndex });
    return holdOf(context, id);
  },
};

/** Days in the zone of the organization. */
export async function daysOf({
  tx,
  organizationId,
  now,
}: Pick<WriteContext, 'tx' | 'organizationId' | 'now'>): Promise<DueDays> {
  const { timeZone } = await organizationFacts(tx, organizationId);
  return { today: localDate(now, timeZone), timeZone };
}

/** Which of these pieces the schedule deletes today or was to delete before. */
export async function dueNow(
  { tx, organizationId }: Pick<WriteContext, 'tx' | 'organizationId'>,
  days: DueDays,
  pieces: readonly EvidenceRecord[],
): Promise<Set<string>> {
  const schedule = await findSchedule(tx, organizationId);
  if (schedule === undefined || pieces.length === 0) return new Set();
  const ids = pieces.map(({ id }) => id);
  const { items } = await listDue(
    tx,
    organizationId,
    schedule,
    { ...days, until: days.today, ids },
    { limit: ids.length },
  );
  return new Set(items.map(({ id }) => id));
}

async function scheduleOf({ tx, organizationId }: HandlerContext): Promise<RetentionSchedule | null> {
  const found = await describeSchedule(tx, organizationId);
  if (found === null) return null;
  const { setterIsOwner, ...schedule } = found;
  const rests =
    schedule.automatic && !setterIsOwner
      ? `${schedule.setBy.name ?? 'Who set it'} is no owner any more, and it deletes in the name of who set it. An owner sets it again.`
      : null;
  return { ...schedule, rests };
}

function refuseSame(
  before: Awaited<ReturnType<typeof findSchedule>>,
  wanted: Pick<RetentionSchedule, 'years' | 'supersededYears' | 'automatic'> | null,
  userId: string,
): void {
  if (wanted === null && before === undefined) {
    throw new TickmarkError('already_done', 'There is no schedule, so nothing is ever due.', { field: 'schedule' });
  }
  const same =
    wanted?.years === before?.years &&
    wanted?.supersededYears === before?.supersededYears &&
    wanted?.automatic === before?.automatic;
  // Another owner who sets it answers for it from then on.
  if (same && (before === undefined || before.setBy === userId))
    throw new TickmarkError('already_done', 'The schedule is as you set it.', { field: 'schedule' });
}

/** A piece whose file is there. Errors: not_found, and where it was deleted `deleted`. */
async function pieceOf(
  context: HandlerContext,
  id: string,
  field: string,
  deleted: 'gone' | 'already_done' | 'no_longer_possible' = 'gone',
): Promise<EvidenceRecord> {
  const { tx, organizationId } = context;
  const piece = (await recordsOf(tx, organizationId, [id])).get(id);
  if (piece === undefined) {
    throw new TickmarkError('not_found', 'There is no such evidence.', {
      field,
      action: 'Take an id from the evidence library.',
    });
  }
  if (piece.sha256 !== null) return piece;
  const { message, action } = goneError((await deletionsOf(tx, organizationId, [id])).get(id) ?? null);
  throw new TickmarkError(deleted, message, { field, ...(action === undefined ? {} : { action }) });
}

async function refuseEarly(context: HandlerContext, piece: EvidenceRecord, reason: EarlyDeletionReason): Promise<void> {
  const days = await daysOf(context);
  const always = (await obstaclesOf(context, [piece], days)).get(piece.id) ?? [];
  const { by } = await earlyObstacles(context, piece, always, days);
  const [first] = by.get(reason) ?? [];
  if (first !== undefined) throw refused(piece.title, first, first.kind === 'bundle' ? 'reason' : 'id');
}

function refused(title: string, { message, action }: Obstacle, field: string): TickmarkError {
  return new TickmarkError('conflict', `“${title}” can't be deleted now. ${message}`, { field, action });
}

/** One hold of a kind is enough: two would have to be released where people think of one. */
async function refuseSecond(
  { tx, organizationId }: HandlerContext,
  evidenceId: string | null,
  reason: RetentionHold['reason'],
): Promise<void> {
  const holds = await standingHolds(tx, organizationId, evidenceId === null ? [] : [evidenceId]);
  if (!holds.some((hold) => hold.evidenceId === evidenceId && hold.reason === reason)) return;
  throw new TickmarkError(
    'already_done',
    `There is a hold on ${evidenceId === null ? 'all evidence' : 'this piece'} for this reason: ${holdReasonTitles[reason]}.`,
    { field: 'reason' },
  );
}

async function holdOf({ tx, organizationId }: HandlerContext, id: string): Promise<RetentionHold> {
  const { items } = await listHolds(tx, organizationId, { id, standing: false, limit: 1 });
  const [hold] = items;
  if (hold === undefined) throw new Error(`The hold ${id} is not there.`);
  return hold;
}
