import { fromBase64, toBase64 } from './bytes.ts';
import { parseText } from './checkpoint.ts';
import type { Crypto } from './crypto.ts';
import { LogError } from './error.ts';
import { splitNote } from './note.ts';
import { openCheckpoint } from './open-checkpoint.ts';
import { checkUint64, hashBytes } from './tree.ts';

/** As many as a path through a tree of 2^63 entries can have. */
const maxHashes = 63;

/** What a log asks a witness to cosign (C2SP tlog-witness, add-checkpoint). */
export interface AddCheckpoint {
  /** Size that the witness cosigned last; zero where it has not cosigned any. */
  oldSize: bigint;
  /** From the old size to the one of the checkpoint (RFC 6962, 2.1.2). */
  proof: readonly Uint8Array[];
  /** The signed checkpoint. */
  checkpoint: string;
}

/** The body of the request. @throws LogError as `parseAddCheckpoint`. */
export function formatAddCheckpoint({ oldSize, proof, checkpoint }: AddCheckpoint): string {
  const text = [`old ${oldSize}`, ...proof.map(toBase64), '', checkpoint].join('\n');
  parseAddCheckpoint(text);
  return text;
}

/**
 * Reads the body of the request; neither signatures nor the proof are verified here.
 * @throws LogError `malformed` or `out_of_range` for anything but the prescribed form.
 */
export function parseAddCheckpoint(text: string): AddCheckpoint {
  const at = text.indexOf('\n\n');
  if (at < 0) throw new LogError('malformed', 'The request has no checkpoint below an empty line.');
  const [first = '', ...lines] = text.slice(0, at).split('\n');
  const [, digits] = /^old (0|[1-9]\d*)$/.exec(first) ?? [];
  if (digits === undefined) throw new LogError('malformed', 'The first line of the request is not "old <number>".');
  const oldSize = BigInt(digits);
  checkUint64(oldSize, 'Old size');
  if (lines.length > maxHashes)
    throw new LogError('malformed', `The request has more than ${maxHashes} lines of a consistency proof.`);
  const proof = lines.map((line, i) => {
    const hash = fromBase64(line, `Hash ${i + 1} of the consistency proof`);
    if (hash.length === hashBytes) return hash;
    throw new LogError('malformed', `Hash ${i + 1} of the consistency proof has ${hash.length} bytes.`);
  });
  const checkpoint = text.slice(at + 2);
  parseText(splitNote(checkpoint).text);
  return { oldSize, proof, checkpoint };
}

/**
 * Takes the line of one witness out of its answer to the request; lines by other keys are ignored.
 * `time` is in seconds since 1970.
 * @throws LogError as `openCheckpoint`; `unknown_signer` where the witness has not cosigned.
 */
export function readCosignature(
  crypto: Crypto,
  checkpoint: string,
  answer: string,
  { log, witness }: { log: string; witness: string },
): { line: string; time: bigint } {
  const keys = { logs: [log], witnesses: [witness] };
  const [cosignature] = openCheckpoint(crypto, checkpoint + answer, keys).cosignatures;
  const line = answer
    .split('\n')
    .slice(0, -1)
    .map((each) => `${each}\n`)
    .find((each) => openCheckpoint(crypto, checkpoint + each, keys).cosignatures.length > 0);
  if (cosignature === undefined || line === undefined)
    throw new LogError('unknown_signer', 'The answer has no cosignature by the key of this witness.');
  return { line, time: cosignature.time };
}
