import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pack, tarOf } from '../../cli/test/bundles/builder.ts';
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
