import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Answer, Ask } from './child.ts';
import { filesOf, root, type Mutant } from './plant.ts';
import { described, type Tally, type Tried } from './report.ts';
import type { MutationSet } from './sets.ts';

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
export interface Suite {
  copy: string;
  files: string[];
  measured: Measured[];
  /** Ids of the mutants whose code runs when the files are loaded. */
  loaded: Set<string>;
  together: boolean;
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
  const child = fork(join(root, 'scripts', 'mutation', 'child.ts'), args, {
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
export async function measure(copy: string, { tests, together }: MutationSet): Promise<Suite> {
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

export async function attemptAll(suite: Suite, mutants: readonly Mutant[], jobs: number): Promise<Tried[]> {
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
