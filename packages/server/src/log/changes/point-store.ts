import type { Tx } from '../../platform/database/index.ts';

/** When an entry was written. */
export async function writtenAt(tx: Tx, organizationId: string, index: number): Promise<string> {
  const { writtenAt } = await tx
    .selectFrom('logEntries')
    .select('writtenAt')
    .where('organizationId', '=', organizationId)
    .where('index', '=', index)
    .executeTakeFirstOrThrow();
  return writtenAt.toISOString();
}

/** How many entries were written before an instant; times never run backwards along a log. */
export async function entriesBefore(tx: Tx, organizationId: string, instant: Date): Promise<number> {
  const last = await tx
    .selectFrom('logEntries')
    .select('index')
    .where('organizationId', '=', organizationId)
    .where('writtenAt', '<', instant)
    .orderBy('index', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last === undefined ? 0 : Number(last.index) + 1;
}

/** Entries that the log in a bundle has; undefined where no such bundle was sealed. */
export async function sealedSize(tx: Tx, organizationId: string, bundleId: string): Promise<number | undefined> {
  const seal = await tx
    .selectFrom('logEntries')
    .select('index')
    .where('organizationId', '=', organizationId)
    .where('op', '=', 'bundles.create')
    .where('statement', 'like', `%"bundleId":"${bundleId}"%`)
    // The entry of the request for a bundle has the same name and seals nothing.
    .where('statement', 'like', '%"manifestSha256"%')
    .orderBy('index', 'desc')
    .limit(1)
    .executeTakeFirst();
  return seal && Number(seal.index) + 1;
}

/** Whose mark it is. */
export interface Mark {
  organizationId: string;
  userId: string;
  engagementId: string;
}

export async function findSeen(
  tx: Tx,
  { organizationId, userId, engagementId }: Mark,
): Promise<{ size: number; root: Uint8Array; seenAt: Date } | undefined> {
  const row = await tx
    .selectFrom('seenPoints')
    .select(['size', 'root', 'seenAt'])
    .where('organizationId', '=', organizationId)
    .where('userId', '=', userId)
    .where('engagementId', '=', engagementId)
    .executeTakeFirst();
  return row && { ...row, size: Number(row.size) };
}

export async function saveSeen(
  tx: Tx,
  mark: Mark,
  { size, root, seenAt }: { size: number; root: Uint8Array; seenAt: Date },
): Promise<void> {
  const seen = { size, root: Buffer.from(root), seenAt };
  await tx
    .insertInto('seenPoints')
    .values({ ...mark, ...seen })
    .onConflict((conflict) => conflict.columns(['organizationId', 'userId', 'engagementId']).doUpdateSet(seen))
    .execute();
}

export async function deleteSeen(tx: Tx, { organizationId, userId, engagementId }: Mark): Promise<void> {
  await tx
    .deleteFrom('seenPoints')
    .where('organizationId', '=', organizationId)
    .where('userId', '=', userId)
    .where('engagementId', '=', engagementId)
    .execute();
}
