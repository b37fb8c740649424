import { createHash, randomBytes } from 'node:crypto';
import type { TimestampOutcome } from '@tickmark/core';
import {
  answerMediaType,
  readAuthority,
  requestMediaType,
  TimestampError,
  timestampRequest,
  tokenIn,
  verifyTimestamp,
  type Timestamp,
  type TimestampErrorCode,
} from '@tickmark/timestamps';
import { chainOf, checkpointAt, keepCheckpoint, type ChainLog, type LogKeeper, type TreeSize } from '../log/index.ts';
import type { Tx } from '../platform/database/index.ts';
import { NoAnswer, type Answer, type Outgoing } from '../platform/http/outgoing.ts';
import { authoritiesOf, insertTimestamp, isStamped, saveAsked, type AuthorityRow } from './store.ts';

/** A stamp whose time is further off than this is not one of now. */
const clockToleranceMs = 10 * 60_000;
const nonceBytes = 16;

export interface StampParts extends LogKeeper {
  outgoing: Outgoing;
  now(): Date;
  newId(): string;
}

interface Told {
  outcome: TimestampOutcome;
  detail: string | null;
}

interface Due {
  /** How long nobody is to be asked again, in milliseconds. */
  dueInMs: number;
  /** Something is left to be stamped then, whether or not more is written. */
  behind: boolean;
}

/** What came of a round; `size` is how many entries of the chain were signed when it began. */
export interface Round extends Due {
  size: number;
}

/** How often an authority is asked, or that it is asked whenever that was. */
interface Pace {
  everyMs: number;
  hurried: boolean;
}

/**
 * Asks each authority of an organization to stamp the newest checkpoint, and the end of each log before it, where it has not
 * stamped them; those that were asked less than `everyMs` ago are asked only when hurried. No transaction is open while one
 * is waited for.
 */
export async function stampNewest(
  parts: StampParts,
  organizationId: string,
  { signal, ...pace }: Pace & { signal: AbortSignal },
): Promise<Round> {
  const { chain, authorities } = await inside(parts, organizationId, async (tx) => ({
    chain: await chainOf(tx, organizationId),
    authorities: await authoritiesOf(tx, organizationId),
  }));
  const due = await all(authorities.map((authority) => stampChain(parts, { authority, chain, pace, signal })));
  const newest = chain.at(-1);
  return {
    size: newest === undefined ? 0 : newest.first + newest.size,
    dueInMs: Math.min(pace.everyMs, ...due.map(({ dueInMs }) => dueInMs)),
    behind: due.some(({ behind }) => behind),
  };
}

/** Asks every authority to stamp one checkpoint, whenever they were asked last. */
export async function stampAt(
  parts: StampParts,
  organizationId: string,
  { at, signal }: { at: TreeSize; signal: AbortSignal },
): Promise<void> {
  const { chain, authorities } = await inside(parts, organizationId, async (tx) => ({
    chain: await chainOf(tx, organizationId),
    authorities: await authoritiesOf(tx, organizationId),
  }));
  const log = chain.find(({ number }) => number === at.number);
  if (log === undefined) return;
  await all(
    authorities
      .filter((authority) => isNamedWithin(authority, { ...log, size: at.size }))
      .map((authority) => stampOne(parts, { authority, at, signal })),
  );
}

/** Asks one authority about what it has not stamped yet, the oldest log first. */
async function stampChain(
  parts: StampParts,
  {
    authority,
    chain,
    pace: { everyMs, hurried },
    signal,
  }: { authority: AuthorityRow; chain: readonly ChainLog[]; pace: Pace; signal: AbortSignal },
): Promise<Due> {
  const { organizationId, certificatesSha256, askedAt } = authority;
  const since = askedAt === null ? everyMs : parts.now().getTime() - askedAt.getTime();
  // A clock that was set back holds nothing up.
  const dueInMs = since >= 0 ? Math.max(0, everyMs - since) : 0;
  const left: TreeSize[] = [];
  for (const log of chain) {
    if (log.size === 0 || !isNamedWithin(authority, log)) continue;
    const at = { number: log.number, size: log.size };
    const done = await inside(parts, organizationId, (tx) =>
      isStamped(tx, organizationId, { ...at, certificatesSha256 }),
    );
    if (!done) left.push(at);
  }
  if (left.length === 0 || (dueInMs > 0 && !hurried)) return { dueInMs, behind: left.length > 0 };
  for (const at of left) {
    const outcome = await stampOne(parts, { authority, at, signal });
    if (outcome !== 'stamped') return { dueInMs: everyMs, behind: true };
  }
  return { dueInMs: everyMs, behind: false };
}

