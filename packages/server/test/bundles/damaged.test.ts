import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { onPostgres } from '../../../testkit/src/databases/index.ts';
import { sequence } from '../../src/log/index.ts';
import { accessReviews, withTestedReviews } from '../engagements/access-reviews.ts';
import { startHouse, type House } from '../engagements/house.ts';

onPostgres('a bundle of what is damaged', (subject) => {
  let house: House;

  before(async () => {
    house = await startHouse(subject.database, subject.dataFolder);
  });
  after(() => house.stop());

  const begun = async () => {
    const reviews = accessReviews(['r1', 'completed', '2025-05-20']);
    const { owner: as, engagementId } = await withTestedReviews(house, { controls: ['IAM-06'], reviews });
    await house.ok('dry-runs.run', { engagementId }, { as });
    const bundle = async () => {
      const { state, error } = await house.run('bundles.create', { engagementId }, { as });
      return { state, code: error?.code, message: error?.message ?? '', action: error?.action ?? '' };
    };
    return { as, bundle };
  };

  test('EL135 where a tile is gone no bundle is made, and it is told what is missing and what names the rest', async () => {
    const { as, bundle } = await begun();
    assert.equal((await bundle()).state, 'done');
    await sequence(house, as.organization);
    await house.database.owner(async (connection) => {
      await connection.script('alter table tickmark.log_tiles no force row level security');
      await connection.script(`delete from tickmark.log_tiles where organization_id = '${as.organization}'`);
      await connection.script('alter table tickmark.log_tiles force row level security');
    });
    const { state, code, message, action } = await bundle();
    assert.deepEqual([state, code], ['failed', 'does_not_hold']);
    assert.match(message, /^The log is not as it was signed: .*tile\//);
    assert.match(action, /log\.check/);
  });

  test('EL135 where a file is not what was sealed no bundle is made, and it is told which one', async () => {
    const { as, bundle } = await begun();
    const period = { from: '2025-03-01', to: '2025-03-31' };
    const input = { title: 'Review', controls: ['IAM-06'], period };
    await house.ok('evidence.upload', input, { as, file: 'of March' });
    assert.equal((await bundle()).state, 'done');
    const sha256 = createHash('sha256').update('of March').digest('hex');
    await writeFile(await house.blobs.local(as.organization, sha256), 'of April');
    const { state, code, message } = await bundle();
    assert.deepEqual([state, code], ['failed', 'does_not_hold']);
    assert.ok(message.includes(sha256), message);
  });
});
