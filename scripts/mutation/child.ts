// Child of attempt.ts: loads test files once and runs those tests of them that it is asked for, one after
// the other, with one mutant active. A process for each mutant would take longer than its tests.
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import * as fc from 'fast-check';

export interface Ask {
  /** Null for none: the tests as they are. */
  mutant: string | null;
  /** Names of tests in the order in which to run them, the first failure ends it; null for all. */
  tests: string[] | null;
}

export interface Ran {
  test: string;
  milliseconds: number;
  failure: string | null;
  /** Ids of the mutants whose code it ran. */
  reached: string[];
}

export interface Answer {
  ran: Ran[];
  /** Ids of the mutants whose code ran when the files were loaded. */
  loaded: string[];
}

/** What the instrumenter's code reads and writes (its names). */
interface Switch {
  activeMutant?: string;
  currentTestId?: string;
  mutantCoverage?: { static: Record<string, number>; perTest: Record<string, Record<string, number>> };
}

const shared = globalThis as unknown as {
  __stryker__: Switch;
  collectTest: (name: string, ...rest: unknown[]) => void;
};
const active = process.env['TICKMARK_MUTANT'];
shared.__stryker__ = active === undefined ? {} : { activeMutant: active };
const tests = new Map<string, () => unknown>();
let loading = '';
shared.collectTest = (name, ...rest) => tests.set(`${loading} ${name}`, rest.at(-1) as () => unknown);

/** In place of node:test, whose tests run once and at once. The parent removes what `after` would. */
const collector = 'export const test = globalThis.collectTest; export const after = () => undefined;';
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'node:test' ? { url: 'collected:test', shortCircuit: true } : next(specifier, context),
  load: (url, context, next) =>
    url === 'collected:test' ? { format: 'module', source: collector, shortCircuit: true } : next(url, context),
});

async function runOne(test: string): Promise<Ran> {
  shared.__stryker__.currentTestId = test;
  const began = performance.now();
  let failure: string | null = null;
  try {
    await tests.get(test)?.();
  } catch (error) {
    failure = String(error);
  }
  const milliseconds = performance.now() - began;
  const reached = Object.keys(shared.__stryker__.mutantCoverage?.perTest[test] ?? {});
  return { test, milliseconds, failure, reached };
}

async function answer({ mutant, tests: asked }: Ask): Promise<Answer> {
  if (mutant === null) delete shared.__stryker__.activeMutant;
  else shared.__stryker__.activeMutant = mutant;
  const ran: Ran[] = [];
  for (const test of asked ?? tests.keys()) {
    ran.push(await runOne(test));
    if (ran.at(-1)?.failure !== null) break;
  }
  return { ran, loaded: Object.keys(shared.__stryker__.mutantCoverage?.static ?? {}) };
}

// Only whether a property fails counts here, not its smallest example. With fewer cases than in a run of the tests
// it notices no more than there.
fc.configureGlobal({ endOnFailure: true, numRuns: 20 });
for (const file of process.argv.slice(2)) {
  loading = file;
  await import(pathToFileURL(file).href);
}
process.on('message', (ask: Ask) => void answer(ask).then((told) => process.send?.(told)));
process.on('disconnect', () => process.exit());
