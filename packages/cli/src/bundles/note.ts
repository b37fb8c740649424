import { readFile } from 'node:fs/promises';
import { TickmarkError } from '@tickmark/core';
import { LogError, openByPolicy, openCheckpoint, parseCheckpoint, parseVerifierKey } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import { DoesNotHold } from './does-not-hold.ts';
import type { Trust } from './log.ts';
import { told } from './trust.ts';

/** A checkpoint that the log the verifier trusts has signed. */
export interface TrustedCheckpoint {
  origin: string;
  size: bigint;
  root: Uint8Array;
  /** The key that has signed. */
  vkey: string;
  /** Witnesses of the policy that have cosigned; null without a policy. */
  cosignatures: { name: string; time: string }[] | null;
}

/** What an answer says of a checkpoint; `root` in lowercase hex. */
export function toldCheckpoint({ origin, size, root }: TrustedCheckpoint): {
  origin: string;
  size: number;
  root: string;
} {
  return { origin, size: Number(size), root: Buffer.from(root).toString('hex') };
}

/**
 * Opens a checkpoint for somebody who holds no more than it: a log they named has signed it under its own name
 * (EL34), and the policy, where there is one, accepts it (EL32, EL38).
 * @throws DoesNotHold
 */
export function openTrusted(note: string, { keys, policy }: Trust): TrustedCheckpoint {
  const { origin } = because('EL34', () => parseCheckpoint(note));
  const named = keys.length > 0 ? keys : (policy?.logs ?? []).map(({ vkey }) => vkey);
  const own = named.filter((vkey) => parseVerifierKey(vkey).name === origin);
  if (own.length === 0)
    throw new DoesNotHold('EL34', `The checkpoint is of ${origin}, and no key you named is of that log.`);
  const opened = because('EL34', () => openCheckpoint(nodeCrypto, note, { logs: own, witnesses: [] }));
  const inPolicy = opened.signedBy.filter(
    (vkey) => policy === undefined || policy.logs.length === 0 || policy.logs.some((log) => log.vkey === vkey),
  );
  const [vkey] = inPolicy;
  if (vkey === undefined)
    throw new DoesNotHold('EL34', `Your policy does not name the key that has signed, of ${origin}.`);
  const { size, root } = opened;
  if (policy === undefined) return { origin, size, root, vkey, cosignatures: null };
  const accepted = because({ no_quorum: 'EL38' }, () =>
    openByPolicy(nodeCrypto, note, { ...policy, logs: [{ vkey, url: undefined }] }),
  );
  const cosignatures = policy.witnesses.flatMap(({ name, vkey }) =>
    accepted.cosignatures.filter((each) => each.vkey === vkey).map(({ time }) => told({ name, time })),
  );
  return { origin, size, root, vkey, cosignatures };
}

/** Tells an error of the log under a rule; by its code, else EL32: a cosignature is at fault. */
export function because<T>(rule: string | Partial<Record<LogError['code'], string>>, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    throw new DoesNotHold(typeof rule === 'string' ? rule : (rule[error.code] ?? 'EL32'), error.message);
  }
}

/** Nothing in these files says whose key is to be trusted. */
export function requireTrust({ keys, policy }: Trust, what: string): void {
  if (keys.length > 0 || policy !== undefined) return;
  throw new TickmarkError('bad_input', `${what} holds no key, and it is not said whose log you trust.`, {
    field: '--key',
    action: 'Give the verifier key of the log, got by another way, or a policy that names the log (--policy).',
  });
}

/** @throws TickmarkError `bad_input` of the option or argument where the file can't be read. */
export function readNamed(path: string, field: string, what: string): Promise<Buffer> {
  return readFile(path).catch((cause: unknown) => {
    throw new TickmarkError('bad_input', `${what} ${path} cannot be read.`, {
      field,
      action: 'Give a file that exists and that you may read.',
      cause,
    });
  });
}

/** UTF-8, or a text that has no prescribed form. */
export function textOf(bytes: Uint8Array, rule: string, what: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new DoesNotHold(rule, `${what} is no text in UTF-8.`);
  }
}
