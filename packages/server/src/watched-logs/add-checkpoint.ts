import {
  cosign,
  LogError,
  openCheckpoint,
  parseAddCheckpoint,
  parseCheckpoint,
  verifyConsistency,
  type AddCheckpoint,
  type OpenedCheckpoint,
} from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import { id } from '@tickmark/core';
import type { MasterKey } from '../platform/auth/index.ts';
import type { Clock } from '../platform/clock/index.ts';
import type { Database, Tx } from '../platform/database/index.ts';
import { bodyOf } from '../platform/http/read-request.ts';
import { openWitnessKey } from './key.ts';
import { lockWatchedLog, updateWatchedLog, type WatchedLogRow } from './store.ts';

export interface WitnessServerParts {
  database: Database;
  masterKey: MasterKey;
  clock: Clock;
}

/** Far more than 63 hashes and a checkpoint with a hundred signatures. */
const maxRequestBytes = 64 * 1024;

/** What the answer is, decided while the row of the log is locked. */
type Decision =
  | { status: 200; name: string; seed: Uint8Array }
  | { status: 400 | 403 | 404 | 422; reason: string }
  | { status: 409; size: number };

/**
 * Answers to `add-checkpoint` (C2SP tlog-witness) as an organization that watches logs. A checkpoint is
 * cosigned only after it was committed as the largest one seen, so that no two cosignatures of ours
 * ever speak of two histories, whatever happens in between.
 */
export function createWitness({ database, masterKey, clock }: WitnessServerParts) {
  return async (request: Request, organizationId: string): Promise<Response> => {
    if (!id.safeParse(organizationId).success) return plain(404, 'There is no witness here.');
    const text = await readText(request);
    if (text instanceof Response) return text;
    let asked: AddCheckpoint;
    try {
      asked = parseAddCheckpoint(text);
    } catch (error) {
      if (error instanceof LogError) return plain(400, error.message);
      throw error;
    }
    const now = clock.now();
    const decision = await database.transaction({ role: 'app', organizationId, userId: null }, (tx) =>
      decide(tx, { organizationId, masterKey, now }, asked),
    );
    if (decision.status === 409) return answer(409, `${decision.size}\n`, 'text/x.tlog.size');
    if (decision.status !== 200) return plain(decision.status, decision.reason);
    const note = signedByLog(asked.checkpoint);
    const cosigned = cosign(nodeCrypto, note, decision, BigInt(Math.floor(now.getTime() / 1000)));
    return answer(200, cosigned.slice(note.length), 'text/plain; charset=utf-8');
  };
}

async function decide(
  tx: Tx,
  { organizationId, masterKey, now }: { organizationId: string; masterKey: MasterKey; now: Date },
  { oldSize, proof, checkpoint }: AddCheckpoint,
): Promise<Decision> {
  const { origin } = parseCheckpoint(checkpoint);
  const log = await lockWatchedLog(tx, organizationId, origin);
  if (log === undefined || log.removedAt !== null) return { status: 404, reason: `No log ${origin} is watched here.` };
  let opened: OpenedCheckpoint;
  try {
    opened = openCheckpoint(nodeCrypto, checkpoint, { logs: [log.verifierKey], witnesses: [] });
  } catch (error) {
    if (error instanceof LogError) return { status: 403, reason: error.message };
    throw error;
  }
  const { size, root } = opened;
  if (oldSize > size) return { status: 400, reason: 'The old size is larger than the one of the checkpoint.' };
  if (size > BigInt(Number.MAX_SAFE_INTEGER)) return { status: 400, reason: 'No log has as many entries.' };
  if (oldSize !== BigInt(log.size)) return { status: 409, size: log.size };
  const continued = continues(log, opened, proof);
  if (continued !== 'yes') {
    if (log.checkpoint !== null) await updateWatchedLog(tx, log, { conflictAt: now, conflictCheckpoint: checkpoint });
    return continued === 'other root'
      ? { status: 409, size: log.size }
      : { status: 422, reason: 'The proof does not lead from what was cosigned before to this checkpoint.' };
  }
  const key = await openWitnessKey(tx, organizationId, masterKey);
  await updateWatchedLog(tx, log, { size: Number(size), root: Buffer.from(root), checkpoint, cosignedAt: now });
  return { status: 200, ...key };
}

/** Whether a checkpoint begins with the largest tree that was cosigned. */
function continues(
  { size: seen, root: seenRoot }: WatchedLogRow,
  { size, root }: OpenedCheckpoint,
  proof: readonly Uint8Array[],
): 'yes' | 'no' | 'other root' {
  const oldSize = BigInt(seen);
  const emptyRoot = nodeCrypto.sha256(new Uint8Array());
  const oldRoot = seenRoot ?? emptyRoot;
  if (size === oldSize && !Buffer.from(root).equals(oldRoot)) return 'other root';
  try {
    verifyConsistency(nodeCrypto, { oldSize, oldRoot, size, root, proof });
    return 'yes';
  } catch (error) {
    if (error instanceof LogError) return 'no';
    throw error;
  }
}

/** The checkpoint with a signature of its log alone: others may stand there too, up to one of our own. */
function signedByLog(checkpoint: string): string {
  const at = checkpoint.lastIndexOf('\n\n') + 2;
  const { origin } = parseCheckpoint(checkpoint);
  const line = checkpoint
    .slice(at)
    .split('\n')
    .find((each) => each.startsWith(`— ${origin} `));
  return `${checkpoint.slice(0, at)}${line ?? ''}\n`;
}

async function readText(request: Request): Promise<string | Response> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bodyOf(request)) {
    size += chunk.length;
    if (size > maxRequestBytes) return plain(413, `The request is longer than ${maxRequestBytes / 1024} KiB.`);
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
  } catch {
    return plain(400, 'The request is not UTF-8 text.');
  }
}

function plain(status: number, reason: string): Response {
  return answer(status, `${reason}\n`, 'text/plain; charset=utf-8');
}

function answer(status: number, body: string, type: string): Response {
  return new Response(body, { status, headers: { 'content-type': type } });
}
