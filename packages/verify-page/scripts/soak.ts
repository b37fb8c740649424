// npm run soak [-- from to]: corrupts bundles, 100,000 unless told otherwise, verifies each both ways and
// prints how the answers agree. Ends with code 1 at the first case on which they don't.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCase } from '../test/agreement.ts';
import { allBases } from '../test/bundles.ts';

const [from = 0, to = 100_000] = process.argv.slice(2).map(Number);
const folder = await mkdtemp(join(tmpdir(), 'verify-page-soak-'));
const bases = await allBases();
const counts = new Map<string, number>();
try {
  for (let number = from; number < to; number += 1) {
    const { kind, agreement, rule } = await runCase(bases, number, join(folder, 'bundle.tar'));
    const what = `${agreement.padEnd(30)}${rule.padEnd(7)}${kind}`;
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
} finally {
  await rm(folder, { recursive: true });
  for (const [what, count] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    console.log(`${String(count).padStart(7)}  ${what}`);
  }
}
