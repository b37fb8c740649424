import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { LogCheck } from '@tickmark/core';
import { forEachDatabase } from '../../../testkit/src/databases/index.ts';
import { startHouse, type House } from '../engagements/house.ts';
import { signed } from './load.ts';
import { bookkeeping, furnished, noticed, tamperings, told, type Furnished } from './administrator.ts';

forEachDatabase('what an administrator changes beside the product', (subject) => {
  let house: House;
  let at: Furnished;

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
    at = await furnished(house);
  });
  after(() => house.stop());

  test('EV8 what the product itself wrote, changed and removed is as sealed', async () => {
    const { owner: as, engagementId } = at;
    const day = { date: '2025-12-25', name: 'Christmas' };
    await house.ok('holidays.add', { holidays: [day, { date: '2025-12-26', name: 'Boxing Day' }] }, { as });
    await house.ok('holidays.remove', { dates: [day.date] }, { as });
    const terms = { type: 'type2', period: { from: '2025-03-01', to: '2026-01-31' } };
    await house.ok(
      'engagements.update',
      { id: engagementId, title: 'Shorter', service: 'Books', categories: ['security'], terms },
      { as },
    );
    const { adopted } = await house.ok('controls.adopt', { codes: ['IAM-02'], effectiveFrom: '2025-03-01' }, { as });
    const revised = {
      id: adopted[0]?.id,
      title: 'Two factors',
      effectiveFrom: '2025-09-01',
      reason: 'New wording for all.',
    };
    const { control } = await house.ok('controls.revise', revised, { as });
    await house.ok('controls.retire', { id: control.id, retiredOn: '2026-02-01' }, { as });
    const { result } = await house.run('log.check', {}, { as });
    const { size, records, files, faults } = result as unknown as LogCheck;
    assert.deepEqual(faults, { count: 0, first: [] });
    assert.ok(size > 25 && records > 15 && files > 8, `${size} entries, ${records} records, ${files} files`);
  });

  test('EV8 each change of a row is named with its entry', async (t) => {
    const all = (await tamperings(subject.database)).filter(({ table }) => !bookkeeping.tables.includes(table));
    const some = all.toSorted(() => Math.random() - 0.5).slice(0, 16);
    let refused = 0;
    for (const tampering of some) {
      const what = `${tampering.table}.${tampering.column ?? 'row'}`;
      const seen = await noticed(at, tampering, Math.random);
      if (seen.refused !== null) refused += 1;
      else assert.match(seen.check[0] ?? '', /entry \d+ (sealed|seals it)\.$/, what);
    }
    t.diagnostic(`${some.length - refused} changes named, ${refused} refused by the database`);
    assert.ok(refused < some.length);
    assert.deepEqual(await told(at, true), { check: [], bundle: null }, 'put back, all is well');
  });

  test('EV8 EL97 EL125 a change of what is kept of a log whose key was rotated, or of a noted checkpoint, is named', async () => {
    for (const kept of ['earlier_logs', 'noted_checkpoints']) {
      const all = (await tamperings(subject.database)).filter(({ table }) => table === kept);
      for (const tampering of all.toSorted(() => Math.random() - 0.5).slice(0, 2)) {
        const { refused, check } = await noticed(at, tampering, Math.random);
        assert.ok(refused !== null || check.length > 0, `${kept}.${tampering.column}`);
      }
    }
  });

  test('EV8 a row that was added, an entry that was rewritten and a file that was changed are named', async () => {
    const { owner } = at;
    const check = async (): Promise<string[]> => {
      const { result } = await house.run('log.check', {}, { as: owner });
      return (result as unknown as LogCheck).faults.first.map(({ message }) => message);
    };
    const scope = { role: 'app', organizationId: owner.organization, userId: null } as const;
    const added = '00000000-0000-4000-8000-00000000000a';
    await subject.database.transaction(scope, async (tx) => {
      const row = await tx.selectFrom('nonceCommitments').selectAll().executeTakeFirstOrThrow();
      await tx
        .insertInto('nonceCommitments')
        .values({ ...row, id: added })
        .execute();
    });
    assert.deepEqual(await check(), [`The commitment to a nonce ${added} is sealed by no entry.`]);
    await subject.database.owner(async ({ script }) => {
      await script(`alter table tickmark.nonce_commitments no force row level security;
        delete from tickmark.nonce_commitments where id = '${added}';
        alter table tickmark.nonce_commitments force row level security`);
    });
    await subject.database.owner(async ({ script }) => {
      await script(`alter table tickmark.log_entries no force row level security;
        update tickmark.log_entries set statement = replace(statement, '"rows":4', '"rows":5')
          where organization_id = '${owner.organization}' and op = 'populations.freeze' and statement like '%"rows":4%';
        alter table tickmark.log_entries force row level security`);
    });
    assert.match((await check())[0] ?? '', /^Entry \d+ in the database is not the one that was signed\.$/);
    const { sha256 } = (await house.ok('evidence.list', {}, { as: owner })).items[0] ?? {};
    const { chmod, writeFile } = await import('node:fs/promises');
    const file = await house.blobs.local(owner.organization, String(sha256));
    await chmod(file, 0o600);
    await writeFile(file, 'other bytes');
    assert.ok((await check()).includes(`The file with the SHA-256 ${sha256} is damaged.`));
  });

  test('EV8 a tile that was changed is named, and nothing is held against such a log', async () => {
    const { owner } = await house.organization('Southwind');
    await signed(house.call, owner);
    await subject.database.owner(async ({ script }) => {
      await script(`alter table tickmark.log_tiles no force row level security;
        update tickmark.log_tiles set bytes = set_byte(bytes, 60, get_byte(bytes, 60) # 1)
          where organization_id = '${owner.organization}' and path like 'tile/entries/%';
        alter table tickmark.log_tiles force row level security`);
    });
    const { result } = await house.run('log.check', {}, { as: owner });
    const { faults, records } = result as unknown as LogCheck;
    assert.match(faults.first[0]?.message ?? '', /^The log is not as it was signed: .*tile\/entries/);
    assert.deepEqual([faults.count, records], [1, 0]);
  });

  test('whoever may not run it starts nothing, and another organization sees its own records only', async () => {
    const reader = await house.member(at.owner, 'reader');
    assert.equal((await house.call('log.check', {}, { as: reader })).error?.code, 'not_permitted');
    const { owner: other } = await house.organization('Eastwind');
    const { result } = await house.run('log.check', {}, { as: other });
    const { records, faults } = result as unknown as LogCheck;
    assert.deepEqual([records, faults.count], [2, 0]);
  });
});
