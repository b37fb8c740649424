import { TickmarkError, type WatchedLog } from '@tickmark/core';
import { LogError, openVerifierKey, parseCheckpoint } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import { chainOf } from '../log/index.ts';
import type { MasterKey } from '../platform/auth/index.ts';
import type { Tx } from '../platform/database/index.ts';
import type { HandlersOf } from '../platform/handler.ts';
import { ensureWitnessKey } from './key.ts';
import {
  findWitnessKey,
  insertWatchedLog,
  lockWatchedLog,
  lockWatchedLogs,
  updateWatchedLog,
  watchedLogsOf,
  type WatchedLogRow,
} from './store.ts';

/** Far more than a firm has clients on one server. */
const mostLogs = 1000;

export function watchedLogHandlers({ masterKey }: { masterKey: MasterKey }): HandlersOf<'watched-logs'> {
  return {
    'watched-logs.list': ({ tx, organizationId }) => listed(tx, organizationId),

    'watched-logs.add': async (context, { verifierKey }) => {
      const { tx, organizationId, now } = context;
      const origin = originIn(verifierKey);
      if ((await chainOf(tx, organizationId)).some((log) => log.verifierKey === verifierKey)) {
        throw refused(
          'This is your own log. Cosigning it would prove nothing to anybody.',
          'Let somebody else watch it.',
        );
      }
      await lockWatchedLogs(tx, organizationId);
      if ((await watchedLogsOf(tx, organizationId)).length >= mostLogs)
        throw refused(`An organization watches ${mostLogs} logs at most.`, 'Remove one first.');
      const known = await lockWatchedLog(tx, organizationId, origin);
      if (known !== undefined && known.removedAt === null) {
        throw new TickmarkError('conflict', `The log ${origin} is watched already.`, {
          field: 'verifierKey',
          action: 'Remove it first where its key is another one now; what was seen of it is remembered.',
        });
      }
      const cosignsAs = await ensureWitnessKey(tx, organizationId, { masterKey, at: now });
      const id = known?.id ?? context.newId();
      const entryIndex = await context.record({ watchedLogId: id, verifierKey, cosignsAs });
      const added = { verifierKey, addedAt: now, addedBy: context.userId, entryIndex };
      if (known === undefined) await insertWatchedLog(tx, { organizationId, id, origin, ...added });
      else await updateWatchedLog(tx, known, { ...added, removedAt: null });
      return listed(tx, organizationId);
    },

    'watched-logs.remove': async (context, { id }) => {
      const { tx, organizationId } = context;
      await lockWatchedLogs(tx, organizationId);
      const log = (await watchedLogsOf(tx, organizationId)).find((each) => each.id === id);
      if (log === undefined) {
        throw new TickmarkError('not_found', 'There is no such watched log.', {
          field: 'id',
          action: 'Take an id from the list of watched logs.',
        });
      }
      await context.record({ watchedLogId: id, verifierKey: log.verifierKey });
      await updateWatchedLog(tx, log, { removedAt: context.now });
      return listed(tx, organizationId);
    },
  };
}

async function listed(tx: Tx, organizationId: string) {
  const key = await findWitnessKey(tx, organizationId);
  return {
    verifierKey: key?.verifierKey ?? null,
    path: key === undefined ? null : `/witness/${organizationId}/add-checkpoint`,
    items: (await watchedLogsOf(tx, organizationId)).map(toWatchedLog),
  };
}

function toWatchedLog(row: WatchedLogRow): WatchedLog {
  const { id, origin, verifierKey, entryIndex, size, checkpoint, cosignedAt, conflictAt, conflictCheckpoint } = row;
  return {
    id,
    origin,
    verifierKey,
    entryIndex,
    addedAt: row.addedAt.toISOString(),
    cosigned: cosignedAt === null ? null : { size, at: cosignedAt.toISOString() },
    conflict:
      conflictAt === null || conflictCheckpoint === null || checkpoint === null
        ? null
        : {
            at: conflictAt.toISOString(),
            size: Number(parseCheckpoint(conflictCheckpoint).size),
            checkpoint: conflictCheckpoint,
            seen: checkpoint,
          },
  };
}

function originIn(verifierKey: string): string {
  try {
    return openVerifierKey(nodeCrypto, verifierKey).name;
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    throw refused(error.message, 'Give the verifier key as the owner of the log shows it: name+id+key.');
  }
}

function refused(message: string, action: string): TickmarkError {
  return new TickmarkError('bad_input', message, { field: 'verifierKey', action });
}
