import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  binomialUpper,
  drawSample,
  hypergeometricUpper,
  minimumSample,
  populationKind,
  selectKeys,
} from '../../src/index.ts';
import { folder, frozen } from '../builders.ts';

const dir = await folder();

interface Vectors {
  binomialUpper: { n: number; k: number; c: string; upper: number }[];
  hypergeometricUpper: { N: number; n: number; k: number; c: string; upperCount: number; upperRate: number }[];
  minimumSampleBinomial: { c: string; T: string; k: number; n: number }[];
  minimumSampleHypergeometric: { c: string; N: number; T: string; k: number; n: number }[];
  seededSelection: { seed: string; n: number; selected: string[]; nextThree: string[] };
}
const vectors: Vectors = JSON.parse(readFileSync(new URL('./sampling-vectors.json', import.meta.url), 'utf8'));

test('CT30 exact limits agree with every published vector', () => {
  for (const { n, k, c, upper } of vectors.binomialUpper) {
    assert.ok(Math.abs(binomialUpper({ n, k, confidence: c }) - upper) < 5.1e-7, `n ${n} k ${k} c ${c}`);
  }
  for (const { N, n, k, c, upperCount, upperRate } of vectors.hypergeometricUpper) {
    const found = hypergeometricUpper({ N, n, k, confidence: c });
    assert.equal(found.count, upperCount, `N ${N} n ${n} k ${k} c ${c}`);
    assert.ok(Math.abs(found.rate - upperRate) < 5.1e-7);
  }
  for (const { c, T, k, n } of vectors.minimumSampleBinomial) {
    assert.equal(minimumSample({ k, confidence: c, tolerable: T }), n, `c ${c} T ${T} k ${k}`);
  }
  for (const { c, N, T, k, n } of vectors.minimumSampleHypergeometric) {
    assert.equal(minimumSample({ k, confidence: c, tolerable: T, N }), n, `c ${c} N ${N} T ${T} k ${k}`);
  }
});

test('CT31 a sample follows from the seed, and an extension draws nothing again', () => {
  const { seed, n, selected, nextThree } = vectors.seededSelection;
  const keys = Array.from({ length: 40 }, (_, i) => `CHG-${String(i + 1).padStart(4, '0')}`);
  assert.deepEqual(selectKeys(seed, keys, n), selected);
  assert.deepEqual(selectKeys(seed, keys.toReversed(), 3, n), nextThree);
});

test('CT32 a drawn sample names its seed and is the selection from the frozen file’s keys', async () => {
  const ids = Array.from({ length: 300 }, (_, i) => `c${i}`);
  const { file, manifest } = await frozen(
    dir,
    populationKind('code-changes'),
    ids.map((id) => ({ id })),
  );
  const asked = { file, key: 'id', engagement: '2026', control: 'CHG-02' };
  const first = await drawSample({ ...asked, size: 10 });
  assert.equal(first.seed, `2026|CHG-02|${manifest.sha256}`);
  assert.deepEqual(first.selected, selectKeys(first.seed, ids, 10));
  const more = await drawSample({ ...asked, size: 5, skip: 10 });
  assert.deepEqual(more.selected, selectKeys(first.seed, ids, 5, 10));
  const nonce = await drawSample({ ...asked, size: 10, nonce: 'n1' });
  assert.equal(nonce.seed, `${first.seed}|n1`);
  assert.equal((await drawSample({ ...asked, size: 1000 })).selected.length, 300);
  await assert.rejects(drawSample({ ...asked, key: 'idd', size: 1 }), { code: 'bad_input', field: 'key' });
  await assert.rejects(drawSample({ ...asked, size: 0 }), { code: 'bad_input', field: 'size' });
  await assert.rejects(drawSample({ ...asked, control: 'a|b', size: 1 }), { code: 'bad_input', field: 'control' });
});
