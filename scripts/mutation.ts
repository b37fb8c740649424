// npm run mutation: changes the rules and the compiler one small piece at a time and counts how many changes
// the tests notice. Figure: 90 % of them, for each set. npm run mutation -- conclusions or -- compiler takes one
// set; --sample says how many mutants of the compiler are tried (150), --seed which ones, --jobs how many at once;
// --only takes the files whose path contains a text.
//
// It is no benchmark of its own: it takes a quarter of an hour and more, and installs StrykerJS's instrumenter
// from the package registry, into a temporary copy of the repository, so that nobody else has to install it.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { cp, glob, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { hypergeometricUpper, selectKeys } from '../packages/control-testing/src/index.ts';
import type { Answer, Ask } from './mutation-runner.ts';
import { run } from './run.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const instrumenter = '@stryker-mutator/instrumenter@10.1.1';
const figure = 0.9;

interface MutationSet {
  name: string;
  /** Patterns of the files that are changed, and those among them that hold shapes and no rules. */
  mutate: string[];
  except: string[];
  /** Patterns of the tests that should notice. */
  tests: string[];
  sampled: boolean;
  /** Whether one process may try many mutants. */
  together: boolean;
}

const sets: MutationSet[] = [
  {
    name: 'conclusions',
    mutate: ['packages/control-testing/src/conclusions/*.ts', 'packages/core/src/dry-runs/*.ts'],
    except: ['packages/core/src/dry-runs/dry-runs.ts', 'packages/core/src/dry-runs/operations.ts'],
    tests: ['packages/control-testing/test/conclusions/*.test.ts', 'packages/core/test/dry-runs/*.test.ts'],
    sampled: false,
    together: true,
  },
  {
    name: 'compiler',
    mutate: [
      'packages/control-testing/src/expressions/{sql,call-sql,bind-sql,time-sql,zone-sql}.ts',
      'packages/control-testing/src/runs/aggregates.ts',
      'packages/control-testing/src/runs/columns.ts',
      'packages/control-testing/src/runs/scan.ts',
      'packages/control-testing/src/runs/shared.ts',
    ],
    except: [],
    tests: [
      'packages/control-testing/test/expressions/*.test.ts',
      'packages/control-testing/test/runs/{items,many,business-days}.test.ts',
    ],
    sampled: true,
    together: false,
  },
];

interface Position {
  line: number;
  column: number;
}

/** A change as the instrumenter tells it; lines count from 0. */
interface Mutant {
  id: string;
  fileName: string;
  mutatorName: string;
  replacement: string;
  location: { start: Position; end: Position };
}

interface Instrumenter {
  instrument(
    files: { name: string; content: string; mutate: boolean }[],
    options: { plugins: null; ignorers: []; excludedMutations: string[] },
  ): Promise<{ files: { name: string; content: string }[]; mutants: Mutant[] }>;
}

/** A test with no mutant active: how long it takes, and the ids of the mutants whose code it runs. */
interface Measured {
  test: string;
  milliseconds: number;
  reaches: Set<string>;
}

interface Runner {
  child: ChildProcess;
  stop: () => Promise<void>;
}

/** Test files in the copy, and what each of their tests does there without a mutant, the quickest first. */
interface Suite {
  copy: string;
  files: string[];
  measured: Measured[];
  /** Ids of the mutants whose code runs when the files are loaded. */
  loaded: Set<string>;
  together: boolean;
}

/** One that timed out is not counted as noticed: it can't be told from a slow machine. */
const outcomes = ['killed', 'timed out', 'survived', 'not reached'] as const;
type Tally = Record<(typeof outcomes)[number], number>;
interface Tried {
  mutant: Mutant;
  outcome: keyof Tally;
}

/** The repository with its own copies of the packages and everybody's dependencies. */
async function copyTo(folder: string): Promise<void> {
  const leftOut = /(^|\/)(node_modules|dist|\.git|\.cache)$/;
  for (const part of ['packages', 'content', 'package.json']) {
    await cp(join(root, part), join(folder, part), { recursive: true, filter: (path) => !leftOut.test(path) });
  }
  await mkdir(join(folder, 'node_modules', '@tickmark'), { recursive: true });
  for (const name of await readdir(join(root, 'node_modules'))) {
    if (name !== '@tickmark') await symlink(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  }
  for (const name of await readdir(join(folder, 'packages'))) {
    await symlink(join(folder, 'packages', name), join(folder, 'node_modules', '@tickmark', name));
  }
}

async function install(folder: string): Promise<Instrumenter> {
  await mkdir(folder, { recursive: true });
  const done = await run('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', instrumenter], {
    cwd: folder,
  });
  if (!done.ok) throw new Error(`${instrumenter} could not be installed:\n${done.output}`);
  const entry = join(folder, 'node_modules', '@stryker-mutator', 'instrumenter', 'dist', 'src', 'index.js');
  const { Instrumenter } = (await import(pathToFileURL(entry).href)) as {
    Instrumenter: new (logger: object) => Instrumenter;
  };
  const silent = { isDebugEnabled: () => false, debug: () => undefined, info: () => undefined, warn: console.warn };
  return new Instrumenter(silent);
}

