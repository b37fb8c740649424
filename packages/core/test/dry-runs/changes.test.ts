import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applicableCriteria, changedConclusions, concludeDryRun, type ProposalKind } from '../../src/index.ts';
import { adopted, documentOf, engagementOf, tested } from './facts.ts';

const [first, ...others] = applicableCriteria(['security']).map((c) => c.id) as [string, ...string[]];

/** One control for the first criterion and one, whose test proposes `of`, for all others; none of `left` is adopted. */
function conclude(of: ProposalKind, left: readonly string[] = []) {
  const controls = [adopted('ONE-01', [first]), adopted('ALL-01', others)];
  return concludeDryRun({
    engagement: engagementOf(),
    controls: controls.filter(({ code }) => !left.includes(code)),
    results: [tested('ONE-01', documentOf('effective')), tested('ALL-01', documentOf(of))],
    explanations: [],
    samples: [],
    relevance: [],
  });
}

test('CN35 criteria, controls and parts that are concluded otherwise are told with both states, and no others', () => {
  assert.deepEqual(changedConclusions(conclude('effective'), conclude('not-effective')), {
    criteria: others.map((id) => ({ id, before: 'achieved', now: 'not-achieved' })),
    controls: [{ code: 'ALL-01', before: 'effective', now: 'not-effective' }],
    parts: [{ part: 'operation', before: 'likely-unmodified', now: 'at-risk-of-adverse' }],
  });
});

test('CN35 what only one of the two tells of has no state in the other', () => {
  const [whole, without] = [conclude('effective'), conclude('effective', ['ONE-01'])];
  assert.deepEqual(changedConclusions(whole, without).controls, [{ code: 'ONE-01', before: 'effective', now: null }]);
  assert.deepEqual(changedConclusions(without, whole).controls, [{ code: 'ONE-01', before: null, now: 'effective' }]);
  assert.deepEqual(changedConclusions(whole, whole), { criteria: [], controls: [], parts: [] });
});
