import { TickmarkError } from '@tickmark/core';
import { LogError, openVerifierKey, parsePolicy, type Policy } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import type { Authority } from '@tickmark/timestamps';
import type { Cosigned, Trust } from './log.ts';

/** Whom a verifier trusts, as they said it. */
export interface TrustOptions {
  /** Verifier keys (note vkeys) got from the organization by another way than what is verified. */
  keys?: readonly string[];
  /** A policy file (C2SP tlog-policy): whose logs are trusted, and which witnesses must have cosigned. */
  policy?: Uint8Array | undefined;
}

/** @throws TickmarkError `bad_input` for a key or policy that can't be used, or that leaves open who may have signed. */
export function readTrust({ keys = [], policy: octets }: TrustOptions): Trust {
  checkKeys(keys);
  const policy = octets === undefined ? undefined : readPolicy(octets);
  if (policy?.logs.length === 0 && keys.length === 0) {
    throw new TickmarkError('bad_input', 'The policy names no log, so any could have signed.', {
      field: '--key',
      action: 'Name the key of the log, or write a log line into the policy.',
    });
  }
  return { keys, policy };
}

/** Certificates that the verifier trusts timestamps by. @throws TickmarkError `bad_input` where they can't be used. */
export async function readTimestampTrust(pem: Uint8Array | undefined): Promise<Authority | undefined> {
  if (pem === undefined) return undefined;
  const { readAuthority, TimestampError } = await import('@tickmark/timestamps');
  try {
    return readAuthority(Buffer.from(pem).toString('latin1'));
  } catch (error) {
    if (!(error instanceof TimestampError)) throw error;
    throw new TickmarkError(
      'bad_input',
      `The certificates of the timestamp authority can't be used. ${error.message}`,
      {
        field: '--timestamp-ca',
        action: 'Give the root certificate of the authority in PEM, got from the authority itself.',
      },
    );
  }
}

/** A cosignature for JSON, which has no numbers as large as its time may be. */
export function told({ name, time }: Cosigned): { name: string; time: string } {
  return { name, time: String(time) };
}

/** @throws TickmarkError `bad_input` for a key of a log that can't be used. */
export function checkKeys(keys: readonly string[], field = '--key'): void {
  for (const key of keys) {
    try {
      openVerifierKey(nodeCrypto, key);
    } catch (error) {
      if (!(error instanceof LogError)) throw error;
      throw new TickmarkError('bad_input', `The key ${key} can't be used: ${error.message}`, {
        field,
        action: 'Give the verifier key of the log as it was published: name+id+key.',
      });
    }
  }
}

function readPolicy(octets: Uint8Array): Policy {
  try {
    return parsePolicy(nodeCrypto, octets);
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    throw new TickmarkError('bad_input', `The policy can't be used. ${error.message}`, {
      field: '--policy',
      action: 'Give a policy as C2SP tlog-policy has it: lines for log, witness and group, and one for quorum.',
    });
  }
}
