import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canTrace } from '../../../testkit/src/traced/index.ts';
import { runPowerCuts } from './power-cuts.ts';

for (const database of ['embedded', 'server'] as const) {
  // Elsewhere the syncs of a server of PostgreSQL cannot be followed.
  const skip = database === 'embedded' || canTrace ? false : 'needs Linux on x86-64';
  test(
    `EV6 a power cut loses nothing that was acknowledged; where syncs do nothing, the same cuts do (${database})`,
    { skip },
    async (t) => {
      const { cuts, acknowledged, faults, lying } = await runPowerCuts(database, 3, Math.random);
      t.diagnostic(`${cuts} cuts after ${acknowledged} acknowledgements`);
      assert.deepEqual(faults, []);
      assert.ok(acknowledged > 0);
      for (const [what, lost] of Object.entries(lying)) {
        t.diagnostic(`control arm, syncs of the ${what} do nothing: ${lost[0] ?? 'no fault'}`);
        assert.ok(lost.length > 0, `control arm of the ${what}`);
      }
    },
  );
}
