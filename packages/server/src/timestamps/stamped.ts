import { createHash } from 'node:crypto';
import type { ReceiptTimestamp, Timestamp } from '@tickmark/core';
import { LogError } from '@tickmark/evidence-log';
import { chainOf, checkpointAt, type ChainLog } from '../log/index.ts';
import type { MasterKey } from '../platform/auth/index.ts';
import type { Tx } from '../platform/database/index.ts';
import { dailyTimestamps, furthestTimestamps, smallestTimestampsOver, type KeptTimestamp } from './store.ts';

/** Where the stamps of one organization are looked at. */
export interface Subject {
  tx: Tx;
  organizationId: string;
  masterKey: MasterKey;
}

/** Up to where each authority has stamped each log. */
export async function stampedUpTo(subject: Subject): Promise<Timestamp[]> {
  const chain = await chainOf(subject.tx, subject.organizationId);
  const found = await furthestTimestamps(subject.tx, subject.organizationId);
  return Promise.all(
    found.map(async (kept): Promise<Timestamp> => {
      const log = chain.find(({ number }) => number === kept.log);
      const { id, name, signer, certificatesSha256, named, at, accuracyMs, size } = kept;
      return {
        id,
        name,
        signer,
        certificatesSha256,
        named,
        at,
        accuracyMs,
        log: kept.log,
        ended: log !== chain.at(-1) && size === log?.size,
        entry: (log?.first ?? 0) + size - 1,
        fits: log !== undefined && (await stampedCheckpoint(subject, log, kept)) !== undefined,
      };
    }),
  );
}

/** Since when each authority attests an entry: its first stamp over a tree with it. */
export async function stampsOver(
  subject: Subject,
  { log, index }: { log: ChainLog; index: number },
): Promise<ReceiptTimestamp[]> {
  const at = { number: log.number, index: index - log.first };
  const found = await smallestTimestampsOver(subject.tx, subject.organizationId, at);
  return Promise.all(
    found.map(async (kept) => ({
      id: kept.id,
      name: kept.name,
      signer: kept.signer,
      at: kept.at,
      entry: log.first + kept.size - 1,
      fits: (await stampedCheckpoint(subject, log, kept)) !== undefined,
    })),
  );
}

/** A file of a bundle that lies beside what is sealed. */
export interface TimestampFile {
  path: string;
  bytes: Uint8Array;
}

/**
 * The stamps that a bundle carries, as its files (EL116): of each authority and log the first one of each day, for that is as
 * fine as an examination asks, and the last one up to the size that the log has in the bundle. What no longer fits the log is left out.
 */
export async function timestampFiles(
  subject: Subject,
  logs: readonly { number: number; size: number }[],
): Promise<TimestampFile[]> {
  const files = new Map<string, Uint8Array>();
  const encoder = new TextEncoder();
  const chain = await chainOf(subject.tx, subject.organizationId);
  for (const { number, size } of logs) {
    const log = chain.find((each) => each.number === number);
    if (log === undefined) continue;
    for (const kept of await dailyTimestamps(subject.tx, subject.organizationId, { number, size })) {
      const checkpoint = await stampedCheckpoint(subject, log, kept);
      if (checkpoint === undefined) continue;
      const { certificatesSha256, pem, token } = kept;
      const folder = `timestamps/${number}/${kept.size}`;
      files.set(`${folder}/checkpoint`, encoder.encode(checkpoint));
      files.set(`${folder}/${certificatesSha256}.tst`, token);
      files.set(`timestamps/certificates/${certificatesSha256}.pem`, encoder.encode(pem));
    }
  }
  return [...files].map(([path, bytes]) => ({ path, bytes }));
}

/**
 * What a stamp is of, once it was verified anew as a stranger would: the checkpoint as its log signed it. Undefined where the log
 * no longer begins with that, or where what is kept of the stamp was changed: what stands beside it in the database counts for nothing.
 */
export async function stampedCheckpoint(
  { tx, organizationId, masterKey }: Subject,
  log: ChainLog,
  { size, token, pem, certificatesSha256, at }: KeptTimestamp,
): Promise<string | undefined> {
  if (size > log.size || createHash('sha256').update(pem).digest('hex') !== certificatesSha256) return undefined;
  const { readAuthority, TimestampError, verifyTimestamp } = await import('@tickmark/timestamps');
  try {
    const signed = await checkpointAt(tx, organizationId, masterKey, { number: log.number, size });
    if (signed === undefined) return undefined;
    const message = Buffer.from(signed.checkpoint);
    const stamp = verifyTimestamp(token, { message, authority: readAuthority(pem) });
    return stamp.at.toISOString() === at ? signed.checkpoint : undefined;
  } catch (error) {
    if (error instanceof TimestampError || error instanceof LogError) return undefined;
    throw error;
  }
}
