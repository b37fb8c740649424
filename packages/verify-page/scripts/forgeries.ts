// npm run soak -- forgeries [count]: makes forged bundles of every kind in turn, 1,000 unless told otherwise, verifies each
// both ways, and with the checks switched off that find it. Ends with code 1 where something was answered otherwise
// than docs/spec/evidence-log.md has it (EL80 to EL86).
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { examine, examineWithout, forge, forgeries } from '../test/forgeries/examine.ts';
import type { Answer, Forgery } from '../test/forgeries/forgery.ts';
import { allWorlds } from '../test/forgeries/histories.ts';

const count = Number(process.argv[2] ?? 1000);
const folder = await mkdtemp(join(tmpdir(), 'verify-page-forgeries-'));
const file = join(folder, 'bundle.tar');
const worlds = await allWorlds();
const counts = new Map<string, number>();
let controls = 0;
let otherwise = 0;

const told = (answer: Answer): string => (answer === 'holds' ? answer : answer.rule).padEnd(6);
const lineOf = ({ row, name, unnamed, named, policy }: Forgery): string =>
  `${told(unnamed)}${told(named)}${told(policy)}${row.padEnd(16)}${name}`;

try {
  for (let number = 0; number < count; number += 1) {
    const forgery = forgeries[number % forgeries.length];
    if (forgery === undefined) throw new RangeError('There is nothing to forge.');
    try {
      const forged = await forge(forgery, number, worlds);
      await examine(forged, file);
      counts.set(lineOf(forgery), (counts.get(lineOf(forgery)) ?? 0) + 1);
      if (forgery.without === undefined) continue;
      await examineWithout(forged, file);
      controls += 1;
    } catch (error) {
      otherwise += 1;
      console.error(`Case ${number}, ${forgery.row}, ${forgery.name}:`, error);
    }
  }
} finally {
  await rm(folder, { recursive: true });
}
console.log('  count  to whoever names nothing, the key, a policy');
for (const [what, many] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
  console.log(`${String(many).padStart(7)}  ${what}`);
console.log(
  `${count} forged bundles, answered otherwise than they should be: ${otherwise}; passed by verifiers without the checks that find them: ${controls}`,
);
process.exitCode = otherwise > 0 ? 1 : 0;