async function filesOf(patterns: string[], except: string[] = []): Promise<string[]> {
  const found = await Array.fromAsync(glob(patterns, { cwd: root }));
  return found.filter((file) => !except.includes(file)).toSorted();
}

/** Puts every mutant into the copy; each run of a test says which one is active. */
async function plant(stryker: Instrumenter, copy: string, { mutate, except }: MutationSet): Promise<Mutant[]> {
  const names = (await filesOf(mutate, except)).filter((file) => file.includes(values.only));
  const files = await Promise.all(
    names.map(async (name) => ({ name, content: await readFile(join(root, name), 'utf8'), mutate: true })),
  );
  const planted = await stryker.instrument(files, { plugins: null, ignorers: [], excludedMutations: [] });
  for (const { name, content } of planted.files) await writeFile(join(copy, name), content);
  return planted.mutants;
}

/** A child whose mutant never comes to an end has to be ended when this process is. */
const running = new Set<ChildProcess>();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));

/** A child that has loaded the files, with a mutant active from the start or with none. */
async function startRunner({ copy, files }: Pick<Suite, 'copy' | 'files'>, mutant: string | null): Promise<Runner> {
  const folder = await mkdtemp(join(copy, 'tmp-'));
  const env = { ...process.env, TMPDIR: folder, ...(mutant === null ? {} : { TICKMARK_MUTANT: mutant }) };
  const args = files.map((file) => join(copy, file));
  const child = fork(join(root, 'scripts', 'mutation-runner.ts'), args, {
    cwd: copy,
    env,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: ['--disable-warning=ExperimentalWarning', '--max-old-space-size=1500'],
  });
  running.add(child);
  const ended = once(child, 'close');
  const stop = async () => {
    running.delete(child);
    child.kill('SIGKILL');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  return { child, stop };
}

/** What the child answers; `ended` where it broke down, `late` where it took longer than allowed. */
function ask({ child }: Runner, question: Ask, milliseconds: number): Promise<Answer | 'ended' | 'late'> {
  return new Promise((resolve) => {
    const done = (told: Answer | 'ended' | 'late') => {
      clearTimeout(timer);
      child.off('message', done).off('close', closed);
      resolve(told);
    };
    const closed = () => done('ended');
    const timer = setTimeout(() => done('late'), milliseconds);
    child.on('message', done).on('close', closed);
    if (child.exitCode !== null || child.signalCode !== null) closed();
    else child.send(question, () => undefined);
  });
}

/** Time and reach of each test with no mutant active, where all have to pass. */
async function measure(copy: string, { tests, together }: MutationSet): Promise<Suite> {
  const files = await filesOf(tests);
  const runner = await startRunner({ copy, files }, null);
  const told = await ask(runner, { mutant: null, tests: null }, 600_000);
  await runner.stop();
  if (typeof told === 'string') throw new Error(`The tests without any mutant: ${told}. Run them alone and see why.`);
  const failed = told.ran.find((r) => r.failure !== null);
  if (failed) throw new Error(`${failed.test} fails without any mutant: ${failed.failure}`);
  const measured = told.ran
    .map(({ test, milliseconds, reached }) => ({ test, milliseconds, reaches: new Set(reached) }))
    .sort((a, b) => a.milliseconds - b.milliseconds);
  return { copy, files, measured, loaded: new Set(told.loaded), together };
}

/**
 * Tries mutants one after the other. One child serves for many where the code keeps nothing between tests;
 * code that runs when it is loaded needs a child of its own.
 */
async function attemptThese(suite: Suite, queue: Mutant[], tell: (tried: Tried) => void): Promise<void> {
  let kept: Runner | null = null;
  for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
    const { id } = mutant;
    const atLoad = suite.loaded.has(id);
    const reaching = suite.measured.filter((m) => atLoad || m.reaches.has(id));
    if (reaching.length === 0) {
      tell({ mutant, outcome: 'not reached' });
      continue;
    }
    const alone = atLoad || !suite.together;
    const runner: Runner = alone ? await startRunner(suite, id) : (kept ?? (await startRunner(suite, null)));
    const allowed = 20_000 + 5 * reaching.reduce((sum, m) => sum + m.milliseconds, 0);
    const told = await ask(runner, { mutant: id, tests: reaching.map((m) => m.test) }, allowed);
    kept = alone ? kept : typeof told === 'string' ? null : runner;
    if (kept !== runner) await runner.stop();
    tell({ mutant, outcome: outcomeOf(told) });
  }
  if (kept) await requireSound(kept);
  await kept?.stop();
}

