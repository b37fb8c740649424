import { fromBase64, toBase64 } from './bytes.ts';
import { parseText } from './checkpoint.ts';
import type { Crypto } from './crypto.ts';
import { LogError } from './error.ts';
import { splitNote } from './note.ts';
import { openCheckpoint, type OpenedCheckpoint } from './open-checkpoint.ts';
import type { Policy } from './policy.ts';
import { verifyInclusion } from './proofs.ts';
import { openByPolicy } from './quorum.ts';
import { checkUint64, hashBytes, leafHash } from './tree.ts';

const header = 'c2sp.org/tlog-proof@v1';

/** Everything it takes to verify, offline, that one entry is in a log (C2SP tlog-proof). */
export interface LogProof {
  index: bigint;
  /** From the sibling of the leaf up to the child of the root (RFC 6962, 2.1.1). */
  hashes: readonly Uint8Array[];
  /** The signed checkpoint, with the cosignatures of its witnesses. */
  checkpoint: string;
  /** Bytes for the application. Nobody has signed them: they prove nothing. */
  extra?: Uint8Array;
}

/** The text of a proof; by convention in a file named `*.tlog-proof`. */
export function formatLogProof({ index, hashes, checkpoint, extra }: LogProof): string {
  const lines = [
    header,
    ...(extra === undefined ? [] : [`extra ${toBase64(extra)}`]),
    `index ${index}`,
    ...hashes.map(toBase64),
    '',
  ];
  const text = `${lines.join('\n')}\n${checkpoint}`;
  parseLogProof(text);
  return text;
}

/**
 * Reads the text of a proof; nothing is verified here (`verifyLogProof` does).
 * @throws LogError `malformed` or `out_of_range` for anything but the prescribed form.
 */
export function parseLogProof(text: string): LogProof {
  const at = text.indexOf('\n\n');
  if (at < 0) throw new LogError('malformed', 'The proof has no checkpoint below an empty line.');
  const [first, ...lines] = text.slice(0, at).split('\n');
  if (first !== header) throw new LogError('malformed', `The first line of the proof is not ${header}.`);
  const extra = lines[0]?.startsWith('extra ') ? parseExtra(lines.shift() ?? '') : {};
  const index = parseIndex(lines.shift());
  const hashes = lines.map((line, i) => parseHash(line, `Hash ${i + 1} of the proof`));
  const checkpoint = text.slice(at + 2);
  parseText(splitNote(checkpoint).text);
  return { index, hashes, checkpoint, ...extra };
}

/** The entry, or its hash where the verifier has no more than that. */
export type ProvenEntry = { entry: Uint8Array } | { leafHash: Uint8Array };

/**
 * Whom the verifier trusts: the key of one log, a policy, or both. With both the policy names this
 * log or none; a policy that names no log can't stand alone.
 */
export type ProofTrust = { vkey: string; policy?: Policy } | { vkey?: undefined; policy: Policy };

export interface VerifiedProof {
  index: bigint;
  checkpoint: OpenedCheckpoint;
}

/**
 * Verifies that the entry is in the log: its hash leads to the root of a checkpoint that the log has
 * signed under its own name and, where there is a policy, as many witnesses have cosigned as it asks.
 * @throws LogError as `parseLogProof`, `openCheckpoint` and `openByPolicy`; `wrong_proof` where the
 * entry is not the one at this index.
 */
export function verifyLogProof(crypto: Crypto, text: string, subject: ProvenEntry, trust: ProofTrust): VerifiedProof {
  const { index, hashes, checkpoint: note } = parseLogProof(text);
  const checkpoint = openTrusted(crypto, note, trust);
  verifyInclusion(crypto, {
    size: checkpoint.size,
    index,
    leafHash: 'entry' in subject ? leafHash(crypto, subject.entry) : subject.leafHash,
    proof: hashes,
    root: checkpoint.root,
  });
  return { index, checkpoint };
}

function openTrusted(crypto: Crypto, note: string, { vkey, policy }: ProofTrust): OpenedCheckpoint {
  if (vkey === undefined) return openByPolicy(crypto, note, policy);
  if (policy === undefined) return openCheckpoint(crypto, note, { logs: [vkey], witnesses: [] });
  if (policy.logs.length > 0 && !policy.logs.some((log) => log.vkey === vkey))
    throw new LogError('unknown_signer', `The policy does not name the log ${vkey}.`);
  return openByPolicy(crypto, note, { ...policy, logs: [{ vkey, url: undefined }] });
}

function parseExtra(line: string): { extra: Uint8Array } {
  const extra = fromBase64(line.slice('extra '.length), 'The extra data of the proof');
  if (extra.length === 0) throw new LogError('malformed', 'The proof has a line for extra data and none on it.');
  return { extra };
}

function parseIndex(line: string | undefined): bigint {
  const [, digits] = /^index (0|[1-9]\d*)$/.exec(line ?? '') ?? [];
  if (digits === undefined) throw new LogError('malformed', 'The proof has no line "index <number>" where it belongs.');
  const index = BigInt(digits);
  checkUint64(index, 'Index');
  return index;
}

function parseHash(line: string, what: string): Uint8Array {
  const hash = fromBase64(line, what);
  if (hash.length !== hashBytes) throw new LogError('malformed', `${what} has ${hash.length} bytes, not ${hashBytes}.`);
  return hash;
}
