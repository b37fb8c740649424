import { existsSync } from 'node:fs';
import { logStatement, TickmarkError } from '@tickmark/core';
import { leafHash, parseLogProof, verifyLogProof } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import { DoesNotHold } from './does-not-hold.ts';
import { because, openTrusted, readNamed, requireTrust, textOf, toldCheckpoint } from './note.ts';
import { readTrust, type TrustOptions } from './trust.ts';
import type { Verification } from './verification.ts';

/** What `tickmark verify` answers of a proof; also its --json document. */
export interface ProofVerification extends Pick<Verification, 'holds' | 'failure' | 'keyTrusted' | 'checkpoint'> {
  verified: 'proof';
  /** Witnesses of the policy that have cosigned; null without a policy. */
  cosignatures: Verification['cosignatures'];
  /** Where the proof says that the entry stands; digits, for an index may be larger than a JSON number can be. */
  index: string | null;
  /** The entry that was given: the hash of its leaf in lowercase hex, and what it says where it is a statement. */
  entry: { file: string; leafHash: string; op: string | null; at: string | null } | null;
  /** Not faults, and worth knowing. */
  warnings: string[];
}

export interface VerifyProofOptions extends TrustOptions {
  /** File with the bytes of the entry; the one saved beside the proof without it. */
  entry?: string | undefined;
}

/**
 * Verifies, offline, that one entry is in a log (EL33 to EL38). A proof that does not hold is an answer, no throw.
 * @throws TickmarkError `bad_input` for a file, key or policy that can't be read, and where no entry or key is given.
 */
export async function verifyProof(file: string, options: VerifyProofOptions = {}): Promise<ProofVerification> {
  const trust = readTrust(options);
  requireTrust(trust, 'A proof');
  const bytes = await readNamed(file, 'file', 'The proof');
  const verification: ProofVerification = {
    verified: 'proof',
    holds: false,
    failure: null,
    keyTrusted: false,
    checkpoint: null,
    cosignatures: null,
    index: null,
    entry: null,
    warnings: [],
  };
  try {
    const text = textOf(bytes, 'EL33', 'The proof');
    const { index, checkpoint: note, extra } = because('EL33', () => parseLogProof(text));
    verification.index = String(index);
    if (extra !== undefined)
      verification.warnings.push(
        `The proof has ${extra.length} bytes of extra data, which nobody has signed; nothing here rests on them.`,
      );
    const checkpoint = openTrusted(note, trust);
    verification.keyTrusted = true;
    verification.checkpoint = toldCheckpoint(checkpoint);
    verification.cosignatures = checkpoint.cosignatures;
    const path = options.entry ?? besideProof(file);
    const entry = await readNamed(path, '--entry', 'The entry');
    verification.entry = { file: path, ...describe(entry) };
    because('EL34', () => verifyLogProof(nodeCrypto, text, { entry }, { vkey: checkpoint.vkey }));
    verification.holds = true;
  } catch (error) {
    if (!(error instanceof DoesNotHold)) throw error;
    const { rule, entry, path, message } = error;
    verification.failure = { rule, entry, path, message };
  }
  return verification;
}

/** `entry-12.json`, which a receipt saves with `entry-12.tlog-proof`. */
function besideProof(file: string): string {
  const beside = file.replace(/(\.tlog-proof)?$/, '.json');
  if (existsSync(beside)) return beside;
  throw new TickmarkError('bad_input', 'A proof does not hold the entry, and none is given.', {
    field: '--entry',
    action: `Give the file of the entry, saved from the same receipt, or put it beside the proof as ${beside}.`,
  });
}

function describe(bytes: Uint8Array): { leafHash: string; op: string | null; at: string | null } {
  const hash = Buffer.from(leafHash(nodeCrypto, bytes)).toString('hex');
  let read: unknown;
  try {
    read = JSON.parse(Buffer.from(bytes).toString());
  } catch {
    read = undefined;
  }
  const { data } = logStatement.safeParse(read);
  return { leafHash: hash, op: data?.op ?? null, at: data?.at ?? null };
}
