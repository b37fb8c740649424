import type { WitnessOutcome } from '@tickmark/core';
import { consistencyProof, formatAddCheckpoint, LogError, readCosignature } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import {
  chainOf,
  checkpointAt,
  keepCheckpoint,
  newestSeals,
  readTileAt,
  type ChainLog,
  type LogKeeper,
  type SignedCheckpoint,
} from '../log/index.ts';
import type { Tx } from '../platform/database/index.ts';
import { NoAnswer, type Outgoing, type TextAnswer } from '../platform/http/outgoing.ts';
import { moveToNextLog, saveAsked, saveCosignature, witnessesOf, type WitnessRow } from './store.ts';

/** Bundles whose last entry a witness is asked to cosign by itself, before it is asked for what came later. */
const mostSeals = 3;
/** A witness that states another size each time is not followed for ever. */
const mostTries = 3;
/** Whose clock is further off vouches for a time that is not now. */
const clockToleranceMs = 10 * 60_000;

export interface AskParts extends LogKeeper {
  outgoing: Outgoing;
  now(): Date;
}

interface Asking extends AskParts {
  organizationId: string;
  witness: WitnessRow;
  /** The log that it is asked about. */
  log: Pick<ChainLog, 'number' | 'first'>;
  signal: AbortSignal;
}

/** What came of one request: `size` is what the witness is known to have seen of the log from here on. */
interface Told {
  size: number;
  outcome: WitnessOutcome;
  detail: string | null;
}

/** What came of a round: how many entries of the chain were signed when it began, and whether any witness is still behind. */
export interface Round {
  size: number;
  behind: boolean;
}

/**
 * Asks every witness of an organization to cosign what it has not seen yet (C2SP tlog-witness), each
 * in its own time, and keeps what they say. No transaction is open while one is waited for.
 */
export async function askWitnesses(parts: AskParts, organizationId: string, signal: AbortSignal): Promise<Round> {
  const { chain, witnesses } = await inside(parts, organizationId, async (tx) => ({
    chain: await chainOf(tx, organizationId),
    witnesses: await witnessesOf(tx, organizationId),
  }));
  const asked = await Promise.allSettled(
    witnesses.map((witness) => askWitness({ ...parts, organizationId, witness, signal }, chain)),
  );
  const failed = asked.find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  const newest = chain.at(-1);
  return {
    size: newest === undefined ? 0 : newest.first + newest.size,
    behind: asked.some((each) => each.status === 'fulfilled' && each.value),
  };
}

/**
 * Asks about the end of each earlier log that the witness has not seen to its end, then about the newest. Whatever it says
 * of an earlier one, it is asked about the next, unless it does not answer at all: an operator may have been told of the
 * next log alone.
 */
async function askWitness(asking: Omit<Asking, 'log'>, chain: readonly ChainLog[]): Promise<boolean> {
  const { witness, organizationId } = asking;
  let from = witness.size;
  for (const log of chain) {
    if (log.number < witness.logNumber) continue;
    const newest = log === chain.at(-1);
    const outcome = await askAbout({ ...asking, log }, from, newest);
    if (newest || outcome === 'no-answer' || asking.signal.aborted) return outcome !== 'cosigned';
    await inside(asking, organizationId, (tx) => moveToNextLog(tx, organizationId, witness.id, log.number));
    from = 0;
  }
  return false;
}

/** Asks about one log, from the size that the witness has seen of it; `cosigned` also where nothing is due. */
async function askAbout(asking: Asking, from: number, newest: boolean): Promise<WitnessOutcome | 'not-signed'> {
  const { witness, organizationId, log } = asking;
  const sizes = await inside(asking, organizationId, (tx) => sizesDue(tx, witness, { ...log, from, newest }));
  let seen = Math.min(from, sizes.at(-1) ?? from);
  for (const size of sizes) {
    if (size < seen) continue;
    const told = await submit(asking, seen, size);
    // Its key was rotated meanwhile, and nothing but its end can be asked for from now on.
    if (told === undefined) return 'not-signed';
    if (asking.signal.aborted) return told.outcome;
    if (told.outcome !== 'cosigned') {
      await inside(asking, organizationId, (tx) => keep(tx, asking, told));
      return told.outcome;
    }
    seen = told.size;
  }
  return 'cosigned';
}

/**
 * Sizes of a log to be cosigned, ascending: of the newest those that seal the newest bundles, for a bundle has to end there,
 * and its size now; of an earlier one its end.
 */
async function sizesDue(
  tx: Tx,
  { organizationId, entryIndex }: WitnessRow,
  { number, first, from, newest }: { number: number; first: number; from: number; newest: boolean },
): Promise<number[]> {
  const size = await sizeOf(tx, organizationId, number);
  // Before the entry that names it is signed, nobody could tell from the log who the witness is.
  if (size === from || first + size <= entryIndex) return [];
  if (!newest) return [size];
  const after = first + Math.max(from, entryIndex - first);
  const seals = await newestSeals(tx, organizationId, { from: after, limit: mostSeals });
  const sealed = seals.map((index) => index + 1 - first).filter((each) => each < size);
  return [...new Set([...sealed, size])];
}

