import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { verifyBundle, type Verification, type VerifyOptions } from '../../src/bundles/index.ts';
import { tarOf, type Packed } from './builder.ts';

const folder = mkdtempSync(join(tmpdir(), 'verify-test-'));
after(() => rmSync(folder, { recursive: true }));
let written = 0;

export async function writeTar(bytes: Uint8Array): Promise<string> {
  const file = join(folder, `${(written += 1)}.tar`);
  await writeFile(file, bytes);
  return file;
}

export async function verifyTar(bytes: Uint8Array, options?: VerifyOptions): Promise<Verification> {
  return verifyBundle(await writeTar(bytes), options);
}

export async function verifyPacked(packed: Omit<Packed, 'vkeys'>, options?: VerifyOptions): Promise<Verification> {
  return verifyTar(tarOf(packed.files), options);
}

/** The bundle must fail by this rule, and say so in a sentence. */
export function assertBreaks(
  verification: Verification,
  rule: string,
  about?: { entry?: number; path?: string; message?: RegExp },
): void {
  assert.equal(verification.failure?.rule, rule, JSON.stringify(verification.failure));
  assert.equal(verification.holds, false);
  if (about?.entry !== undefined) assert.equal(verification.failure?.entry, about.entry);
  if (about?.path !== undefined) assert.equal(verification.failure?.path, about.path);
  assert.match(verification.failure?.message ?? '', about?.message ?? /^[A-Z0-9a-z].*[.:]/);
}
