import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { ErrorBody } from '@tickmark/core';
import { fillDataFolder } from '../../../testkit/src/databases/index.ts';
import { shortLived } from '../../../testkit/src/processes/index.ts';
import type { Person } from '../engagements/house.ts';
import type { Upload } from './load.ts';
import { startedAgain } from './started-again.ts';

const script = fileURLToPath(new URL('failing-disk.ts', import.meta.url));

interface Said {
  as?: Person;
  acknowledged?: Upload;
  refused?: ErrorBody;
  ended?: true;
}

async function withFailingDisk(
  fault: 'sync' | 'log' | 'rows',
  check: (what: { code: number; err: string; said: Said[]; acknowledged: Upload[] }) => void,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tickmark-disk-'));
  try {
    await fillDataFolder(folder);
    const masterKey = randomBytes(32);
    const child = spawn(process.execPath, [...shortLived, script, folder, masterKey.toString('hex'), fault], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const closed = once(child, 'close');
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
    const [code] = (await closed) as [number];
    const said = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Said);
    const acknowledged = said.flatMap((line) => line.acknowledged ?? []);
    const as = said[0]?.as;
    assert.ok(as, out + err);
    check({ code, err, said, acknowledged });
    assert.deepEqual(await startedAgain({ folder, acknowledged }, { masterKey, as }), []);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

for (const [fault, reason] of [
  ['sync', /EIO: the disk of a test/],
  ['log', /no space is left on it/],
] as const) {
  test(`EV7 a disk that refuses the database its ${fault} ends the server with the reason, and what was acknowledged is there`, () =>
    withFailingDisk(fault, ({ code, err, said, acknowledged }) => {
      assert.equal(code, 3, err);
      assert.match(err, /^error: The disk did not take what the database wrote: .* What to do: Make room/m);
      assert.match(err, reason);
      assert.equal(acknowledged.length, 10, 'control arm: the disk took the first ten and no more');
      assert.equal(said.at(-1)?.ended, undefined);
    }));
}

test('EV7 where rows find no room the write is refused with what to do, and the next one after room was made is kept', () =>
  withFailingDisk('rows', ({ code, err, said, acknowledged }) => {
    assert.equal(code, 0, err);
    const refused = said.flatMap((line) => line.refused ?? []);
    assert.ok(refused.length > 0, 'the disk was full');
    for (const { code: errorCode, message } of refused) {
      assert.equal(errorCode, 'cannot_run');
      assert.match(message, /disk of the database is full; nothing was changed/);
    }
    assert.equal(acknowledged.length + refused.length, 70);
    assert.ok(
      said.slice(-11, -1).every((line) => line.acknowledged),
      'after room was made',
    );
  }));
