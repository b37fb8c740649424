// npm run soak -- properties [times]: every test that tries a property, many times as often as npm test does and with
// other seeds. A rare failure tells its seed and its shortest counterexample.
import { spawnSync } from 'node:child_process';
import { glob, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const preload = pathToFileURL(join(root, 'scripts', 'properties', 'preload.ts')).href;
const [times = '20', ...wanted] = process.argv.slice(2);

let [held, failed] = [0, 0];
const tests = await Array.fromAsync(
  glob('packages/*/test/**/*.test.ts', { cwd: root, exclude: (name) => name.endsWith('node_modules') }),
);
for (const file of tests.toSorted()) {
  if (wanted.length > 0 && !wanted.some((part) => file.includes(part))) continue;
  if (!/\bfc\.assert\(/.test(await readFile(join(root, file), 'utf8'))) continue;
  const began = performance.now();
  const { status, stdout } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--import', preload, '--test-reporter=spec', file],
    { cwd: root, encoding: 'utf8', env: { ...process.env, TICKMARK_TIMES: times }, maxBuffer: 2 ** 28 },
  );
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  if (status === 0) held += 1;
  else {
    failed += 1;
    console.log(stdout);
  }
  console.log(`${status === 0 ? '✔' : '✘'} ${file} (${seconds} s)`);
}
console.log(`Properties, ${times} times as often as in npm test: ${held} files hold, ${failed} do not.`);
if (failed > 0 || held === 0) process.exitCode = 1;
