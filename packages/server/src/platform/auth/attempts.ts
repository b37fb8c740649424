import { TickmarkError } from '@tickmark/core';
import { sql } from 'kysely';
import { instanceLogId, type Database, type Scope } from '../database/database.ts';
import { sha256Hex } from './secrets.ts';

const minute = 60_000;
const window = 15 * minute;
const keep = 24 * 60 * minute;
/** Wrong guesses within the window. An address may serve many people, an account is one. */
const limits = { account: 10, address: 100 } as const;

/** One try at a secret: where it came from, and which account it was aimed at, if any. */
export interface Attempt {
  address: string;
  account: string | null;
}

const identity: Scope = { role: 'identity', userId: null, organizationId: instanceLogId };

/**
 * Admits one try at a password, claim or invitation and counts it as failed, in a transaction of its
 * own: so tries that run at the same time count too, and a rollback forgets none. Call the returned
 * function when the try succeeded.
 * Errors: too_many_requests.
 */
export async function admitAttempt(database: Database, attempt: Attempt, now: Date): Promise<() => Promise<void>> {
  const subjects = subjectsOf(attempt);
  const at = now.toISOString();
  await database.transaction(identity, async (tx) => {
    await sql`delete from tickmark.sign_in_failures
      where failed_at < ${new Date(now.getTime() - keep).toISOString()}::timestamptz`.execute(tx);
    for (const { subject, limit } of subjects) {
      await sql`select pg_advisory_xact_lock(hashtextextended(${subject}, 1))`.execute(tx);
      const counted = await sql<{ failures: number; first: Date | null }>`
        select count(*)::int as failures, min(failed_at) as first
        from tickmark.sign_in_failures
        where subject_sha256 = ${subject}
          and failed_at > ${new Date(now.getTime() - window).toISOString()}::timestamptz`.execute(tx);
      const { failures, first } = counted.rows[0] ?? { failures: 0, first: null };
      if (failures >= limit) throw tooMany((first ?? now).getTime() + window - now.getTime());
      await sql`insert into tickmark.sign_in_failures (subject_sha256, failed_at)
        values (${subject}, ${at}::timestamptz)`.execute(tx);
    }
  });
  return async () => {
    await database.transaction(identity, async (tx) => {
      for (const { subject, own } of subjects) {
        await sql`delete from tickmark.sign_in_failures
          where subject_sha256 = ${subject} and (${own} or failed_at = ${at}::timestamptz)`.execute(tx);
      }
    });
  };
}

/** A success clears the account; of the address, only this try, or one account would excuse guesses at others. */
function subjectsOf({ address, account }: Attempt): { subject: string; limit: number; own: boolean }[] {
  const subjects = [{ subject: sha256Hex(`address ${address}`), limit: limits.address as number, own: false }];
  if (account !== null) subjects.push({ subject: sha256Hex(`account ${account}`), limit: limits.account, own: true });
  return subjects;
}

function tooMany(waitMs: number): TickmarkError {
  const minutes = Math.max(1, Math.ceil(waitMs / minute));
  return new TickmarkError('too_many_requests', 'There were too many wrong tries.', {
    action: `Wait ${minutes === 1 ? 'a minute' : `${minutes} minutes`}, then try again.`,
  });
}
