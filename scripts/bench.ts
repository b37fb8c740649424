// npm run bench: every benchmark, or those named: npm run bench -- control-testing.
import { spawnSync } from 'node:child_process';
import { glob } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const wanted = process.argv.slice(2);
const files = (await Array.fromAsync(glob('bench/*.ts', { cwd: root }))).toSorted();
const chosen = files.filter((file) => wanted.length === 0 || wanted.some((name) => file.includes(name)));
if (chosen.length === 0) {
  console.error(`error: no benchmark is called ${wanted.join(', ')}. Use one of: ${files.join(', ')}.`);
  process.exitCode = 2;
}
for (const file of chosen) {
  console.log(`\n${file}`);
  const { status } = spawnSync(process.execPath, [join(root, file)], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
