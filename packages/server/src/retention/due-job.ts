import { mostDeleted } from '@tickmark/core';
import { lockLibrary, recordsOf } from '../evidence/index.ts';
import type { JobHandler, JobRequest } from '../platform/handler.ts';
import type { Tx } from '../platform/database/index.ts';
import { deletePieces } from './delete.ts';
import { daysOf, dueNow } from './handlers.ts';
import { obstaclesOf } from './obstacles.ts';
import { removeFiles } from './remove-job.ts';
import { describeSchedule, findSchedule, hasDeletedSince, listDue } from './store.ts';

const dayMs = 86_400_000;

/**
 * The job of today, in the name of who turned it on; undefined where there is no such schedule, nothing is due, this person is
 * no owner any more, or it was done within a day.
 */
export async function dailyDeletion(
  tx: Tx,
  organizationId: string,
  now: Date,
): Promise<(JobRequest & { requestedBy: string }) | undefined> {
  const schedule = await describeSchedule(tx, organizationId);
  if (schedule === null || !schedule.automatic || !schedule.setterIsOwner) return undefined;
  if (await hasDeletedSince(tx, organizationId, new Date(now.getTime() - dayMs))) return undefined;
  const row = await findSchedule(tx, organizationId);
  if (row === undefined) return undefined;
  const days = await daysOf({ tx, organizationId, now });
  const { total } = await listDue(tx, organizationId, row, { ...days, until: days.today }, { limit: 1 });
  if (total === 0) return undefined;
  return {
    kind: 'delete-due',
    title: 'Delete evidence that is due',
    unit: 'pieces',
    input: {},
    once: true,
    requestedBy: schedule.setBy.id,
  };
}

/** Deletes what is due and what nothing stands against, as many in one entry as it can name. */
export const deleteDue: JobHandler = async (job) => {
  const { organizationId } = job;
  let deleted = 0;
  let cursor: string | undefined;
  do {
    const page = await job.read(async (tx) => {
      const schedule = await describeSchedule(tx, organizationId);
      const row = await findSchedule(tx, organizationId);
      if (schedule === null || row === undefined || !schedule.automatic || !schedule.setterIsOwner) return undefined;
      const days = await daysOf({ tx, organizationId, now: job.now() });
      const found = await listDue(
        tx,
        organizationId,
        row,
        { ...days, until: days.today },
        { cursor, limit: mostDeleted },
      );
      const free = await withoutObstacles(
        tx,
        found.items.map(({ id }) => id),
      );
      return { ids: free, nextCursor: found.nextCursor };
    });
    if (page === undefined) break;
    if (page.ids.length > 0) deleted += await deleteNow(page.ids);
    await job.progress({ done: deleted });
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  await removeFiles(job, {});
  return { deleted };

  async function withoutObstacles(tx: Tx, ids: readonly string[]): Promise<string[]> {
    if (ids.length === 0) return [];
    const records = [...(await recordsOf(tx, organizationId, ids)).values()];
    const days = await daysOf({ tx, organizationId, now: job.now() });
    const due = await dueNow({ tx, organizationId }, days, records);
    const obstacles = await obstaclesOf({ tx, organizationId }, records, days);
    return ids.filter((id) => due.has(id) && (obstacles.get(id) ?? []).length === 0);
  }

  async function deleteNow(ids: readonly string[]): Promise<number> {
    try {
      return await job.write('retention.delete-due', async (context) => {
        await lockLibrary(context.tx, organizationId);
        // Asked again under the lock: somebody may have placed a hold meanwhile.
        const free = await withoutObstacles(context.tx, ids);
        if (free.length === 0) throw new NothingLeft();
        const records = await recordsOf(context.tx, organizationId, free);
        const pieces = free.flatMap((id) => records.get(id) ?? []);
        await deletePieces(context, pieces, { op: 'retention.delete-due', reason: 'schedule', words: null });
        return pieces.length;
      });
    } catch (error) {
      if (error instanceof NothingLeft) return 0;
      throw error;
    }
  }
};

/** Between two looks something came to stand against all of them, or they were deleted. */
class NothingLeft extends Error {
  override readonly name = 'NothingLeft';
}
