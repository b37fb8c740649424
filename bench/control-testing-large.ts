/**
 * The test of `control-testing.ts` over ten million changes. Figure: 25 s, and less than 1 GB for the
 * whole process, which therefore does nothing else: the populations are made by another.
 *
 * node bench/control-testing-large.ts [items]
 */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb } from '../packages/control-testing/src/duckdb/index.ts';
import { runTest } from '../packages/control-testing/src/index.ts';
import { definition as yaml } from './changes/definition.ts';
import { generateChanges } from './changes/generate.ts';

const items = Number(process.argv[2] ?? 10_000_000);
const madeIn = process.env['TICKMARK_BENCH_FOLDER'];

if (madeIn === undefined) await measure(await mkdtemp(join(tmpdir(), 'tickmark-bench-')));
else await make(madeIn);

async function make(folder: string): Promise<void> {
  const session = await openDuckDb(folder, { memory: '4GB' });
  await writeFile(join(folder, 'made.json'), JSON.stringify(await generateChanges(session, { folder, count: items })));
  session.close();
}

async function measure(folder: string): Promise<void> {
  try {
    execFileSync(process.execPath, [import.meta.filename, String(items)], {
      stdio: 'inherit',
      env: { ...process.env, TICKMARK_BENCH_FOLDER: folder },
    });
    const populations = JSON.parse(await readFile(join(folder, 'made.json'), 'utf8'));
    const began = performance.now();
    const { result } = await runTest({
      yaml,
      populations,
      period: { from: '2026-01-01', to: '2026-12-31' },
      timeZone: 'UTC',
      outDir: join(folder, 'out'),
    });
    const seconds = (performance.now() - began) / 1000;
    const megabytes = process.resourceUsage().maxRSS / 1024;
    console.log(JSON.stringify(result.items));
    console.log(`${items} items: ${seconds.toFixed(1)} s   ${(seconds / 25).toFixed(2)} of the 25 s allowed`);
    console.log(
      `memory: ${Math.round(megabytes)} MB at most   ${(megabytes / 1000).toFixed(2)} of the 1,000 MB allowed`,
    );
    process.exitCode = seconds <= 25 && megabytes <= 1000 ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
