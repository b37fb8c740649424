import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runPowerCuts } from './power-cuts.ts';

test('EV6 a power cut loses nothing that was acknowledged', async (t) => {
  const { cuts, acknowledged, faults } = await runPowerCuts(3, Math.random);
  t.diagnostic(`${cuts} cuts after ${acknowledged} acknowledgements`);
  assert.deepEqual(faults, []);
  assert.ok(acknowledged > 0);
});

for (const lies of ['database', 'blobs'] as const) {
  test(`EV6 control arm: where the syncs of the ${lies} do nothing, the same cuts lose what was acknowledged`, async (t) => {
    const { faults } = await runPowerCuts(1, Math.random, lies);
    t.diagnostic(faults[0] ?? 'no fault');
    assert.ok(faults.length > 0);
  });
}
