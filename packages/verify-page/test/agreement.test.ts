import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { level1, runCase } from './agreement.ts';
import { allBases } from './bundles.ts';
import { ofBytes, sealedAnew } from './corruptions.ts';

const cases = 2000;
const folder = mkdtempSync(join(tmpdir(), 'verify-page-'));
after(() => rmSync(folder, { recursive: true }));

test('EL41 the page and tickmark verify agree on 2,000 corrupted bundles', async () => {
  const bases = await allBases();
  const counts = new Map<string, number>();
  const count = (what: string): unknown => counts.set(what, (counts.get(what) ?? 0) + 1);
  for (let number = 0; number < cases; number += 1) {
    const { kind, agreement, rule } = await runCase(bases, number, join(folder, 'bundle.tar'));
    for (const what of [kind, agreement, rule]) count(what);
  }
  // A comparison that never meets a rule would prove nothing about it.
  for (const rule of [...level1, ...Object.keys(ofBytes), ...Object.keys(sealedAnew)])
    assert.ok((counts.get(rule) ?? 0) > 0, `${rule} was never met`);
  assert.ok((counts.get('same rule') ?? 0) > cases / 2, JSON.stringify([...counts]));
});