/** Asks for one size, following the size that the witness says it has seen; undefined where it is signed no longer. */
async function submit(asking: Asking, from: number, size: number): Promise<Told | undefined> {
  let seen = from;
  for (let tries = 0; tries < mostTries; tries += 1) {
    const signed = await inside(asking, asking.organizationId, (tx) => prepare(tx, asking, seen, size));
    if (signed === undefined) return undefined;
    let answer: TextAnswer;
    try {
      answer = await asking.outgoing.post(new URL(asking.witness.url), signed.body, { signal: asking.signal });
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      return { size: seen, outcome: 'no-answer', detail: error.message };
    }
    if (answer.status === 200) return accept(asking, signed, { seen, size }, answer.text);
    if (answer.status !== 409) return refusal(answer.status, seen);
    const stated = statedSize(answer);
    if (stated === undefined || (stated === seen && seen !== size))
      return {
        size: seen,
        outcome: 'unusable-answer',
        detail: 'It says that it has seen another size, and not which.',
      };
    if (stated === seen) return otherHistory(seen);
    if (stated > (await newestSize(asking))) return ahead(asking, stated, seen);
    // It has seen more than this size by now, in answer to somebody else: there is more to ask for.
    if (stated > size) return { size: stated, outcome: 'cosigned', detail: null };
    seen = stated;
  }
  return { size: seen, outcome: 'unusable-answer', detail: 'It says each time that it has seen another size.' };
}

/** The request for one size, with what is needed to check the answer. */
async function prepare(
  tx: Tx,
  { organizationId, masterKey, log: { number } }: Asking,
  seen: number,
  size: number,
): Promise<(SignedCheckpoint & { body: string }) | undefined> {
  const signed = await checkpointAt(tx, organizationId, masterKey, { number, size });
  if (signed === undefined) return undefined;
  const readTile = readTileAt(tx, organizationId, number);
  const proof = await consistencyProof(nodeCrypto, BigInt(seen), BigInt(size), readTile);
  const body = formatAddCheckpoint({ oldSize: BigInt(seen), proof, checkpoint: signed.checkpoint });
  return { ...signed, body };
}

/** Verifies a cosignature and keeps it together with the news. */
async function accept(
  asking: Asking,
  { checkpoint, verifierKey, root }: SignedCheckpoint,
  { seen, size }: { seen: number; size: number },
  text: string,
): Promise<Told> {
  const {
    organizationId,
    witness,
    now,
    log: { number },
  } = asking;
  const keys = { log: verifierKey, witness: witness.verifierKey };
  let read: { line: string; time: bigint };
  try {
    read = readCosignature(nodeCrypto, checkpoint, text, keys);
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    return { size: seen, outcome: 'unusable-answer', detail: error.message };
  }
  const cosignedAt = new Date(Number(read.time) * 1000);
  if (!(Math.abs(cosignedAt.getTime() - now().getTime()) <= clockToleranceMs))
    return { size: seen, outcome: 'unusable-answer', detail: 'It vouches for a time that is not now.' };
  const told: Told = { size, outcome: 'cosigned', detail: null };
  await inside(asking, organizationId, async (tx) => {
    const { name } = witness;
    const cosigned = { verifierKey: witness.verifierKey, size, name, root: Buffer.from(root), line: read.line };
    await saveCosignature(tx, { organizationId, logNumber: number, ...cosigned, cosignedAt });
    await keepCheckpoint(tx, organizationId, { number, size, checkpoint });
    await keep(tx, asking, told);
  });
  return told;
}

function keep(tx: Tx, { organizationId, witness, log, now }: Asking, told: Told): Promise<void> {
  const about = { organizationId, id: witness.id, logNumber: log.number };
  return saveAsked(tx, about, { ...told, askedAt: now() });
}

/** The size in the body of a 409. */
function statedSize({ text }: TextAnswer): number | undefined {
  const [, digits] = /^(0|[1-9]\d{0,14})\n$/.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

function refusal(status: number, size: number): Told {
  if (status === 422) return otherHistory(size);
  if (status === 404)
    return {
      size,
      outcome: 'unknown-log',
      detail: 'It does not know this log. Give its operator the verifier key of the log.',
    };
  if (status === 403)
    return {
      size,
      outcome: 'key-refused',
      detail: 'It knows this log by another key. Give its operator the verifier key of the log.',
    };
  return status >= 500 || status === 429
    ? { size, outcome: 'no-answer', detail: `It answered with status ${status}: it can't work at the moment.` }
    : { size, outcome: 'refused', detail: `It answered with status ${status}.` };
}

function otherHistory(size: number): Told {
  return {
    size,
    outcome: 'other-history',
    detail: `It has seen another history of this log: the log does not continue the ${size} entries it cosigned. It did not cosign again.`,
  };
}

function ahead({ witness, log }: Asking, stated: number, size: number): Told {
  return {
    size: Math.max(size, log.number === witness.logNumber ? witness.size : 0),
    outcome: 'ahead',
    detail: `It has seen ${stated} entries, and this log has fewer: it was set back, perhaps to a backup, or its key signs a second log.`,
  };
}

function newestSize(asking: Asking): Promise<number> {
  const { organizationId, log } = asking;
  return inside(asking, organizationId, (tx) => sizeOf(tx, organizationId, log.number));
}

async function sizeOf(tx: Tx, organizationId: string, number: number): Promise<number> {
  return (await chainOf(tx, organizationId)).find((log) => log.number === number)?.size ?? 0;
}

function inside<T>({ database }: AskParts, organizationId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return database.transaction({ role: 'app', organizationId, userId: null }, work);
}
