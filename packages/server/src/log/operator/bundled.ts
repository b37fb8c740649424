import { LogError } from '@tickmark/evidence-log';
import type { Inside } from '../../platform/auth/index.ts';
import { instanceLogId } from '../../platform/database/index.ts';
import type { TreeSize } from '../checkpoint-at.ts';
import { sequence } from '../sequencer.ts';
import { noteAt, type NoteParts } from './note.ts';
import { asTheyStand, operatorEntries, operatorLog } from './noted.ts';
import { findNotedAt } from './store.ts';

/** A file of a bundle that lies beside what is sealed. */
export interface NoteFile {
  path: string;
  bytes: Uint8Array;
}

/**
 * Notes the checkpoint of a bundle in the operator's log, signs that, and returns what shows it as files (EL127). None where the
 * note does not hold, or either log is not as it was signed: without them a bundle is still one.
 */
export async function notedFiles(parts: NoteParts, organizationId: string, at: TreeSize): Promise<NoteFile[]> {
  const scope = { role: 'app', organizationId, userId: null } as const;
  try {
    await noteAt(parts, organizationId, at);
    await sequence(parts, instanceLogId);
    return await parts.database.transaction(scope, (tx) => filesOf({ tx, organizationId, userId: null }, at));
  } catch (error) {
    if (error instanceof LogError) return [];
    throw error;
  }
}

async function filesOf(inside: Inside, at: TreeSize): Promise<NoteFile[]> {
  const row = await findNotedAt(inside.tx, inside.organizationId, at);
  if (row === undefined) return [];
  const [noted] = await asTheyStand(inside, [row]);
  const entry = (await operatorEntries(inside, [row])).get(row.number);
  if (noted?.fits !== true || !entry?.statement || !entry.proof) return [];
  const { verifierKey } = await operatorLog(inside);
  const files = {
    checkpoint: noted.checkpoint,
    'entry.json': entry.statement,
    'entry.tlog-proof': entry.proof,
    salt: `${noted.salt}\n`,
    vkey: `${verifierKey}\n`,
  };
  return Object.entries(files).map(([name, text]) => ({ path: `operator/${name}`, bytes: Buffer.from(text) }));
}
