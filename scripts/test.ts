// npm test: the checks, every test of every package, and the journeys in a real browser.
// With paths or parts of them, only those test files: npm test -- packages/core log.
// The last line sums up what really ran; a skipped test counts as failed.
import { glob } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { run as runTests } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runChecks } from './check.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
const wanted = process.argv.slice(2);

interface Counts {
  passed: number;
  failed: number;
}

async function testFiles(pattern: string): Promise<string[]> {
  const found = await Array.fromAsync(glob(pattern, { cwd: root, exclude: (name) => name.endsWith('node_modules') }));
  return found.filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part))).toSorted();
}

/** An error and what caused it: a property that failed tells of its input, its cause of the assertion. */
function reasons(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)];
  return [error.stack ?? error.message, ...(error.cause === undefined ? [] : reasons(error.cause))];
}

/** Runs test files, each in a process of its own, and prints one line per file and every failure. */
async function runFiles(files: string[], concurrency: number): Promise<Counts> {
  const all: Counts = { passed: 0, failed: 0 };
  if (files.length === 0) return all;
  const perFile = new Map<string, Counts & { ms: number }>();
  const stream = runTests({
    files: files.map((file) => join(root, file)),
    concurrency,
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const count = (
    data: { file?: string; name: string; nesting: number; details: { duration_ms: number } },
    ok: boolean,
  ) => {
    const file = relative(root, data.file ?? data.name);
    const counts = perFile.get(file) ?? { passed: 0, failed: 0, ms: 0 };
    perFile.set(file, counts);
    counts[ok ? 'passed' : 'failed'] += 1;
    all[ok ? 'passed' : 'failed'] += 1;
    if (data.nesting === 0) counts.ms += data.details.duration_ms;
  };
  stream.on('test:pass', (data) => {
    if (data.details.type === 'suite') return;
    const unrun = data.skip !== undefined || data.todo !== undefined;
    count(data, !unrun);
    if (unrun) console.log(`✘ ${data.name}\n    was skipped; nothing here may be skipped in silence`);
  });
  stream.on('test:fail', (data) => {
    if (
      data.details.type === 'suite' &&
      'failureType' in data.details.error &&
      data.details.error.failureType === 'subtestsFailed'
    )
      return;
    count(data, false);
    const text = reasons(data.details.error.cause ?? data.details.error).join('\ncaused by ');
    console.log(
      `✘ ${data.name} (${relative(root, data.file ?? '')}:${data.line ?? 0})\n${text.replaceAll(/^/gm, '    ')}`,
    );
  });
  stream.on('test:stderr', (data) => process.stderr.write(data.message));
  await stream.toArray();
  for (const [file, { passed, failed, ms }] of [...perFile].toSorted(([a], [b]) => a.localeCompare(b))) {
    console.log(
      `${failed > 0 ? '✘' : '✔'} ${file}: ${passed} passed${failed > 0 ? `, ${failed} failed` : ''} (${(ms / 1000).toFixed(1)} s)`,
    );
  }
  for (const file of files) {
    if (perFile.has(file)) continue;
    all.failed += 1;
    console.log(`✘ ${file}: no test ran`);
  }
  return all;
}

const total: Counts = { passed: 0, failed: 0 };
const add = ({ passed, failed }: Counts) => {
  total.passed += passed;
  total.failed += failed;
};

if (wanted.length === 0) {
  console.log('Checks');
  add(await runChecks((line) => console.log(line)));
}
console.log('Tests');
add(await runFiles(await testFiles('packages/*/test/**/*.test.ts'), 2));
console.log('Journeys in the browser');
add(await runFiles(await testFiles('e2e/**/*.test.ts'), 1));
if (total.passed + total.failed === 0) {
  total.failed += 1;
  console.log('✘ No test matches.');
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
