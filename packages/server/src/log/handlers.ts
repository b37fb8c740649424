import { TickmarkError } from '@tickmark/core';
import { inclusionProof, parseCheckpoint } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { entryAt, findLog, listEntries, tileReader, type LogState } from './store.ts';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

export const logHandlers: HandlersOf<'log'> = {
  'log.checkpoint': async (context) => {
    const log = await signedLog(context);
    return {
      checkpoint: log.checkpoint,
      verifierKey: log.verifierKey,
      size: log.size,
      rootHash: base64(parseCheckpoint(log.checkpoint).root),
      pending: log.nextIndex - log.size,
    };
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
    const log = await signedLog(context);
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
};

async function signedLog(context: HandlerContext): Promise<LogState & { checkpoint: string }> {
  const log = await findLog(context.tx, context.organizationId);
  if (log === undefined || log.checkpoint === null) {
    throw new TickmarkError('not_found', 'No checkpoint has been signed yet.', { action: 'Ask again in a second.' });
  }
  return { ...log, checkpoint: log.checkpoint };
}
