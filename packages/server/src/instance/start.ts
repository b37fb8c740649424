import { newSecret, sha256Hex, type MasterKey } from '../platform/auth/index.ts';
import { instanceLogId, type Database, type Scope } from '../platform/database/database.ts';
import { createLog, hasLog } from '../platform/trail/index.ts';
import { offerClaim, readInstance } from './store.ts';

const scope: Scope = { role: 'identity', userId: null, organizationId: instanceLogId };

/**
 * What a start does before the first request: begins the log of the instance, and makes a claim while
 * there is no owner. Returns the claim, which exists nowhere else, or null. An older claim ends.
 */
export function prepareInstance(
  database: Database,
  { masterKey, now }: { masterKey: MasterKey; now: Date },
): Promise<string | null> {
  return database.transaction(scope, async (tx) => {
    if (!(await hasLog(tx, instanceLogId))) {
      await createLog(tx, instanceLogId, { masterKey, at: now });
    }
    if ((await readInstance(tx)).claimedAt !== null) return null;
    const claim = newSecret();
    await offerClaim(tx, sha256Hex(claim));
    return claim;
  });
}
