import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startTickmark } from '@tickmark/server';
import { fillDataFolder } from '@tickmark/testkit';
import { runLine } from '../run-line.ts';

const folder = await mkdtemp(join(tmpdir(), 'tickmark-cli-backup-'));

async function status(url: string): Promise<unknown> {
  return (await fetch(`${url}/api/instance.status`)).json();
}

test('a backup of a real data folder restores to one the server starts on with the same state', async () => {
  const data = join(folder, 'data');
  await fillDataFolder(data);
  const first = await startTickmark({ data, port: 0 });
  const claim = first.claimUrl?.split('#')[1];
  const claimed = await fetch(`${first.url}/api/instance.claim`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: first.url, 'idempotency-key': 'claim' },
    body: JSON.stringify({ claim, name: 'Ann', email: 'ann@example.com', password: 'a long enough password' }),
  });
  assert.equal(claimed.status, 200, await claimed.text());

  const held = await runLine('backup', 'create', '--data', data, '--out', join(folder, 'held.tar'));
  assert.equal(held.code, 3, 'a running server holds the folder');
  assert.equal(existsSync(join(folder, 'held.tar')), false);
  await first.close();

  const out = join(folder, 'backup.tar');
  const made = await runLine('backup', 'create', '--data', data, '--out', out);
  assert.equal(made.code, 0, made.stderr);
  const restored = await runLine('backup', 'restore', out, '--data', join(folder, 'restored'));
  assert.equal(restored.code, 0, restored.stderr);
  const second = await startTickmark({ data: join(folder, 'restored'), port: 0 });
  assert.deepEqual(await status(second.url), { claimed: true, version: '0.1.0' });
  await second.close();
});

test('a changed, cut or foreign backup restores nothing', async () => {
  const data = join(folder, 'small');
  await mkdir(join(data, 'sub'), { recursive: true });
  await writeFile(join(data, 'sub', 'a.txt'), 'the bytes that were kept');
  const out = join(folder, 'small.tar');
  assert.equal((await runLine('backup', 'create', '--data', data, '--out', out)).code, 0);

  const bytes = await readFile(out);
  const changed = join(folder, 'changed.tar');
  await writeFile(changed, bytes);
  const handle = await open(changed, 'r+');
  await handle.write(Buffer.from('X'), 0, 1, bytes.indexOf('the bytes'));
  await handle.close();
  const cut = join(folder, 'cut.tar');
  await writeFile(cut, bytes);
  await truncate(cut, Math.floor((await stat(out)).size / 2));
  const foreign = join(folder, 'foreign.tar');
  await writeFile(foreign, 'this is no tar at all'.repeat(100));

  for (const file of [changed, cut, foreign]) {
    const target = join(folder, 'nothing');
    const ran = await runLine('backup', 'restore', file, '--data', target);
    assert.equal(ran.code, 1, `${file}: ${ran.stderr}`);
    assert.equal(existsSync(target), false);
    assert.equal(existsSync(`${target}.restoring`), false);
  }
  const whole = await runLine('backup', 'restore', out, '--data', join(folder, 'whole'));
  assert.equal(whole.code, 0, whole.stderr);
  assert.deepEqual(await readdir(join(folder, 'whole', 'sub')), ['a.txt']);
});

test('a restore never writes into a folder that holds something', async () => {
  const taken = join(folder, 'taken');
  await mkdir(taken);
  await writeFile(join(taken, 'mine'), 'mine');
  const ran = await runLine('backup', 'restore', join(folder, 'small.tar'), '--data', taken);
  assert.equal(ran.code, 2);
  assert.deepEqual(await readdir(taken), ['mine']);
});

test('EV25 a backup of a data folder whose blobs are in S3 names the bucket, and holds neither copies nor files on their way', async () => {
  const data = join(folder, 'elsewhere');
  for (const path of ['blob-cache/a', 'uploads/b', 'pgdata']) await mkdir(join(data, path), { recursive: true });
  await writeFile(join(data, 'blob-cache', 'a', 'copy'), 'of a blob');
  await writeFile(join(data, 'uploads', 'b', 'piece'), 'of a file');
  await writeFile(join(data, 'pgdata', 'kept'), 'kept');
  const place = { endpoint: 'https://s3.example', bucket: 'evidence', prefix: 'tickmark/' };
  await writeFile(join(data, 'blobs-elsewhere.json'), JSON.stringify(place));
  const out = join(folder, 'elsewhere.tar');
  const made = await runLine('backup', 'create', '--data', data, '--out', out);
  assert.match(made.stdout, /not in it: they are in the bucket evidence at https:\/\/s3\.example, below "tickmark\/"/);
  const to = join(folder, 'elsewhere-restored');
  const restored = await runLine('backup', 'restore', out, '--data', to, '--json');
  assert.deepEqual(JSON.parse(restored.stdout).blobsElsewhere, place);
  assert.deepEqual((await readdir(to)).toSorted(), ['blobs-elsewhere.json', 'pgdata']);
  const own = await runLine(
    'backup',
    'create',
    '--data',
    join(folder, 'small'),
    '--out',
    join(folder, 'own.tar'),
    '--json',
  );
  assert.equal(JSON.parse(own.stdout).blobsElsewhere, null);
});
