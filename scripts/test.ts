// npm test: the checks, every test of every package, and the journeys in a real browser.
// With paths or parts of them, only those test files: npm test -- packages/core log.
// The last line sums up what really ran; a skipped test counts as failed.
import { glob } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { run as runTests } from 'node:test';
import { fileURLToPath } from 'node:url';
import { sharePostgres } from '../packages/testkit/src/databases/index.ts';
import { shortLived } from '../packages/testkit/src/processes/index.ts';
import { runChecks } from './check.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
const wanted = process.argv.slice(2);

interface Counts {
  passed: number;
  failed: number;
}

const total: Counts = { passed: 0, failed: 0 };
const add = ({ passed, failed }: Counts) => {
  total.passed += passed;
  total.failed += failed;
};

async function testFiles(pattern: string): Promise<string[]> {
  const found = await Array.fromAsync(glob(pattern, { cwd: root, exclude: (name) => name.endsWith('node_modules') }));
  return found.filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part))).toSorted();
}

/** An error and what caused it: a property that failed tells of its input, its cause of the assertion. */
function reasons(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)];
  return [error.stack ?? error.message, ...(error.cause === undefined ? [] : reasons(error.cause))];
}

/** Takes one list of test files after the other and runs each file in a process of its own. */
async function work(...lists: Iterator<string>[]): Promise<void> {
  for (const list of lists) {
    for (let next = list.next(); !next.done; next = list.next()) add(await runFile(next.value));
  }
}

/** Prints every failure and one line for the file. */
async function runFile(file: string): Promise<Counts> {
  const counts: Counts = { passed: 0, failed: 0 };
  const began = performance.now();
  const stream = runTests({
    files: [join(root, file)],
    concurrency: 1,
    execArgv: ['--disable-warning=ExperimentalWarning', ...shortLived],
  });
  stream.on('test:pass', (data) => {
    if (data.details.type === 'suite') return;
    const unrun = data.skip !== undefined || data.todo !== undefined;
    counts[unrun ? 'failed' : 'passed'] += 1;
    if (unrun) console.log(`✘ ${data.name}\n    was skipped; nothing here may be skipped in silence`);
  });
  stream.on('test:fail', (data) => {
    if (
      data.details.type === 'suite' &&
      'failureType' in data.details.error &&
      data.details.error.failureType === 'subtestsFailed'
    )
      return;
    counts.failed += 1;
    const text = reasons(data.details.error.cause ?? data.details.error).join('\ncaused by ');
    console.log(
      `✘ ${data.name} (${relative(root, data.file ?? '')}:${data.line ?? 0})\n${text.replaceAll(/^/gm, '    ')}`,
    );
  });
  stream.on('test:stderr', (data) => process.stderr.write(data.message));
  await stream.toArray();
  if (counts.passed + counts.failed === 0) {
    counts.failed = 1;
    console.log(`✘ ${file}: no test ran`);
  }
  const { passed, failed } = counts;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(
    `${failed > 0 ? '✘' : '✔'} ${file}: ${passed} passed${failed > 0 ? `, ${failed} failed` : ''} (${seconds} s)`,
  );
  return counts;
}

if (wanted.length === 0) {
  console.log('Checks');
  add(await runChecks((line) => console.log(line)));
}
await sharePostgres();
console.log('Tests, and journeys in the browser');
const tests = (await testFiles('packages/*/test/**/*.test.ts')).values();
const journeys = (await testFiles('e2e/**/*.test.ts')).values();
// Two at a time for two cores, and one more for what each of them waits: browser, disk, timers. Journeys one by one.
await Promise.all([work(journeys, tests), work(tests), work(tests)]);
if (total.passed + total.failed === 0) {
  total.failed += 1;
  console.log('✘ No test matches.');
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
