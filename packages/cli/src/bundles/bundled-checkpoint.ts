import { formatCheckpoint, LogError, openNote, rootHash, tilePaths, type ReadTile } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import type { Archive } from './archive.ts';
import { decodeText } from './canonical.ts';
import { DoesNotHold } from './does-not-hold.ts';
import type { BundledChainLog } from './log.ts';

/** A checkpoint that lies beside what is sealed, and which one it has to be. */
export interface BesideCheckpoint {
  path: string;
  log: BundledChainLog;
  /** Entries under it in the tree of that log. */
  size: number;
  tiles: ReadTile;
}

/**
 * The file of a checkpoint, and its text: one that follows from the tiles of the bundle, signed by the log and nobody else.
 * @throws DoesNotHold under `rule`
 */
export async function checkpointBeside(
  archive: Archive,
  { path, log, size, tiles }: BesideCheckpoint,
  rule: string,
): Promise<{ bytes: Uint8Array; text: string }> {
  const bytes = (await archive.read(path)) ?? new Uint8Array();
  const note = decodeText(bytes, rule, path);
  const root = await rootHash(nodeCrypto, BigInt(size), tiles);
  const text = formatCheckpoint({ origin: log.origin, size: BigInt(size), root });
  try {
    const opened = openNote(nodeCrypto, note, [log.vkey]);
    if (opened.text === text && opened.unknown === 0) return { bytes, text };
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
  }
  throw new DoesNotHold(rule, `${path} is not the checkpoint of the first ${size} entries of log ${log.number}.`, {
    path,
  });
}

/** Tiles of a log as they were at a smaller size: each is the beginning of the one in the bundle. */
export function tilesOf(archive: Archive, { number, size }: BundledChainLog, newest: boolean): ReadTile {
  const logFolder = newest ? 'log/' : `earlier-logs/${number}/`;
  const fullest = new Map(tilePaths(BigInt(size)).map((path) => [wholePath(path), path]));
  return async (path) => {
    const bytes = await archive.read(`${logFolder}${fullest.get(wholePath(path)) ?? path}`);
    const width = Number(/\.p\/(\d+)$/.exec(path)?.[1] ?? 256);
    return bytes?.subarray(0, width * 32);
  };
}

function wholePath(path: string): string {
  return path.replace(/\.p\/\d+$/, '');
}
