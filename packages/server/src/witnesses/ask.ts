import type { WitnessOutcome } from '@tickmark/core';
import { consistencyProof, formatAddCheckpoint, LogError, readCosignature } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import {
  checkpointAt,
  findLog,
  newestSealedSizes,
  readTileAt,
  type LogKeeper,
  type SignedCheckpoint,
} from '../log/index.ts';
import type { Tx } from '../platform/database/index.ts';
import { NoAnswer, type Answer, type Outgoing } from '../platform/http/outgoing.ts';
import { saveAsked, saveCosignature, witnessesOf, type WitnessRow } from './store.ts';

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
  signal: AbortSignal;
}

/** What came of one request: `size` is what the witness is known to have seen from here on. */
interface Told {
  size: number;
  outcome: WitnessOutcome;
  detail: string | null;
}

/** What came of a round: how long the log was when it began, and whether any witness is still behind. */
export interface Round {
  size: number;
  behind: boolean;
}

/**
 * Asks every witness of an organization to cosign what it has not seen yet (C2SP tlog-witness), each
 * in its own time, and keeps what they say. No transaction is open while one is waited for.
 */
export async function askWitnesses(parts: AskParts, organizationId: string, signal: AbortSignal): Promise<Round> {
  const { size, witnesses } = await inside(parts, organizationId, async (tx) => ({
    size: (await findLog(tx, organizationId))?.size ?? 0,
    witnesses: await witnessesOf(tx, organizationId),
  }));
  const asked = await Promise.allSettled(
    witnesses.map((witness) => askWitness({ ...parts, organizationId, witness, signal })),
  );
  const failed = asked.find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return { size, behind: asked.some((each) => each.status === 'fulfilled' && each.value) };
}

async function askWitness(asking: Asking): Promise<boolean> {
  const { witness } = asking;
  const sizes = await inside(asking, asking.organizationId, (tx) => sizesDue(tx, witness));
  let seen = Math.min(witness.size, sizes.at(-1) ?? witness.size);
  for (const size of sizes) {
    if (size < seen) continue;
    const told = await submit(asking, seen, size);
    if (asking.signal.aborted) return true;
    if (told.outcome !== 'cosigned') {
      await inside(asking, asking.organizationId, (tx) => keep(tx, asking, told));
      return true;
    }
    seen = told.size;
  }
  return false;
}

/** Sizes to be cosigned, ascending: those that seal the newest bundles, for a bundle has to end there, and the newest. */
async function sizesDue(tx: Tx, { organizationId, size, entryIndex }: WitnessRow): Promise<number[]> {
  const newest = (await findLog(tx, organizationId))?.size ?? 0;
  // Before the entry that names it is signed, nobody could tell from the log who the witness is.
  if (newest === size || newest <= entryIndex) return [];
  const from = Math.max(size, entryIndex);
  const seals = await newestSealedSizes(tx, organizationId, { from, limit: mostSeals });
  return [...new Set([...seals.filter((each) => each < newest), newest])];
}

/** Asks for one size, following the size that the witness says it has seen. */
async function submit(asking: Asking, from: number, size: number): Promise<Told> {
  let seen = from;
  for (let tries = 0; tries < mostTries; tries += 1) {
    const signed = await inside(asking, asking.organizationId, (tx) => prepare(tx, asking, seen, size));
    let answer: Answer;
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
  { organizationId, masterKey }: Asking,
  seen: number,
  size: number,
): Promise<SignedCheckpoint & { body: string }> {
  const signed = await checkpointAt(tx, organizationId, masterKey, size);
  const readTile = readTileAt(tx, organizationId);
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
  const { organizationId, witness, now } = asking;
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
    await saveCosignature(tx, { organizationId, ...cosigned, cosignedAt });
    await keep(tx, asking, told);
  });
  return told;
}

function keep(tx: Tx, { organizationId, witness, now }: Asking, told: Told): Promise<void> {
  return saveAsked(tx, organizationId, witness.id, { ...told, askedAt: now() });
}

/** The size in the body of a 409. */
function statedSize({ text }: Answer): number | undefined {
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
  return status >= 500
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

function ahead({ witness }: Asking, stated: number, size: number): Told {
  return {
    size: Math.max(size, witness.size),
    outcome: 'ahead',
    detail: `It has seen ${stated} entries, and this log has fewer: it was set back, perhaps to a backup, or its key signs a second log.`,
  };
}

async function newestSize(asking: Asking): Promise<number> {
  return (await inside(asking, asking.organizationId, (tx) => findLog(tx, asking.organizationId)))?.size ?? 0;
}

function inside<T>({ database }: AskParts, organizationId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return database.transaction({ role: 'app', organizationId, userId: null }, work);
}
