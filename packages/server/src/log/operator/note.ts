import { randomBytes } from 'node:crypto';
import { logStatement, noteFacts, noteOp } from '@tickmark/core';
import { insideInstance, type Inside } from '../../platform/auth/index.ts';
import { instanceLogId, type Tx } from '../../platform/database/index.ts';
import { record } from '../../platform/trail/index.ts';
import { checkpointAt, type TreeSize } from '../checkpoint-at.ts';
import type { LogKeeper } from '../sequencer.ts';
import { chainOf, entryAt } from '../store.ts';
import { commitmentTo, saltBytes } from './commitment.ts';
import { findNotedAt, furthestNoted, keepNoted, lastNotedAt, lockForNoting } from './store.ts';

/** While a log grows, its newest checkpoint is noted at most this often. */
export const noteEveryMs = 3_600_000;

export interface NoteParts extends LogKeeper {
  now(): Date;
}

/** What came of a round. */
export interface Round {
  /** How many checkpoints were noted. */
  noted: number;
  /** When the newest one is to be noted, in milliseconds from now; null where nothing was written since. */
  dueInMs: number | null;
}

interface Due {
  sizes: TreeSize[];
  dueInMs: number | null;
}

/**
 * Notes in the operator's log what is due of an organization's log: the end of each log whose key was rotated, and the newest
 * checkpoint once an hour while the log grows. The entry and what is kept of it share one transaction, so an interruption
 * leaves both or neither, and of two servers one notes.
 */
export async function noteNewest(parts: NoteParts, organizationId: string): Promise<Round> {
  const scope = { role: 'app', organizationId, userId: null } as const;
  return parts.database.transaction(scope, async (tx) => {
    const found = await due(tx, organizationId, parts.now());
    if (found.sizes.length === 0) return { noted: 0, dueInMs: found.dueInMs };
    await lockForNoting(tx, organizationId);
    let noted = 0;
    // Another server may have been here meanwhile.
    for (const at of (await due(tx, organizationId, parts.now())).sizes)
      if (await note({ tx, organizationId, userId: null }, parts, at)) noted += 1;
    return { noted, dueInMs: (await due(tx, organizationId, parts.now())).dueInMs };
  });
}

/** Notes one checkpoint now, such as that of a bundle about to be packed, unless it was noted before. */
export async function noteAt(parts: NoteParts, organizationId: string, at: TreeSize): Promise<void> {
  const scope = { role: 'app', organizationId, userId: null } as const;
  await parts.database.transaction(scope, async (tx) => {
    await lockForNoting(tx, organizationId);
    if ((await findNotedAt(tx, organizationId, at)) === undefined)
      await note({ tx, organizationId, userId: null }, parts, at);
  });
}

async function due(tx: Tx, organizationId: string, now: Date): Promise<Due> {
  const chain = await chainOf(tx, organizationId);
  const numbers = chain.map(({ number }) => number);
  const furthest = await furthestNoted(tx, organizationId, numbers);
  const left = chain.filter(({ number, size }) => size > (furthest.get(number) ?? 0));
  const newest = left.find((log) => log === chain.at(-1));
  const ended = left.filter((log) => log !== newest).map(({ number, size }) => ({ number, size }));
  if (newest === undefined) return { sizes: ended, dueInMs: null };
  const { number, size } = newest;
  const last = await lastNotedAt(tx, organizationId);
  const since = last === undefined ? noteEveryMs : now.getTime() - last.getTime();
  // A clock that was set back holds nothing up.
  if (since < 0 || since >= noteEveryMs) return { sizes: [...ended, { number, size }], dueInMs: null };
  return { sizes: ended, dueInMs: noteEveryMs - since };
}

/** False where the log has no signed checkpoint of this size any more. */
async function note(inside: Inside, { masterKey, now }: NoteParts, at: TreeSize): Promise<boolean> {
  const { tx, organizationId } = inside;
  const signed = await checkpointAt(tx, organizationId, masterKey, at);
  if (signed === undefined) return false;
  const { checkpoint } = signed;
  const salt = randomBytes(saltBytes);
  const facts = noteFacts.parse({ commitment: commitmentTo(checkpoint, salt) });
  const entry = await insideInstance(inside, async () => {
    const told = { op: noteOp, at: now(), by: null, facts };
    const index = await record(tx, { organizationId: instanceLogId, ...told });
    return { index, ...(await entryAt(tx, instanceLogId, index)) };
  });
  await keepNoted(tx, organizationId, {
    logNumber: at.number,
    size: at.size,
    checkpoint,
    salt,
    operatorIndex: entry.index,
    // No earlier than the entry before it, whatever the clock says.
    notedAt: new Date(logStatement.parse(JSON.parse(entry.statement)).at),
  });
  return true;
}