/** Before the entry that names it is signed, nobody could tell from the log who the authority is. */
function isNamedWithin({ entryIndex }: AuthorityRow, { first, size }: Pick<ChainLog, 'first' | 'size'>): boolean {
  return entryIndex < first + size;
}

async function stampOne(
  parts: StampParts,
  { authority, at, signal }: { authority: AuthorityRow; at: TreeSize; signal: AbortSignal },
): Promise<TimestampOutcome> {
  const { organizationId, id } = authority;
  const signed = await inside(parts, organizationId, (tx) => checkpointAt(tx, organizationId, parts.masterKey, at));
  // Its key was rotated meanwhile, and nothing but its end can be stamped from now on.
  if (signed === undefined) return 'stamped';
  const message = Buffer.from(signed.checkpoint);
  const got = await ask(parts, authority, { message, signal });
  const askedAt = parts.now();
  if (signal.aborted) return got.outcome;
  await inside(parts, organizationId, async (tx) => {
    if ('token' in got) {
      const { stamp, token } = got;
      await insertTimestamp(tx, {
        organizationId,
        id: parts.newId(),
        certificatesSha256: authority.certificatesSha256,
        logNumber: at.number,
        size: at.size,
        token: Buffer.from(token),
        name: stamp.root,
        signer: stamp.signer,
        stampedAt: stamp.at,
        accuracyMs: stamp.accuracyMs,
      });
      await keepCheckpoint(tx, organizationId, { ...at, checkpoint: signed.checkpoint });
    }
    await saveAsked(tx, { organizationId, id }, { askedAt, outcome: got.outcome, detail: got.detail });
  });
  return got.outcome;
}

/** One request, and a stamp where the answer holds. */
async function ask(
  { outgoing, now }: StampParts,
  { url, pem, policy }: AuthorityRow,
  { message, signal }: { message: Uint8Array; signal: AbortSignal },
): Promise<Told | { outcome: 'stamped'; detail: null; stamp: Timestamp; token: Uint8Array }> {
  const nonce = randomBytes(nonceBytes);
  const request = timestampRequest({ sha256: createHash('sha256').update(message).digest(), nonce, policy });
  let answer: Answer;
  try {
    answer = await outgoing.postBytes(new URL(url), request, { mediaType: requestMediaType, signal });
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return { outcome: 'no-answer', detail: error.message };
  }
  if (answer.status !== 200) return refusal(answer.status);
  if (answer.mediaType !== answerMediaType)
    return {
      outcome: 'unusable-answer',
      detail: `What it answered is no timestamp but ${answer.mediaType || 'of no type'}.`,
    };
  try {
    const token = tokenIn(answer.bytes);
    const stamp = verifyTimestamp(token, { message, nonce, policy, authority: readAuthority(pem) });
    if (Math.abs(stamp.at.getTime() - now().getTime()) > clockToleranceMs) {
      const detail = `Its stamp is of ${stamp.at.toISOString()}, which is not now: its clock or that of this server is wrong.`;
      return { outcome: 'wrong-time', detail };
    }
    return { outcome: 'stamped', detail: null, stamp, token };
  } catch (error) {
    if (!(error instanceof TimestampError)) throw error;
    return { outcome: outcomes[error.code], detail: error.message };
  }
}

const outcomes: Record<TimestampErrorCode, TimestampOutcome> = {
  not_granted: 'refused',
  malformed: 'unusable-answer',
  algorithm: 'unusable-answer',
  wrong_message: 'unusable-answer',
  wrong_nonce: 'unusable-answer',
  wrong_policy: 'unusable-answer',
  bad_signature: 'unusable-answer',
  certificate: 'not-trusted',
  untrusted: 'not-trusted',
};

function refusal(status: number): Told {
  if (status >= 500 || status === 429)
    return { outcome: 'no-answer', detail: `It answered with status ${status}: it can't work at the moment.` };
  const moved =
    status >= 300 && status < 400 ? ' It sends elsewhere, and this server does not follow: name that address.' : '';
  return { outcome: 'refused', detail: `It answered with status ${status}.${moved}` };
}

/** Waits for all; the first failure of our own is thrown once they have ended. */
async function all<T>(work: readonly Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(work);
  return settled.map((each) => {
    if (each.status === 'rejected') throw each.reason;
    return each.value;
  });
}

function inside<T>({ database }: StampParts, organizationId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return database.transaction({ role: 'app', organizationId, userId: null }, work);
}
