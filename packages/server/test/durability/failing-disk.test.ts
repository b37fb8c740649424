import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { startHouse } from '../engagements/house.ts';
import { onFailingDisk, passing, runFailingDisks } from './failing-disks.ts';
import { faultsOf } from './held.ts';
import type { Upload } from './load.ts';

test('EV7 a disk that refuses the database a sync ends the server with the reason, and what was acknowledged is there', async () => {
  const faults = [{ kind: 'sync' as const, after: 0, uploads: 50 }];
  const found = await onFailingDisk({ before: 10, faults, between: 10, text: '' });
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
  const { code, err, said, ended, ...found } = await onFailingDisk({ before: 1, faults, between: 2, text: '' });
  assert.deepEqual(found.faults, []);
  assert.equal(code, 3, err);
  assert.match(err, /no space is left on it/);
  assert.equal(ended, false);
  for (const [place, { kind }] of faults.slice(0, -1).entries()) {
    const own = said.filter(({ fault }) => fault === place);
    const refused = own.flatMap((line) => line.refused ?? []);
    const [met] = own.flatMap((line) => line.met ?? []);
    assert.ok(met !== undefined, kind);
    if (kind !== 'rows-short') assert.ok(met > 0, `${kind}: the disk did so`);
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

test('EV7 control arms: a good disk refuses nothing, and what one has lost is found', async () => {
  const { refusedByGood, foundOfLost } = await runFailingDisks(0, Math.random);
  assert.equal(refusedByGood, 0);
  assert.match(foundOfLost.join(), /the bytes of evidence .* are lost/);
});

onPostgres('a server of PostgreSQL whose disk is full', (subject) => {
  test('EV7 what it refuses for that is refused with what to do and leaves nothing, and the next one is kept', async () => {
    const house = await startHouse(subject.database, subject.dataFolder);
    try {
      const { owner: as } = await house.organization();
      const period = { from: '2025-03-01', to: '2025-03-31' };
      const upload = async (title: string) =>
        house.call('evidence.upload', { title, period, controls: [] }, { as, file: title });
      const full = `create function tickmark.full_disk() returns trigger language plpgsql as
        $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$`;
      const acknowledged: Upload[] = [];
      const kept = async (title: string): Promise<void> => {
        const { status, body } = await upload(title);
        assert.equal(status, 200);
        acknowledged.push(body as Upload);
      };
      await kept('Before');
      for (const table of ['evidence', 'log_entries']) {
        await subject.database.owner(async ({ script }) =>
          script(
            `${full}; create trigger full_disk before insert on tickmark.${table} execute function tickmark.full_disk()`,
          ),
        );
        const { error } = await upload('Meanwhile');
        assert.equal(error?.code, 'cannot_run', table);
        assert.match(error.message, /disk of the database is full; nothing was changed/);
        await subject.database.owner(async ({ script }) => script('drop function tickmark.full_disk cascade'));
        await kept(`After ${table}`);
      }
      assert.deepEqual(await faultsOf(house.call, as, acknowledged), []);
    } finally {
      await house.stop();
    }
  });
});
