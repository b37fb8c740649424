import { LogError, openCheckpoint, parseCheckpoint } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import type { Tx } from '../platform/database/index.ts';
import { cosignaturesAt } from './store.ts';

/**
 * The checkpoint of the log of this number with the lines of the witnesses that have cosigned it. What they cosigned of a log that
 * had this size and other entries is left out.
 */
export async function withCosignatures(
  tx: Tx,
  organizationId: string,
  number: number,
  { checkpoint, verifierKey }: { checkpoint: string; verifierKey: string },
): Promise<string> {
  const { size } = parseCheckpoint(checkpoint);
  const lines = (await cosignaturesAt(tx, organizationId, { number, size: Number(size) })).filter((witness) =>
    fits(checkpoint + witness.line, { log: verifierKey, witness: witness.verifierKey }),
  );
  return checkpoint + lines.map(({ line }) => line).join('');
}

function fits(note: string, { log, witness }: { log: string; witness: string }): boolean {
  try {
    return openCheckpoint(nodeCrypto, note, { logs: [log], witnesses: [witness] }).unknown === 0;
  } catch (error) {
    if (error instanceof LogError) return false;
    throw error;
  }
}
