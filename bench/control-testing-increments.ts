/**
 * A year in increments: each day a few thousand new changes are judged, with the reviews of the day; those of the
 * last changes of a day come with the next, which judges these changes again. Figure: the last day costs at most 1.5
 * times the second. The sum must equal the run over all of them.
 *
 * node bench/control-testing-increments.ts [days] [items a day]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb } from '../packages/control-testing/src/duckdb/index.ts';
import { addIncrement, compareWithFinal, runTest } from '../packages/control-testing/src/index.ts';
import { definition as yaml } from './changes/definition.ts';
import { generateChanges } from './changes/generate.ts';

const days = Number(process.argv[2] ?? 365);
const perDay = Number(process.argv[3] ?? 2_700);
const delayed = 300;
const scope = { yaml, period: { from: '2026-01-01', to: '2026-12-31' }, timeZone: 'UTC' };

const folder = await mkdtemp(join(tmpdir(), 'tickmark-bench-'));
const session = await openDuckDb(folder);
try {
  const kept = { ...scope, folder: join(folder, 'kept') };
  const seconds: number[] = [];
  let judged = 0;
  let reviewed = 0;
  for (let day = 0; day < days; day += 1) {
    const from = day * perDay;
    const to = Math.round((from + perDay) * 1.2) - (day === days - 1 ? 0 : delayed);
    const reviews = { from: reviewed, to };
    const populations = await generateChanges(session, { folder, count: perDay, from, name: 'day', reviews });
    reviewed = to;
    const began = performance.now();
    judged += (await addIncrement({ ...kept, populations })).judged;
    seconds.push((performance.now() - began) / 1000);
  }
  const all = await generateChanges(session, { folder, count: days * perDay });
  const began = performance.now();
  const run = await runTest({ ...scope, populations: all, outDir: join(folder, 'out'), items: true });
  const whole = (performance.now() - began) / 1000;
  const { equal, differing } = await compareWithFinal({ ...kept, populations: all }, run);
  // One day is noisy; the middle of nine stands for it.
  const around = (first: number) => seconds.slice(first, first + 9).toSorted((a, b) => a - b)[4] ?? 0;
  const [early, late] = [around(1), around(days - 9)];
  console.log(
    `day 2 ${early.toFixed(3)} s, day ${days} ${late.toFixed(3)} s: ${(late / early).toFixed(2)} × (1.5 allowed)`,
  );
  console.log(`the whole year at once ${whole.toFixed(2)} s; the last day takes ${(whole / late).toFixed(1)} × less`);
  console.log(`${judged - days * perDay} items judged again, for reviews that came the day after`);
  console.log(`sum of the increments: ${equal} items equal to the final run, ${differing} differ`);
  process.exitCode = late / early <= 1.5 && differing === 0 ? 0 : 1;
} finally {
  session.close();
  await rm(folder, { recursive: true, force: true });
}
