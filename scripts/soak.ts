// npm run soak [-- what [count]]: what the tests do a few times, done often. Each prints its counts; ends with code 1
// where something did not hold.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const scripts = dirname(fileURLToPath(import.meta.url));
const packages = join(dirname(scripts), 'packages');
const durability = join(packages, 'server', 'scripts', 'durability.ts');

const soaks: Record<string, { count: number; command: (count: string) => string[] }> = {
  verifiers: { count: 100_000, command: (count) => [join(packages, 'verify-page', 'scripts', 'soak.ts'), '0', count] },
  forgeries: { count: 1_000, command: (count) => [join(packages, 'verify-page', 'scripts', 'forgeries.ts'), count] },
  timestamps: { count: 100_000, command: (count) => [join(packages, 'timestamps', 'scripts', 'soak.ts'), count] },
  kills: { count: 200, command: (count) => [durability, 'kills', count] },
  'kills-of-postgresql': { count: 200, command: (count) => [durability, 'kills-of-postgresql', count] },
  administrator: { count: 100, command: (count) => [durability, 'administrator', count] },
  'failing-disks': { count: 500, command: (count) => [durability, 'failing-disks', count] },
  'failing-disks-of-postgresql': {
    count: 500,
    command: (count) => [durability, 'failing-disks-of-postgresql', count],
  },
  'power-cuts': { count: 1_000, command: (count) => [durability, 'power-cuts', count] },
  properties: { count: 20, command: (count) => [join(scripts, 'properties', 'run.ts'), count] },
  'power-cuts-of-postgresql': { count: 1_000, command: (count) => [durability, 'power-cuts-of-postgresql', count] },
};

const [what, wanted] = process.argv.slice(2);
const chosen = Object.entries(soaks).filter(([name]) => what === undefined || name === what);
if (chosen.length === 0) throw new Error(`There is no soak ${what}; there are ${Object.keys(soaks).join(', ')}.`);
for (const [, { count, command }] of chosen) {
  const { status } = spawnSync(process.execPath, command(wanted ?? String(count)), { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
