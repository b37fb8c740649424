import { TickmarkError } from '@tickmark/core';
import { inclusionProof, parseCheckpoint } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import type { MasterKey } from '../platform/auth/index.ts';
import type { HandlersOf } from '../platform/handler.ts';
import { changeHandlers } from './changes/handlers.ts';
import { checkpointAt } from './checkpoint-at.ts';
import { signedLog } from './signed.ts';
import { entryAt, listEntries, tileReader } from './store.ts';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

export function logHandlers(parts: { masterKey: MasterKey }): HandlersOf<'log'> {
  return {
    'log.checkpoint': async ({ tx, organizationId }, { size }) => {
      const log = await signedLog(tx, organizationId);
      const { verifierKey, nextIndex } = log;
      const pending = nextIndex - log.size;
      if (size === undefined || size === log.size) {
        const { checkpoint } = log;
        return { checkpoint, verifierKey, size: log.size, rootHash: base64(parseCheckpoint(checkpoint).root), pending };
      }
      if (size > log.size) {
        throw new TickmarkError('not_yet_possible', `${log.size} entries are signed, and not ${size}.`, {
          field: 'size',
          action: `Give ${log.size} or less.`,
        });
      }
      const { checkpoint, root } = await checkpointAt(tx, organizationId, parts.masterKey, size);
      return { checkpoint, verifierKey, size, rootHash: base64(root), pending };
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

    'log.proof': async (context, { index }) => {
      const { tx, organizationId } = context;
      const { leafHash } = await entryAt(tx, organizationId, index);
      const log = await signedLog(tx, organizationId);
      if (index >= log.size) {
        throw new TickmarkError('not_yet_possible', `Entry ${index} is not yet under a signed checkpoint.`, {
          field: 'index',
          action: 'Ask again in a second.',
        });
      }
      const tiles = tileReader(tx, organizationId);
      const path = await inclusionProof(nodeCrypto, BigInt(log.size), BigInt(index), tiles);
      return { index, leafHash: base64(leafHash), path: path.map(base64), checkpoint: log.checkpoint };
    },

    ...changeHandlers(parts),
  };
}
