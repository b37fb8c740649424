import type { Archive } from './archive.ts';
import { Broken } from './broken.ts';

const prefix = 'operator/';
const parts = ['checkpoint', 'entry.json', 'entry.tlog-proof', 'salt', 'vkey'];

/**
 * Accounts for the files of what the operator's log has noted: all five are there, and no other, or none. Whether the note
 * holds is not looked at. Answers whether there is one.
 * @throws Broken under EL127.
 */
export function accountForNote(archive: Archive): boolean {
  const found = [...archive.files.keys()].filter((path) => path.startsWith(prefix));
  for (const path of found)
    if (!parts.includes(path.slice(prefix.length)))
      throw new Broken('EL127', `${path} belongs to no note of the operator’s log.`, { path });
  for (const part of parts) {
    const path = `${prefix}${part}`;
    if (found.length > 0 && !archive.files.has(path))
      throw new Broken('EL127', `The note of the operator’s log is there without ${path}.`, { path });
  }
  return found.length > 0;
}
