import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, type Dirent } from 'node:fs';
import { mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { TickmarkError } from '@tickmark/core';
import { extract, pack, type Pack } from 'tar-stream';
import { z } from 'zod';

/** Last file of a backup: what must be in it, so that a cut or changed file is found. */
const contents = z.object({
  backup: z.literal(1),
  /** Folders too: a database has empty ones that it needs. */
  folders: z.array(z.string()),
  files: z.array(z.object({ path: z.string(), sha256: z.string(), size: z.number().int() })),
});
type Contents = z.infer<typeof contents>;
const contentsName = 'backup.json';

export interface Backup {
  files: number;
  bytes: number;
  /** Where the files of evidence and populations are when the backup does not hold them. */
  blobsElsewhere: { endpoint: string; bucket: string; prefix: string } | null;
}

/** Copies of what is in S3, and files on their way, which their senders send again. */
const leftOut = ['blob-cache', 'uploads'];

/**
 * Packs a data folder while no server holds it. The file appears under its name only when whole.
 * Blobs that are in S3 stay there: the bucket is backed up by its own means, and the answer names it.
 * @throws TickmarkError `data_folder_locked` when a server runs on the folder.
 */
export async function createBackup(data: string, out: string, onFile: (files: number) => void): Promise<Backup> {
  const { lockDataFolder, readBlobsElsewhere } = await import('@tickmark/server');
  if (!(await exists(data)))
    throw new TickmarkError('bad_input', `There is no data folder at ${data}.`, {
      field: '--data',
      action: 'Name the folder the server was started with.',
    });
  if (await exists(out))
    throw new TickmarkError('bad_input', `${out} exists already.`, {
      field: '--out',
      action: 'Name a new file; a backup never overwrites.',
    });
  const lock = await lockDataFolder(data, 'tickmark backup create');
  const partial = `${out}.partial`;
  try {
    const archive = pack();
    const written = pipeline(archive, createWriteStream(partial, { mode: 0o600 }));
    const { folders, files: paths } = await listTree(data);
    const files: Contents['files'] = [];
    for (const path of paths) {
      if (isLockFile(path)) continue;
      files.push(await addFile(archive, data, path));
      onFile(files.length);
    }
    archive.entry(
      { name: contentsName, mode: 0o600 },
      JSON.stringify({ backup: 1, folders, files } satisfies Contents),
    );
    archive.finalize();
    await written;
    await sync(partial);
    await rename(partial, out);
    return {
      files: files.length,
      bytes: files.reduce((sum, file) => sum + file.size, 0),
      blobsElsewhere: (await readBlobsElsewhere(data)) ?? null,
    };
  } finally {
    await rm(partial, { force: true });
    await lock.release();
  }
}

/** Restores into a new folder: unpacked beside it, every hash compared, then moved into place. */
export async function restoreBackup(file: string, data: string): Promise<Backup> {
  const { readBlobsElsewhere } = await import('@tickmark/server');
  if ((await exists(data)) && (await readdir(data)).length > 0) {
    throw new TickmarkError('bad_input', `${data} is not empty.`, {
      field: '--data',
      action: 'Restore into a new folder; nothing is ever overwritten.',
    });
  }
  const staging = `${data}.restoring`;
  await rm(staging, { recursive: true, force: true });
  try {
    const { found, stated } = await unpack(file, staging);
    for (const { path, sha256, size } of stated.files) {
      const actual = found.get(path);
      if (!actual) throw broken(file, `${path} is missing`);
      if (actual.sha256 !== sha256 || actual.size !== size) throw broken(file, `${path} has changed`);
    }
    if (found.size !== stated.files.length) throw broken(file, 'it holds files its list does not name');
    for (const folder of stated.folders)
      await mkdir(join(staging, ...inside(file, folder)), { recursive: true, mode: 0o700 });
    if (await exists(data)) await rmdir(data);
    await rename(staging, data);
    return {
      files: found.size,
      bytes: stated.files.reduce((sum, each) => sum + each.size, 0),
      blobsElsewhere: (await readBlobsElsewhere(data)) ?? null,
    };
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function addFile(archive: Pack, folder: string, path: string): Promise<Contents['files'][number]> {
  const { size } = await stat(join(folder, path));
  const name = path.split(sep).join('/');
  const digest = hashing();
  const entry = archive.entry({ name, size, mode: 0o600 });
  await pipeline(createReadStream(join(folder, path)), digest.stream, entry);
  return { path: name, size, sha256: digest.hex() };
}

async function unpack(
  file: string,
  folder: string,
): Promise<{ found: Map<string, { sha256: string; size: number }>; stated: Contents }> {
  const found = new Map<string, { sha256: string; size: number }>();
  let stated: Contents | undefined;
  const archive = extract();
  const source = createReadStream(file);
  const fed = pipeline(source, archive).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT')
      throw new TickmarkError('bad_input', `There is no file ${file}.`, { action: 'Name a backup file.' });
    throw broken(file, 'it is cut off or no backup');
  });
  const read = (async () => {
    for await (const entry of archive) {
      const { name, type } = entry.header;
      if (type !== 'file') throw broken(file, `${name} is no plain file`);
      if (name === contentsName) {
        const parsed = contents.safeParse(JSON.parse(await text(entry as AsyncIterable<Uint8Array>)));
        if (!parsed.success) throw broken(file, 'its list of files is damaged');
        stated = parsed.data;
      } else {
        found.set(name, await write(entry as AsyncIterable<Uint8Array>, join(folder, ...inside(file, name))));
      }
    }
  })();
  await Promise.all([fed, read]).catch((cause: unknown) => {
    throw cause instanceof TickmarkError ? cause : broken(file, 'it is cut off or no backup');
  });
  if (!stated) throw broken(file, 'its list of files is missing');
  return { found, stated };
}

async function write(entry: AsyncIterable<Uint8Array>, path: string): Promise<{ sha256: string; size: number }> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const digest = hashing();
  await pipeline(entry, digest.stream, createWriteStream(path, { mode: 0o600 }));
  await sync(path);
  return { sha256: digest.hex(), size: digest.size() };
}