/** That no mutant left something behind on which all after it were found out. */
async function requireSound(runner: Runner): Promise<void> {
  const told = await ask(runner, { mutant: null, tests: null }, 600_000);
  if (outcomeOf(told) !== 'survived') throw new Error('A mutant left something behind: the tests fail without any.');
}

function outcomeOf(told: Answer | 'ended' | 'late'): keyof Tally {
  if (told === 'late') return 'timed out';
  if (told === 'ended') return 'killed';
  return told.ran.some((r) => r.failure !== null) ? 'killed' : 'survived';
}

async function attemptAll(suite: Suite, mutants: readonly Mutant[]): Promise<Tried[]> {
  const queue = [...mutants];
  const tried: Tried[] = [];
  const said: Promise<void>[] = [];
  const tell = (one: Tried) => {
    tried.push(one);
    if (one.outcome !== 'killed') said.push(described(one).then(console.log));
    if (tried.length % 50 === 0) console.log(`${tried.length} of ${mutants.length} tried`);
  };
  await Promise.all(Array.from({ length: jobs }, () => attemptThese(suite, queue, tell)));
  await Promise.all(said);
  return tried;
}

function tally(tried: readonly Tried[]): Tally {
  const counts: Tally = { killed: 0, 'timed out': 0, survived: 0, 'not reached': 0 };
  for (const { outcome } of tried) counts[outcome] += 1;
  return counts;
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

function line(name: string, tried: readonly Tried[]): string {
  const counts = tally(tried);
  const told = outcomes.map((outcome) => `${counts[outcome]} ${outcome}`).join(', ');
  return `${name}: ${tried.length} mutants, ${told}, score ${percent(counts.killed / tried.length)}`;
}

/** The interval that holds the score of all mutants in 95 of 100 samples, exact for the number there are. */
function interval(all: number, tried: readonly Tried[]): string {
  const killed = tally(tried).killed;
  const most = (k: number) => hypergeometricUpper({ N: all, n: tried.length, k, confidence: '0.975' }).rate;
  return `${percent(1 - most(tried.length - killed))} to ${percent(most(killed))}`;
}

/** The change as `file:line:column mutator: before → after`, on one line. */
async function described({ mutant, outcome }: Tried): Promise<string> {
  const { fileName, location, mutatorName, replacement } = mutant;
  const { start, end } = location;
  const lines = (await readFile(join(root, fileName), 'utf8')).split('\n').slice(start.line, end.line + 1);
  lines.push((lines.pop() ?? '').slice(0, end.column));
  lines[0] = (lines[0] ?? '').slice(start.column);
  const short = (text: string) => text.replaceAll(/\s+/g, ' ').slice(0, 160);
  const place = `${fileName}:${start.line + 1}:${start.column + 1}`;
  return `${outcome} ${place} ${mutatorName}: ${short(lines.join('\n'))} → ${short(replacement)}`;
}

function report(set: MutationSet, all: number, tried: readonly Tried[]): void {
  for (const file of new Set(tried.map((t) => t.mutant.fileName))) {
    console.log(
      line(
        file,
        tried.filter((t) => t.mutant.fileName === file),
      ),
    );
  }
  console.log(line(set.name, tried));
  if (tried.length < all) console.log(`a sample of ${all}: with 95 % confidence ${interval(all, tried)}`);
  if (tally(tried).killed < figure * tried.length) process.exitCode = 1;
}

async function mutateSet(set: MutationSet, work: string, stryker: Instrumenter): Promise<void> {
  const copy = join(work, set.name);
  await copyTo(copy);
  const mutants = await plant(stryker, copy, set);
  const suite = await measure(copy, set);
  const size = set.sampled ? sample : mutants.length;
  const ids = new Set(
    selectKeys(
      seed,
      mutants.map((m) => m.id),
      size,
    ),
  );
  const chosen = mutants.filter((m) => ids.has(m.id));
  console.log(`\n${set.name}: ${chosen.length} of ${mutants.length} mutants against ${suite.measured.length} tests`);
  report(set, mutants.length, await attemptAll(suite, chosen));
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: 'string', default: '150' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    jobs: { type: 'string', default: String(availableParallelism()) },
  },
});
const [sample, jobs] = [Number(values.sample), Number(values.jobs)];
const seed = values.seed;
const chosen = sets.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
if (chosen.length === 0 || !(sample >= 1) || !(jobs >= 1)) {
  console.error('error: name one of conclusions and compiler, or none; --sample and --jobs are 1 or more.');
  process.exitCode = 2;
} else {
  const work = await mkdtemp(join(tmpdir(), 'tickmark-mutation-'));
  process.on('exit', () => rmSync(work, { recursive: true, force: true }));
  const stryker = await install(join(work, 'stryker'));
  for (const set of chosen) await mutateSet(set, work, stryker);
}
