// Flips one byte at a time of the worked example's bundle and counts how many verification finds.
// Figure: all of them. npm run bench -- bundle-flips; FLIPS sets how many positions are tried.
import { spawnSync } from 'node:child_process';
import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { verifyBundle } from '../packages/cli/src/bundles/index.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const flips = Number(process.env['FLIPS'] ?? 200);
const out = await mkdtemp(join(tmpdir(), 'tickmark-bench-flips-'));

try {
  const cli = join(root, 'packages', 'cli', 'bin', 'tickmark.mjs');
  const made = spawnSync(process.execPath, [cli, 'demo', '--out', out, '--json'], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(made.stderr);
  const bundle = join(out, 'bundle.tar');
  const { size } = await stat(bundle);
  if (!(await verifyBundle(bundle, { reperform: false })).holds) throw new Error('the untouched bundle does not hold');

  const file = await open(bundle, 'r+');
  let found = 0;
  const missed: number[] = [];
  for (let n = 0; n < flips; n += 1) {
    const position = Math.floor(((n + 0.5) / flips) * size);
    const byte = Buffer.alloc(1);
    await file.read(byte, 0, 1, position);
    await file.write(Buffer.from([(byte[0] ?? 0) ^ (1 << (n % 8))]), 0, 1, position);
    const { holds } = await verifyBundle(bundle, { reperform: false });
    if (holds) missed.push(position);
    else found += 1;
    await file.write(byte, 0, 1, position);
  }
  await file.close();
  const again = await verifyBundle(bundle, { reperform: false });
  console.log(`${found} of ${flips} flips found in ${size} bytes; restored bundle holds: ${again.holds}`);
  if (missed.length > 0) console.log(`missed at ${missed.join(', ')}`);
  process.exitCode = found === flips && again.holds ? 0 : 1;
} finally {
  await rm(out, { recursive: true, force: true });
}
