import assert from 'node:assert/strict';
import { test } from 'node:test';
import { id, pack, tarOf } from '../../cli/test/bundles/builder.ts';
import { sourceOf } from '../src/verify/source.ts';
import { verifyIntegrity } from '../src/verify/verify.ts';
import { fullDraft } from './bundles.ts';

test('EL12 every file of every kind of item is held against its entry, though list and seal were made anew', async () => {
  for (const path of fullDraft().files.keys()) {
    const draft = fullDraft();
    draft.files.set(path, Buffer.from('another file'));
    const { broken } = await verifyIntegrity(sourceOf(tarOf((await pack(draft)).files)));
    assert.match(broken?.rule ?? 'it holds', /^EL1[234]$/, path);
  }
});

test('EL82 an entry of another engagement, test, dry run or basis than that of its item is found at that entry', async () => {
  const engaged = ['populations.freeze', 'populations.reconciled', 'populations.resolve-difference'];
  engaged.push('tests.publish', 'samples.draw', 'samples.extend', 'dry-runs.run');
  for (const [op, name, other] of [
    ...engaged.map((each) => [each, 'engagementId', id(902)] as const),
    ['tests.result', 'testId', id(920)],
    ['tests.result', 'definitionSha256', '0'.repeat(64)],
    ['tests.result', 'populations', { 'code-changes': '0'.repeat(64) }],
    ['reports.render', 'dryRunId', id(960)],
  ] as const) {
    const draft = fullDraft();
    const entry = draft.entries.findIndex((each) => each.op === op);
    const facts = draft.entries[entry]?.facts ?? {};
    assert.notEqual(facts[name], undefined, `${op} has ${name}`);
    facts[name] = other;
    const { broken } = await verifyIntegrity(sourceOf(tarOf((await pack(draft)).files)));
    assert.deepEqual([broken?.rule, broken?.entry], ['EL12', entry], `${op} ${name}`);
  }
});