function hashing() {
  const hash = createHash('sha256');
  let size = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      size += chunk.byteLength;
      done(null, chunk);
    },
  });
  return { stream, hex: () => hash.digest('hex'), size: () => size };
}

async function text(entry: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of entry) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

async function listTree(root: string): Promise<{ folders: string[]; files: string[] }> {
  const all = await readdir(root, { recursive: true, withFileTypes: true });
  const entries = all.filter((entry) => {
    const [top = ''] = relative(root, join(entry.parentPath, entry.name)).split(sep);
    return !leftOut.includes(top);
  });
  const named = (kind: (entry: Dirent) => boolean) =>
    entries
      .filter(kind)
      .map((entry) => relative(root, join(entry.parentPath, entry.name)))
      .toSorted();
  return {
    folders: named((entry) => entry.isDirectory()).map((path) => path.split(sep).join('/')),
    files: named((entry) => entry.isFile()),
  };
}

/** The parts of a path of the backup; refuses any that leads out of the folder. */
function inside(file: string, path: string): string[] {
  const parts = path.split('/');
  if (path.startsWith('/') || parts.includes('..')) throw broken(file, `${path} may not be in a backup`);
  return parts;
}

function isLockFile(path: string): boolean {
  return /(^|\/)(postmaster\.pid|[^/]*\.lock(\/.*)?)$/.test(path);
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  await handle.sync();
  await handle.close();
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}

function broken(file: string, what: string): TickmarkError {
  return new TickmarkError('does_not_hold', `The backup ${file} does not hold: ${what}.`, {
    action: 'Nothing was restored. Use another backup.',
  });
}
