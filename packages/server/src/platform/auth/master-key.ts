import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TickmarkError } from '@tickmark/core';

/** The 32 bytes that wrap every secret the server keeps. */
export type MasterKey = Uint8Array;

const variable = 'TICKMARK_MASTER_KEY';

/**
 * The master key: from the environment (`TICKMARK_MASTER_KEY`, base64) or from `master.key` in the
 * data folder, which is made at the first start, readable by its owner only.
 * Errors: cannot_run when the key is not 32 bytes or others may read the file.
 */
export async function loadMasterKey(dataDir: string, env: Record<string, string | undefined>): Promise<MasterKey> {
  const given = env[variable];
  if (given !== undefined) return checked(Buffer.from(given, 'base64'), variable);
  const path = join(dataDir, 'master.key');
  try {
    await refuseShared(path);
    return checked(await readFile(path), path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await createKeyFile(path);
  return checked(await readFile(path), path);
}

/** Whole or not at all, and never over an existing key: losing the key loses every signing key. */
async function createKeyFile(path: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(randomBytes(32));
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(draft, path);
    await chmod(path, 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function refuseShared(path: string): Promise<void> {
  const { mode } = await stat(path);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new TickmarkError('cannot_run', `Other users of this machine may read ${path}.`, {
      action: `Run: chmod 600 ${path}`,
    });
  }
}

function checked(key: Uint8Array, where: string): MasterKey {
  if (key.length !== 32) {
    throw new TickmarkError('cannot_run', `The master key in ${where} has ${key.length} bytes; it needs 32.`, {
      action: 'Restore it from your backup. Without it the signing keys of the evidence logs cannot be opened.',
    });
  }
  return key;
}

/**
 * AES-256-GCM under the master key: 12 bytes nonce, ciphertext, 16 bytes tag. `bound` names the row
 * the secret belongs to, so a copy in another row does not open.
 */
export function seal(key: MasterKey, plain: Uint8Array, bound: string): Uint8Array {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(bound));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Opens what `seal` made. Throws cannot_run when key, bytes or row do not belong together. */
export function unseal(key: MasterKey, sealed: Uint8Array, bound: string): Uint8Array {
  try {
    const bytes = Buffer.from(sealed);
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAAD(Buffer.from(bound));
    decipher.setAuthTag(bytes.subarray(-16));
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
  } catch (cause) {
    throw new TickmarkError('cannot_run', 'A stored secret does not open with the master key of this server.', {
      action: `Start with the master.key (or ${variable}) this database was made with.`,
      cause,
    });
  }
}
