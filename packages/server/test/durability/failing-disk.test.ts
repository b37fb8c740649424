import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canTrace } from '../../../testkit/src/traced/index.ts';
import { onFailingDisk, runFailingDisks, type FailedDisk } from './failing-disks.ts';
import { ending, passing, type DiskFaultKind } from './failing.ts';

/** Elsewhere the system calls of a server of PostgreSQL cannot be made to fail. */
const tracing = { skip: canTrace ? false : 'needs Linux on x86-64' };
const subjects = canTrace ? (['embedded', 'server'] as const) : (['embedded'] as const);

test('EV7 a disk that refuses the database a sync ends the server with the reason, and what was acknowledged is there', async () => {
  const faults = [{ kind: 'sync' as const, after: 0, uploads: 50 }];
  const found = await onFailingDisk('embedded', { before: 10, faults, between: 10, text: '' });
  assert.deepEqual(found.faults, []);
  assert.equal(found.code, 3, found.err);
  assert.match(found.err, /^error: The disk did not take what the database wrote: EIO: .* What to do: Make room/m);
  assert.equal(found.acknowledged.length, 10, 'control arm: the disk took the first ten and no more');
  assert.equal(found.ended, false);
});

test('EV7 a full, a broken and a short disk keep a request from being acknowledged or keep it whole, and the next one is kept', async () => {
  const faults = [
    ...passing.map((kind) => ({ kind, after: 0, uploads: kind === 'rows' ? 50 : 4 })),
    { kind: 'log' as const, after: 0, uploads: 50 },
  ];
  const { code, err, said, ended, ...found } = await onFailingDisk('embedded', {
    before: 1,
    faults,
    between: 2,
    text: '',
  });
  assert.deepEqual(found.faults, []);
  assert.equal(code, 3, err);
  assert.match(err, /no space is left on it/);
  assert.equal(ended, false);
  for (const [place, { kind }] of faults.slice(0, -1).entries()) {
    const { refused } = during(said, place, kind);
    // A piece of the log or of a file that was taken in part is written on.
    if (kind === 'log-short' || kind === 'file-short') assert.deepEqual(refused, []);
    else if (kind !== 'rows-short') assert.ok(refused.length > 0, `${kind}: it was told`);
    for (const { code: errorCode, message } of refused) {
      assert.equal(errorCode, 'cannot_run');
      assert.match(
        message,
        /disk of the database is full; nothing was changed|^The disk (is full|did not take the file)/,
      );
    }
  }
  const good = said.filter(({ fault }) => fault === null);
  assert.equal(good.length, 1 + 2 * passing.length);
  assert.ok(good.every(({ acknowledged }) => acknowledged !== undefined));
});

for (const subject of subjects) {
  test(`EV7 control arms: a good disk refuses nothing, and what one has lost is found (${subject})`, async () => {
    const { refusedByGood, foundOfLost } = await runFailingDisks(subject, 0, Math.random);
    assert.equal(refusedByGood, 0);
    assert.match(foundOfLost.join(), /the bytes of evidence .* are lost/);
  });
}

test(
  'EV7 the disk of a PostgreSQL server is full, short or broken: nothing is acknowledged that is not kept, and the next one is',
  tracing,
  async () => {
    const kinds = [...passing.filter((kind) => !kind.startsWith('file-')), ...ending];
    const faults = kinds.map((kind) => ({ kind, after: 0, uploads: kind === 'rows' ? 50 : 8 }));
    const { code, err, said, ended, ...found } = await onFailingDisk('server', {
      before: 1,
      faults,
      between: 2,
      text: '',
    });
    assert.deepEqual(found.faults, []);
    assert.equal(code, 0, err);
    assert.equal(ended, true, 'the server outlives its database');
    for (const [place, { kind }] of faults.entries()) {
      const { refused } = during(said, place, kind);
      // A piece of the log that was taken in part is written on.
      if (kind === 'log-short') assert.deepEqual(refused, []);
      else if (kind !== 'rows-short') assert.ok(refused.length > 0, `${kind}: it was told`);
      for (const { code: errorCode, message, action } of refused) {
        assert.equal(errorCode, 'cannot_run');
        assert.match(message, /nothing was changed\.$|whether it was kept can only be seen later\.$/);
        assert.ok(action !== undefined);
        if (kind === 'rows') assert.match(message, /disk of the database is full; nothing was changed/);
      }
    }
    const good = said.filter(({ fault, acknowledged }) => fault === null && acknowledged !== undefined);
    assert.equal(good.length, 1 + 2 * kinds.length);
  },
);

/** What became of the pieces while a disk was so, which it was: only tables may have needed no room. */
function during(said: FailedDisk['said'], place: number, kind: DiskFaultKind) {
  const own = said.filter(({ fault }) => fault === place);
  const [met] = own.flatMap((line) => line.met ?? []);
  assert.ok(met !== undefined, kind);
  if (kind !== 'rows-short') assert.ok(met > 0, `${kind}: the disk did so`);
  return { refused: own.flatMap((line) => line.refused ?? []) };
}
