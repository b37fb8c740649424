import { TickmarkError } from '@tickmark/core';
import { parseAddCheckpoint, verifyConsistency } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import { DoesNotHold } from './does-not-hold.ts';
import { because, openTrusted, readNamed, requireTrust, textOf, toldCheckpoint } from './note.ts';
import { readTrust, type TrustOptions } from './trust.ts';
import type { Verification } from './verification.ts';

/** What `tickmark verify` answers of a consistency proof; also its --json document. */
export interface GrowthVerification extends Pick<Verification, 'holds' | 'failure' | 'keyTrusted' | 'checkpoint'> {
  verified: 'growth';
  /** Witnesses of the policy that have cosigned the newer checkpoint; null without a policy. */
  cosignatures: Verification['cosignatures'];
  /** The earlier checkpoint, once it is found to be signed. */
  earlier: Verification['checkpoint'];
}

export interface VerifyGrowthOptions extends TrustOptions {
  /** File with the earlier checkpoint. */
  since?: string | undefined;
}

/**
 * Verifies, offline, that a log only grew from one checkpoint to another (EL106): the file is a consistency proof with the
 * newer checkpoint, in the form of a C2SP tlog-witness request. One that does not hold is an answer, no throw.
 * @throws TickmarkError `bad_input` for a file, key or policy that can't be read, and where no checkpoint or key is given.
 */
export async function verifyGrowth(file: string, options: VerifyGrowthOptions = {}): Promise<GrowthVerification> {
  const trust = readTrust(options);
  requireTrust(trust, 'A consistency proof');
  if (options.since === undefined) {
    throw new TickmarkError(
      'bad_input',
      'A consistency proof leads on from an earlier checkpoint, and none is given.',
      {
        field: '--since',
        action: 'Give the file of the earlier checkpoint, the one that you kept.',
      },
    );
  }
  const [bytes, kept] = [
    await readNamed(file, 'file', 'The consistency proof'),
    await readNamed(options.since, '--since', 'The checkpoint'),
  ];
  const verification: GrowthVerification = {
    verified: 'growth',
    holds: false,
    failure: null,
    keyTrusted: false,
    checkpoint: null,
    cosignatures: null,
    earlier: null,
  };
  try {
    const text = textOf(bytes, 'EL50', 'The consistency proof');
    const { oldSize, proof, checkpoint: note } = because('EL50', () => parseAddCheckpoint(text));
    // What was kept need not have been cosigned yet: the policy is for what it has grown to.
    const logs = trust.policy?.logs.map(({ vkey }) => vkey) ?? [];
    const earlier = openTrusted(textOf(kept, 'EL34', 'The checkpoint'), {
      keys: trust.keys.length > 0 ? trust.keys : logs,
    });
    verification.earlier = toldCheckpoint(earlier);
    const newer = openTrusted(note, trust);
    verification.keyTrusted = true;
    verification.checkpoint = toldCheckpoint(newer);
    verification.cosignatures = newer.cosignatures;
    if (newer.origin !== earlier.origin)
      throw new DoesNotHold('EL106', `The checkpoints are of two logs, ${earlier.origin} and ${newer.origin}.`);
    if (oldSize !== earlier.size) {
      throw new DoesNotHold(
        'EL106',
        `The proof leads on from ${oldSize} entries, and the earlier checkpoint is of ${earlier.size}.`,
      );
    }
    because('EL106', () =>
      verifyConsistency(nodeCrypto, { oldSize, oldRoot: earlier.root, size: newer.size, root: newer.root, proof }),
    );
    verification.holds = true;
  } catch (error) {
    if (!(error instanceof DoesNotHold)) throw error;
    const { rule, entry, path, message } = error;
    verification.failure = { rule, entry, path, message };
  }
  return verification;
}
