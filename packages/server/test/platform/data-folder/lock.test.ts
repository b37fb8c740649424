import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { TickmarkError } from '@tickmark/core';
import { lockDataFolder } from '../../../src/platform/data-folder/index.ts';
import { processStart } from '../../../src/platform/data-folder/process-start.ts';

const script = fileURLToPath(new URL('holder.ts', import.meta.url));
let folder = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tickmark-lock-'));
});
after(async () => rm(folder, { recursive: true, force: true }));

async function refusal(): Promise<TickmarkError> {
  const error: unknown = await lockDataFolder(folder).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof TickmarkError, String(error));
  assert.equal(error.code, 'data_folder_locked');
  assert.ok(error.action);
  return error;
}

async function holder(): Promise<ReturnType<typeof spawn>> {
  const child = spawn(process.execPath, [script, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  assert.ok(child.stdout);
  await once(child.stdout, 'data');
  return child;
}

test('a second process is told who holds the folder, since when and with which command', async () => {
  const child = await holder();
  const { message } = await refusal();
  assert.match(message, new RegExp(`process ${child.pid} since \\d{4}-\\d\\d-\\d\\dT.*holder\\.ts`));
  child.kill('SIGKILL');
  await once(child, 'exit');
});

test('the lock of a killed process is taken over, by exactly one of many', async () => {
  const child = await holder();
  child.kill('SIGKILL');
  await once(child, 'exit');
  const stale = await readFile(join(folder, 'tickmark.lock'), 'utf8');
  for (let round = 0; round < 30; round++) {
    await writeFile(join(folder, 'tickmark.lock'), stale);
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => lockDataFolder(folder)));
    const won = tries.filter((result) => result.status === 'fulfilled');
    assert.equal(won.length, 1);
    await won[0]?.value.release();
    assert.deepEqual(await readdir(folder), []);
  }
});

test('the start of a process tells it from others and stays the same', async () => {
  const child = await holder();
  const mine = await processStart(process.pid);
  assert.ok(mine);
  assert.equal(await processStart(process.pid), mine);
  assert.notEqual(await processStart(Number(child.pid)), mine);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await (await lockDataFolder(folder)).release();
});

test('a released folder can be taken again', async () => {
  const lock = await lockDataFolder(folder);
  await refusal();
  await lock.release();
  await (await lockDataFolder(folder)).release();
});

test('a process number that now belongs to another process does not hold the folder', async () => {
  const lock = await lockDataFolder(folder);
  const mine = JSON.parse(await readFile(join(folder, 'tickmark.lock'), 'utf8')) as { pid: number; started: string };
  await lock.release();
  assert.equal(mine.pid, process.pid);
  await writeFile(
    join(folder, 'tickmark.lock'),
    JSON.stringify({ ...mine, started: `${mine.started}0`, token: 'earlier' }),
  );
  await (await lockDataFolder(folder)).release();
});

test('a successor that died before it took its place is followed as well', async () => {
  const dead = { pid: 2 ** 22 + 1, started: 'x', host: hostname(), command: 'c', since: new Date(0).toISOString() };
  await writeFile(join(folder, 'tickmark.lock'), JSON.stringify({ ...dead, token: 'first' }));
  await writeFile(join(folder, 'after-first.lock'), JSON.stringify({ ...dead, token: 'second' }));
  const lock = await lockDataFolder(folder);
  await refusal();
  await lock.release();
  assert.deepEqual(await readdir(folder), []);
});

test('a holder on another machine, or a lock that cannot be read, is never taken over', async () => {
  const away = {
    pid: 1,
    started: null,
    host: 'elsewhere.example',
    command: 'c',
    since: new Date(0).toISOString(),
    token: 't',
  };
  await writeFile(join(folder, 'tickmark.lock'), JSON.stringify(away));
  const { message, action } = await refusal();
  assert.match(message, /process 1 on elsewhere\.example/);
  assert.match(String(action), /delete .*lock/);
  await writeFile(join(folder, 'tickmark.lock'), '');
  assert.match((await refusal()).message, /cannot be read/);
  await rm(join(folder, 'tickmark.lock'));
});
