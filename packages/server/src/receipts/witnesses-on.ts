import type { ReceiptWitness } from '@tickmark/core';
import { openCheckpoint } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import { checkpointAt, type ChainLog, type TreeSize } from '../log/index.ts';
import type { MasterKey } from '../platform/auth/index.ts';
import type { Tx } from '../platform/database/index.ts';
import { askedAbout, furthestCosignatures, smallestCosignedOver, withCosignatures } from '../witnesses/index.ts';

/** The first entries of a log as they are now, under a checkpoint with the cosignatures that fit it. */
interface CosignedTree {
  size: number;
  checkpoint: string;
  /** Verifier key of a witness to the time it vouches for, by its clock. */
  times: Map<string, string>;
}

interface OnEntry {
  witnesses: ReceiptWitness[];
  /** Of those that hold the entry, the checkpoint that most witnesses have cosigned; null where none has. */
  checkpoint: string | null;
}

/**
 * What every witness that is or was asked about this log, or that ever cosigned it, says of one entry. Each cosignature is
 * verified anew over the tree that the log has now: what was kept beside it in the database counts for nothing.
 */
export async function witnessesOn(
  tx: Tx,
  organizationId: string,
  masterKey: MasterKey,
  { log, index: entry }: { log: ChainLog; index: number },
): Promise<OnEntry> {
  const index = entry - log.first;
  const asked = await askedAbout(tx, organizationId, log.number);
  const furthest = (await furthestCosignatures(tx, organizationId)).filter((each) => each.log === log.number);
  const first = await smallestCosignedOver(tx, organizationId, { number: log.number, index });
  const keys = furthest.map(({ verifierKey }) => verifierKey);
  const trees = new Map<number, CosignedTree>();
  for (const size of new Set([...first.values(), ...furthest.map((each) => each.size)])) {
    const at = { number: log.number, size };
    const tree = size <= log.size ? await cosignedTree(tx, organizationId, masterKey, at, keys) : undefined;
    if (tree !== undefined) trees.set(size, tree);
  }
  const timeAt = (verifierKey: string, size: number | undefined): string | null =>
    size === undefined || size <= index ? null : (trees.get(size)?.times.get(verifierKey) ?? null);

  const names = new Map([...asked, ...furthest].map(({ verifierKey, name }) => [verifierKey, name]));
  const witnesses = [...names].map(([verifierKey, name]): ReceiptWitness => {
    const named = asked.find((each) => each.verifierKey === verifierKey);
    const last = furthest.find((each) => each.verifierKey === verifierKey);
    const fits = last !== undefined && trees.get(last.size)?.times.has(verifierKey) === true;
    const since = timeAt(verifierKey, first.get(verifierKey)) ?? timeAt(verifierKey, last?.size);
    return {
      name,
      verifierKey,
      named: named !== undefined,
      asked: named?.asked ?? null,
      standing: since !== null ? 'vouched' : last === undefined ? 'never' : fits ? 'behind' : 'other-history',
      since,
      upTo: last === undefined ? null : { entry: log.first + last.size - 1, at: last.at, fits },
    };
  });
  const [best] = [...trees.values()]
    .filter(({ size, times }) => size > index && times.size > 0)
    .toSorted((a, b) => b.times.size - a.times.size || a.size - b.size);
  return {
    witnesses: witnesses.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    checkpoint: best?.checkpoint ?? null,
  };
}

/** Undefined where no signed checkpoint of this size is left. */
async function cosignedTree(
  tx: Tx,
  organizationId: string,
  masterKey: MasterKey,
  at: TreeSize,
  witnesses: readonly string[],
): Promise<CosignedTree | undefined> {
  const signed = await checkpointAt(tx, organizationId, masterKey, at);
  if (signed === undefined) return undefined;
  const checkpoint = await withCosignatures(tx, organizationId, at.number, signed);
  const { cosignatures } = openCheckpoint(nodeCrypto, checkpoint, { logs: [signed.verifierKey], witnesses });
  const times = cosignatures.map(({ vkey, time }) => [vkey, new Date(Number(time) * 1000).toISOString()] as const);
  return { size: at.size, checkpoint, times: new Map(times) };
}
