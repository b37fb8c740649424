import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { json } from '../../../src/platform/database/index.ts';
import type { Scope, Tx } from '../../../src/platform/database/index.ts';
import { forEachDatabase } from '../../../../testkit/src/databases/index.ts';
import { addOrganization, addUser, organizationA, userA } from './rows.ts';

const at = new Date('2026-03-04T05:06:07.089Z');

forEachDatabase('values', (subject) => {
  const inA: Scope = { role: 'app', organizationId: organizationA, userId: userA };

  test('a row reads back as it was written: dates, days, big numbers, lists and documents', async () => {
    await addUser(subject.database, userA);
    await addOrganization(subject.database, organizationA);
    await subject.database.transaction(inA, async (tx) => {
      await tx
        .insertInto('engagements')
        .values({
          organizationId: organizationA,
          id: userA,
          title: 'Engagement',
          service: 'Service',
          categories: ['security', 'with "quotes", comma and \\ backslash', ''],
          type: 'type2',
          periodFrom: '2025-03-30',
          periodTo: '2026-03-29',
          timeZone: 'Europe/Berlin',
          createdAt: at,
        })
        .execute();
      await tx
        .insertInto('populations')
        .values({
          organizationId: organizationA,
          id: userA,
          engagementId: userA,
          kind: 'people',
          name: 'People',
          version: 1,
          manifest: json({ snake_key: [1, null, { camelKey: 'é', period_from: '2025-01-01' }] }),
          sha256: 'aa',
          frozenAt: at,
          frozenBy: userA,
          entryIndex: Number.MAX_SAFE_INTEGER,
        })
        .execute();
      await tx
        .insertInto('logTiles')
        .values({ organizationId: organizationA, path: 'tile/0/000', bytes: new Uint8Array([0, 255, 92, 39]) })
        .execute();
    });
    await subject.database.transaction(inA, async (tx) => {
      const engagement = await tx.selectFrom('engagements').selectAll().executeTakeFirstOrThrow();
      assert.deepEqual(engagement.categories, ['security', 'with "quotes", comma and \\ backslash', '']);
      assert.equal(engagement.periodFrom, '2025-03-30');
      assert.deepEqual(engagement.createdAt, at);
      const population = await tx.selectFrom('populations').selectAll().executeTakeFirstOrThrow();
      assert.deepEqual(population.manifest, { snake_key: [1, null, { camelKey: 'é', period_from: '2025-01-01' }] });
      assert.equal(population.entryIndex, Number.MAX_SAFE_INTEGER);
      assert.equal(population.supersedes, null);
      const tile = await tx.selectFrom('logTiles').select('bytes').executeTakeFirstOrThrow();
      assert.deepEqual([...tile.bytes], [0, 255, 92, 39]);
      const { n } = await tx
        .selectFrom('engagements')
        .select((e) => e.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow();
      assert.equal(n, 1);
    });
  });

  test('a number beyond what JavaScript holds exactly is refused, not rounded', async () => {
    await assert.rejects(
      subject.database.transaction(inA, async (tx: Tx) => sql`select 9007199254740993::bigint as n`.execute(tx)),
      /9007199254740993/,
    );
  });

  test('an update tells how many rows it changed', async () => {
    await subject.database.transaction(inA, async (tx) => {
      const answer = await tx.updateTable('engagements').set({ title: 'Renamed' }).executeTakeFirstOrThrow();
      assert.equal(answer.numUpdatedRows, 1n);
    });
  });
});
