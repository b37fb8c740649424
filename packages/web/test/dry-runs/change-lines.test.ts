import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeLines } from '../../src/pages/dry-runs/change-lines.ts';

test('CN35 each changed conclusion is told with both states, and many of a kind are counted', () => {
  const criteria = Array.from({ length: 8 }, (_, n) => ({
    id: `CC6.${n + 1}`,
    before: 'not-achieved' as const,
    now: 'achieved' as const,
  }));
  const lines = changeLines({
    parts: [{ part: 'operation', before: 'at-risk-of-qualification', now: 'likely-unmodified' }],
    criteria,
    controls: [
      { code: 'CHG-02', before: null, now: 'not-tested' },
      { code: 'IAM-06', before: 'effective', now: null },
    ],
  });
  assert.deepEqual(lines, [
    'Opinion on operation: from “At risk of qualification” to “Likely unmodified”',
    ...criteria.slice(0, 6).map(({ id }) => `${id}: from “Not achieved” to “Achieved”`),
    '2 more criteria',
    'CHG-02: new, “Not tested”',
    'IAM-06: “Effective” before, no longer there',
  ]);
});
