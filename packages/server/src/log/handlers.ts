import { TickmarkError, type ChainedLog } from '@tickmark/core';
import { inclusionProof, parseCheckpoint } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import type { MasterKey } from '../platform/auth/index.ts';
import type { Tx } from '../platform/database/index.ts';
import type { HandlersOf } from '../platform/handler.ts';
import { changeHandlers } from './changes/handlers.ts';
import { checkpointAt } from './checkpoint-at.ts';
import { operatorHandlers } from './operator/handlers.ts';
import { rotate } from './rotate.ts';
import { logUpTo, signedChain } from './signed.ts';
import { entryAt, findLog, listEntries, logsBefore, logWith, tileReader, type LogState } from './store.ts';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

export function logHandlers(parts: { masterKey: MasterKey }): HandlersOf<'log'> {
  const { masterKey } = parts;
  return {
    'log.checkpoint': async ({ tx, organizationId }, { size: asked }) => {
      const chain = await signedChain(tx, organizationId);
      const entries = asked ?? chain.size;
      if (entries > chain.size) {
        throw new TickmarkError('not_yet_possible', `${chain.size} entries are signed, and not ${entries}.`, {
          field: 'size',
          action: `Give ${chain.size} or less.`,
        });
      }
      const { number, first, size: all, verifierKey, checkpoint: newest } = logUpTo(chain, entries);
      const size = entries - first;
      const told = { log: number, first, size, pending: chain.written - chain.size };
      if (size === all) {
        return { ...told, checkpoint: newest, verifierKey, rootHash: base64(parseCheckpoint(newest).root) };
      }
      const signed = await checkpointAt(tx, organizationId, masterKey, { number, size });
      if (signed === undefined) {
        throw new TickmarkError(
          'no_longer_possible',
          `No checkpoint of ${entries} entries is there: the key of log ${number} was rotated, and it signs nothing more.`,
          { field: 'size', action: `Give ${first + all}, where log ${number} ended.` },
        );
      }
      const { checkpoint, root } = signed;
      return { ...told, checkpoint, verifierKey, rootHash: base64(root) };
    },

    'log.check': async (context) => {
      const jobId = await context.startJob({
        kind: 'check-records',
        title: 'Records held against the log',
        unit: 'records',
        input: {},
      });
      await context.record({ jobId });
      return { jobId };
    },

    'log.entries': (context, input) => listEntries(context.tx, context.organizationId, input),

    'log.proof': async ({ tx, organizationId }, { index }) => {
      const { leafHash } = await entryAt(tx, organizationId, index);
      const { number, first, size, verifierKey, checkpoint, newest } = await logWith(tx, organizationId, index);
      if (checkpoint === null || index >= first + size) {
        throw new TickmarkError('not_yet_possible', `Entry ${index} is not yet under a signed checkpoint.`, {
          field: 'index',
          action: 'Ask again in a second.',
        });
      }
      const tiles = tileReader(tx, organizationId, number);
      const path = await inclusionProof(nodeCrypto, BigInt(size), BigInt(index - first), tiles);
      const log = { number, verifierKey, index: index - first, newest };
      return { index, log, leafHash: base64(leafHash), path: path.map(base64), checkpoint };
    },

    'log.chain': ({ tx, organizationId }) => chain(tx, organizationId),

    'log.rotate': async (context, { log }) => {
      await rotate(context, masterKey, log);
      return chain(context.tx, context.organizationId);
    },

    ...changeHandlers(parts),
    ...operatorHandlers,
  };
}

async function chain(tx: Tx, organizationId: string): Promise<{ items: ChainedLog[] }> {
  const newest = await findLog(tx, organizationId);
  if (newest === undefined) return { items: [] };
  const earlier = await logsBefore(tx, organizationId, newest.number);
  const told = ({ number, origin, verifierKey, first, size, checkpoint }: Omit<LogState, 'nextIndex'>) => {
    return { number, origin, verifierKey, first, last: size === 0 ? null : first + size - 1, checkpoint };
  };
  return {
    items: [
      ...earlier.map((log) => ({
        ...told(log),
        rotated: { at: log.rotatedAt.toISOString(), by: { id: log.rotatedBy, name: log.rotatedByName } },
      })),
      { ...told(newest), rotated: null },
    ],
  };
}
