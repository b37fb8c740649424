import { concatBytes, equalBytes } from './bytes.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Crypto } from './crypto.ts';
import { LogError } from './error.ts';
import { edgeRoot } from './integrate.ts';
import { openSigned, type Cosignature } from './open-checkpoint.ts';
import { entriesPath, min, tilePath, tileWidth, type ReadTile } from './paths.ts';
import { missing, splitEntries } from './tiles.ts';
import { leafHash, rootOver } from './tree.ts';

const wide = BigInt(tileWidth);

export interface VerifiedLog extends Checkpoint {
  /** The vkeys whose signatures on the checkpoint hold. */
  signedBy: string[];
  /** Of the witnesses that were given, those that have cosigned the checkpoint. */
  cosignatures: Cosignature[];
  /** Signatures on the checkpoint by keys that were not given. */
  unknownSignatures: number;
  /** Every entry in order. Read a second time, and compared with what was verified. */
  entries: AsyncIterable<Uint8Array>;
}

/**
 * Verifies a whole log: the signature on its checkpoint, every entry against its hash tile, every
 * tile against the one above, the root hash against the checkpoint, and the cosignatures of the
 * witnesses that are named. Reads exactly `tilePaths(size)`;
 * that nothing else lies in the folder is for the caller to check.
 * @throws LogError naming the first file that does not hold.
 */
export async function verifyLog(
  crypto: Crypto,
  log: { checkpoint: string; vkeys: readonly string[]; witnesses?: readonly string[]; readTile: ReadTile },
): Promise<VerifiedLog> {
  const opened = openSigned(crypto, log.checkpoint, { logs: log.vkeys, witnesses: log.witnesses ?? [] });
  const { origin, size, root, signedBy, cosignatures } = opened;
  const rows: Uint8Array[][] = [];
  const bundles: Uint8Array[] = [];
  for (let index = 0n; index * wide < size; index += 1n) {
    const width = Number(min(size - index * wide, wide));
    const path = entriesPath(index, width);
    const bytes = await read(log.readTile, path);
    bundles.push(crypto.sha256(bytes));
    const row = splitEntries(bytes, width, path).map((entry) => leafHash(crypto, entry));
    await closeTile(crypto, log.readTile, { rows, level: 0, index, row });
  }
  for (const [level, row] of rows.entries()) {
    if (row.length > 0 && level > 0) await compareTile(log.readTile, level, fullTiles(size, level), row);
  }
  if (!equalBytes(edgeRoot(crypto, rows), root)) {
    throw new LogError('wrong_root', `The ${size} entries give another root hash than the checkpoint.`);
  }
  const readAgain = (): AsyncIterable<Uint8Array> => entriesOf(crypto, log.readTile, size, bundles);
  return {
    origin,
    size,
    root,
    signedBy,
    cosignatures,
    unknownSignatures: opened.unknown,
    entries: { [Symbol.asyncIterator]: () => readAgain()[Symbol.asyncIterator]() },
  };
}

/** Compares a computed tile with the stored one; a full one becomes a hash of the level above. */
async function closeTile(
  crypto: Crypto,
  readTile: ReadTile,
  { rows, level, index, row }: { rows: Uint8Array[][]; level: number; index: bigint; row: Uint8Array[] },
): Promise<void> {
  if (level === 0 || row.length === tileWidth) await compareTile(readTile, level, index, row);
  rows[level] = row.length === tileWidth ? [] : row;
  if (row.length < tileWidth) return;
  const above = rows[level + 1] ?? [];
  rows[level + 1] = above;
  above.push(rootOver(crypto, row));
  if (above.length === tileWidth) {
    await closeTile(crypto, readTile, { rows, level: level + 1, index: index / wide, row: above });
  }
}

async function compareTile(
  readTile: ReadTile,
  level: number,
  index: bigint,
  row: readonly Uint8Array[],
): Promise<void> {
  const path = tilePath(level, index, row.length);
  if (!equalBytes(await read(readTile, path), concatBytes(...row))) {
    const below = level === 0 ? 'entries' : 'tiles below';
    throw new LogError('wrong_tile', `${path} does not hold the hashes of the ${below} it stands for.`, path);
  }
}

async function* entriesOf(
  crypto: Crypto,
  readTile: ReadTile,
  size: bigint,
  bundles: readonly Uint8Array[],
): AsyncGenerator<Uint8Array> {
  for (const [i, hash] of bundles.entries()) {
    const index = BigInt(i);
    const width = Number(min(size - index * wide, wide));
    const path = entriesPath(index, width);
    const bytes = await read(readTile, path);
    if (!equalBytes(crypto.sha256(bytes), hash))
      throw new LogError('wrong_tile', `${path} has changed since it was verified.`, path);
    yield* splitEntries(bytes, width, path);
  }
}

async function read(readTile: ReadTile, path: string): Promise<Uint8Array> {
  const bytes = await readTile(path);
  if (bytes === undefined) throw missing(path);
  return bytes;
}

/** Index of the partial tile of a level, which is the number of full ones before it. */
function fullTiles(size: bigint, level: number): bigint {
  return size / wide ** BigInt(level + 1);
}
