import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { loadMasterKey, seal, unseal } from '../../src/platform/auth/index.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickmark-key-'));
});
after(() => rm(folder, { recursive: true, force: true }));

test('the first start makes a key of 32 bytes that only its owner may read, and later starts keep it', async () => {
  const [first, second] = await Promise.all([loadMasterKey(folder, {}), loadMasterKey(folder, {})]);
  assert.equal(first.length, 32);
  assert.deepEqual(second, first, 'two starts at once agree on one key');
  assert.deepEqual(await readFile(join(folder, 'master.key')), Buffer.from(first));
  assert.equal((await stat(join(folder, 'master.key'))).mode & 0o777, 0o600);
});

test('a key that others may read, or that is cut short, stops the start', async () => {
  await chmod(join(folder, 'master.key'), 0o644);
  await assert.rejects(loadMasterKey(folder, {}), { code: 'cannot_run', action: /chmod 600/ });
  await chmod(join(folder, 'master.key'), 0o600);
  await writeFile(join(folder, 'master.key'), 'short');
  await assert.rejects(loadMasterKey(folder, {}), { code: 'cannot_run', message: /5 bytes/ });
});

test('the environment may bring the key', async () => {
  const key = randomBytes(32);
  assert.deepEqual(await loadMasterKey(folder, { TICKMARK_MASTER_KEY: key.toString('base64') }), key);
  await assert.rejects(loadMasterKey(folder, { TICKMARK_MASTER_KEY: 'AAAA' }), { code: 'cannot_run' });
});

test('what is sealed opens with the same key for the same row only, and with every bit intact', () => {
  const [key, other] = [randomBytes(32), randomBytes(32)];
  const sealed = seal(key, Buffer.from('a secret'), 'row 1');
  assert.equal(Buffer.from(unseal(key, sealed, 'row 1')).toString(), 'a secret');
  assert.throws(() => unseal(other, sealed, 'row 1'), { code: 'cannot_run' });
  assert.throws(() => unseal(key, sealed, 'row 2'), { code: 'cannot_run' });
  for (let position = 0; position < sealed.length; position++) {
    const flipped = Uint8Array.from(sealed, (byte, at) => (at === position ? byte ^ 1 : byte));
    assert.throws(() => unseal(key, flipped, 'row 1'), { code: 'cannot_run' }, `byte ${position}`);
  }
  assert.notDeepEqual(seal(key, Buffer.from('a secret'), 'row 1'), sealed, 'a fresh nonce each time');
});
