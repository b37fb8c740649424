// npm test: the checks, every test of every package, and the journeys in a real browser.
// With paths or parts of them, only those test files: npm test -- packages/core log.
// The last line sums up what really ran; a skipped test counts as failed.
import { spawn } from 'node:child_process';
import { glob, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sharePostgres } from '../packages/testkit/src/databases/index.ts';
import { shortLived } from '../packages/testkit/src/processes/index.ts';
import { runChecks } from './check.ts';
import { theEnd, type Told } from './test-reporter.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const reporter = fileURLToPath(new URL('test-reporter.ts', import.meta.url));
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

/** Files that share a process: to start one, to load the product and to open its databases takes longer than most tests. */
const filesOfOne = 12;

/** Neighbours of one package together, in the order given. */
async function inProcesses(files: readonly string[]): Promise<string[][]> {
  const together: string[][] = [];
  const ofPackage = Map.groupBy(files, (file) => file.split('/').slice(0, 2).join('/'));
  for (const neighbours of ofPackage.values()) {
    let open: string[] = [];
    for (const file of neighbours) {
      // Such a hook would be one of every file in the process.
      const alone = /^(beforeEach|afterEach)\(/m.test(await readFile(join(root, file), 'utf8'));
      if (alone) together.push([file]);
      else open.push(file);
      if (open.length === filesOfOne) together.push(open.splice(0));
    }
    if (open.length > 0) together.push(open);
  }
  return together;
}

/** Two lists of files that take about as long as each other: a journey takes the longer, the more of it is written. */
async function inHalves(files: readonly string[]): Promise<string[][]> {
  const sized = await Promise.all(files.map(async (file) => ({ file, size: (await stat(join(root, file))).size })));
  const one = { files: [] as string[], size: 0 };
  const other = { files: [] as string[], size: 0 };
  for (const { file, size } of sized.toSorted((a, b) => b.size - a.size)) {
    const shorter = one.size <= other.size ? one : other;
    shorter.files.push(file);
    shorter.size += size;
  }
  return [one.files, other.files];
}

/** Takes what share a process from a list and runs them, until there is no more. */
async function work(list: Iterator<string[]>): Promise<void> {
  for (let next = list.next(); !next.done; next = list.next()) await runFiles(next.value, ofRunner);
}

/** What Node is started with to run files: by its test runner, or by a module of our own that takes them in turn. */
const ofRunner = ['--test', '--test-isolation=none'];
const inTurn = [join(root, 'e2e', 'in-turn.ts')];

/** Runs files in one process, and prints every failure and one line for each file. */
async function runFiles(files: readonly string[], by: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tickmark-tests-'));
  const output = join(folder, 'told');
  const began = performance.now();
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      ...shortLived,
      `--test-reporter=${reporter}`,
      `--test-reporter-destination=${output}`,
      ...by,
      ...files,
    ],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  // What stands behind the last line break was cut off.
  const lines = (await readFile(output, 'utf8').catch(() => '')).split('\n').slice(0, -1);
  await rm(folder, { recursive: true, force: true });
  const byFile = filed(
    lines.filter((line) => line !== theEnd).map((line): Told => JSON.parse(line)),
    files,
  );
  for (const file of new Set([...files, ...byFile.keys()])) report(file, byFile.get(file) ?? [], files.includes(file));
  if (files.length > 1) console.log(`  ${files.length} files in one process: ${secondsSince(began)} s`);
  const whole = lines.at(-1) === theEnd;
  const failed = [...byFile.values()].flat().some(({ outcome }) => outcome === 'failed');
  if (!whole || (code !== 0 && !failed)) {
    add({ passed: 0, failed: 1 });
    console.log(`✘ the process of ${files.join(', ')} ended with ${code}${whole ? '' : ', before its tests did'}`);
  }
}

/**
 * What was told, by file. A test that bears the name of a file stands for it: those it holds, told before it, are of that
 * file wherever they were declared. It is one itself only where it failed and none of them did.
 */
function filed(told: readonly Told[], files: readonly string[]): Map<string, Told[]> {
  const byFile = new Map<string, Told[]>();
  const add = (file: string, ...some: Told[]) => byFile.set(file, [...(byFile.get(file) ?? []), ...some]);
  const only = files.length === 1 ? files[0] : undefined;
  let held: Told[] = [];
  for (const one of told) {
    held.push(one);
    if (one.nesting > 0) continue;
    const file = files.find((each) => one.name.endsWith(each));
    const inIt = held.slice(0, -1);
    const explained = one.outcome === 'passed' || inIt.some(({ outcome }) => outcome === 'failed');
    if (file !== undefined) add(file, ...(explained ? inIt : held));
    else for (const each of held) add(only ?? relative(root, each.file), each);
    held = [];
  }
  for (const each of held) add(only ?? relative(root, each.file), each);
  return byFile;
}

function secondsSince(began: number): string {
  return ((performance.now() - began) / 1000).toFixed(1);
}

/** A file beside the test files has declared some of their tests; only they must have one. */
function report(file: string, told: readonly Told[], isTestFile: boolean): void {
  for (const { name, line, reason, outcome } of told) {
    if (outcome === 'unrun') console.log(`✘ ${name}\n    was skipped; nothing here may be skipped in silence`);
    if (outcome === 'failed') console.log(`✘ ${name} (${file}:${line})\n${reason.replaceAll(/^/gm, '    ')}`);
  }
  const passed = told.filter(({ outcome }) => outcome === 'passed').length;
  let failed = told.filter(({ outcome }) => outcome === 'failed' || outcome === 'unrun').length;
  if (passed + failed === 0) {
    if (!isTestFile) return;
    failed = 1;
    console.log(`✘ ${file}: no test ran`);
  }
  add({ passed, failed });
  const tests = told.filter(({ outcome }) => outcome !== 'suite');
  const outermost = Math.min(...tests.map(({ nesting }) => nesting));
  const ms = tests.filter(({ nesting }) => nesting === outermost).reduce((sum, test) => sum + test.ms, 0);
  const seconds = (ms / 1000).toFixed(1);
  console.log(
    `${failed > 0 ? '✘' : '✔'} ${file}: ${passed} passed${failed > 0 ? `, ${failed} failed` : ''} (${seconds} s)`,
  );
}

if (wanted.length === 0) {
  console.log('Checks');
  add(await runChecks((line) => console.log(line)));
}
await sharePostgres();
console.log('Tests, and journeys in the browser');
const tests = (await inProcesses(await testFiles('packages/*/test/**/*.test.ts'))).values();
const journeys = await inHalves(await testFiles('e2e/**/*.test.ts'));
const walk = (files: readonly string[]) => (files.length === 0 ? Promise.resolve() : runFiles(files, inTurn));
// Two at a time for two cores, and one more for what each of them waits: browser, disk, timers. Journeys take longest, and begin.
await Promise.all([...journeys.map((half) => walk(half).then(() => work(tests))), work(tests)]);
if (total.passed + total.failed === 0) {
  total.failed += 1;
  console.log('✘ No test matches.');
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
