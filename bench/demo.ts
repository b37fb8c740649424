// The worked example end to end, then its verification with re-performance. Figure: demo within 60 s.
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = await mkdtemp(join(tmpdir(), 'tickmark-bench-demo-'));

function tickmark(...args: string[]): number {
  const began = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(root, 'packages', 'cli', 'bin', 'tickmark.mjs'), ...args],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`tickmark ${args.join(' ')} ended with ${status}: ${stderr}`);
  return (performance.now() - began) / 1000;
}

try {
  const demo = tickmark('demo', '--out', out, '--json');
  const bundle = join(out, 'bundle.tar');
  const integrity = tickmark('verify', bundle, '--json');
  const reperformed = tickmark('verify', bundle, '--reperform', '--json');
  const { size } = await stat(bundle);
  console.log(`demo                 ${demo.toFixed(1)} s   ${(demo / 60).toFixed(2)} of the 60 s allowed`);
  console.log(`verify               ${integrity.toFixed(1)} s   ${(size / 1e6).toFixed(1)} MB`);
  console.log(
    `verify --reperform   ${reperformed.toFixed(1)} s   ${(reperformed / demo).toFixed(2)} of the demo's time`,
  );
  process.exitCode = demo <= 60 ? 0 : 1;
} finally {
  await rm(out, { recursive: true, force: true });
}
