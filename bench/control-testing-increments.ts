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

/** One day is noisy; the middle of so many stands for it. */
const compared = 9;

const folder = await mkdtemp(join(tmpdir(), 'tickmark-bench-'));
const session = await openDuckDb(folder);
try {
  const year = seriesIn('kept');
  for (let day = 1; day <= days - compared; day += 1) await year.add(false);
  // Early days once more, in turn with the last ones: the speed of a machine changes within the minutes between.
  const again = seriesIn('again');
  await again.add(false);
  const early: number[] = [];
  const late: number[] = [];
  for (let n = 0; n < compared; n += 1) {
    early.push(await again.add(false));
    late.push(await year.add(n === compared - 1));
  }
  const all = await generateChanges(session, { folder, count: days * perDay });
  const began = performance.now();
  const run = await runTest({ ...scope, populations: all, outDir: join(folder, 'out'), items: true });
  const whole = (performance.now() - began) / 1000;
  const { equal, differing } = await compareWithFinal({ ...year.kept, populations: all }, run);
  const [first, last] = [median(early), median(late)];
  console.log(
    `day 2 ${first.toFixed(3)} s, day ${days} ${last.toFixed(3)} s: ${(last / first).toFixed(2)} × (1.5 allowed)`,
  );
  console.log(`the whole year at once ${whole.toFixed(2)} s; the last day takes ${(whole / last).toFixed(1)} × less`);
  console.log(`${year.judged() - days * perDay} items judged again, for reviews that came the day after`);
  console.log(`sum of the increments: ${equal} items equal to the final run, ${differing} differ`);
  process.exitCode = last / first <= 1.5 && differing === 0 ? 0 : 1;
} finally {
  session.close();
  await rm(folder, { recursive: true, force: true });
}

/** Increments into a folder of their own; each call adds the next day and tells how many seconds it took. */
function seriesIn(name: string) {
  const kept = { ...scope, folder: join(folder, name) };
  let [day, reviewed, judged] = [0, 0, 0];
  const add = async (isLast: boolean): Promise<number> => {
    const from = day * perDay;
    const to = Math.round((from + perDay) * 1.2) - (isLast ? 0 : delayed);
    const reviews = { from: reviewed, to };
    const populations = await generateChanges(session, { folder, count: perDay, from, name: `${name}-day`, reviews });
    [day, reviewed] = [day + 1, to];
    const began = performance.now();
    judged += (await addIncrement({ ...kept, populations })).judged;
    return (performance.now() - began) / 1000;
  };
  return { kept, add, judged: () => judged };
}

function median(list: readonly number[]): number {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;
}
