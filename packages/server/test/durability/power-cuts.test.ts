import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runPowerCuts } from './power-cuts.ts';

test('EV6 a power cut loses nothing that was acknowledged; where syncs do nothing, the same cuts do', async (t) => {
  const { cuts, acknowledged, faults, lying } = await runPowerCuts(3, Math.random);
  t.diagnostic(`${cuts} cuts after ${acknowledged} acknowledgements`);
  assert.deepEqual(faults, []);
  assert.ok(acknowledged > 0);
  for (const [what, lost] of Object.entries(lying)) {
    t.diagnostic(`control arm, syncs of the ${what} do nothing: ${lost[0] ?? 'no fault'}`);
    assert.ok(lost.length > 0, `control arm of the ${what}`);
  }
});
