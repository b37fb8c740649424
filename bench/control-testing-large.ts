/**
 * The test of `control-testing.ts` over ten million changes, once as it is and once with the file of all items, which the
 * server keeps. Figure: 25 s for the test, and less than 1 GB for the whole process; each run therefore has one of
 * its own, and so has the making of the populations.
 *
 * node bench/control-testing-large.ts [items]
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb } from '../packages/control-testing/src/duckdb/index.ts';
import { runTest } from '../packages/control-testing/src/index.ts';
import { definition as yaml } from './changes/definition.ts';
import { generateChanges } from './changes/generate.ts';

const items = Number(process.argv[2] ?? 10_000_000);
const { TICKMARK_BENCH_STEP: step, TICKMARK_BENCH_FOLDER: given } = process.env;

if (given === undefined) await measure(await mkdtemp(join(tmpdir(), 'tickmark-bench-')));
else if (step === 'make') await make(given);
else await run(given, step === 'run with all items');

async function measure(folder: string): Promise<void> {
  try {
    for (const each of ['make', 'run', 'run with all items']) {
      const { status } = spawnSync(process.execPath, [import.meta.filename, String(items)], {
        stdio: 'inherit',
        env: { ...process.env, TICKMARK_BENCH_STEP: each, TICKMARK_BENCH_FOLDER: folder },
      });
      if (status !== 0) process.exitCode = 1;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function make(folder: string): Promise<void> {
  const session = await openDuckDb(folder, { memory: '4GB' });
  const populations = await generateChanges(session, { folder, count: items });
  session.close();
  // The disk would else still write them while they are tested.
  for (const { file } of Object.values(populations)) {
    const made = await open(file, 'r+');
    await made.sync();
    await made.close();
  }
  await writeFile(join(folder, 'made.json'), JSON.stringify(populations));
}

async function run(folder: string, all: boolean): Promise<void> {
  const populations = JSON.parse(await readFile(join(folder, 'made.json'), 'utf8'));
  const began = performance.now();
  const { result } = await runTest({
    yaml,
    populations,
    period: { from: '2026-01-01', to: '2026-12-31' },
    timeZone: 'UTC',
    outDir: join(folder, all ? 'out-with-items' : 'out'),
    items: all,
  });
  const seconds = (performance.now() - began) / 1000;
  const megabytes = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify(result.items));
  const share = all ? '' : `   ${(seconds / 25).toFixed(2)} of the 25 s allowed`;
  console.log(`${items} items${all ? ', all of them written' : ''}: ${seconds.toFixed(1)} s${share}`);
  console.log(`memory: ${Math.round(megabytes)} MB at most   ${(megabytes / 1000).toFixed(2)} of the 1,000 MB allowed`);
  process.exitCode = (all || seconds <= 25) && megabytes <= 1000 ? 0 : 1;
}
