import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runKills } from './kills.ts';

for (const database of ['embedded', 'server'] as const) {
  test(`EV5 kill -9 under load loses nothing that was acknowledged (${database})`, async (t) => {
    const { acknowledged, unanswered, unansweredLost, faults } = await runKills(database, 2, Math.random);
    t.diagnostic(`${acknowledged} acknowledged; ${unanswered} not answered, of which ${unansweredLost} not kept`);
    assert.deepEqual(faults, []);
    assert.ok(acknowledged >= 8, 'there was load');
    assert.ok(unansweredLost > 0, 'control arm: what was not acknowledged can be lost, and the check sees it');
  });
}
