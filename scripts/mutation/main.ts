// npm run mutation: changes the rules and the compiler one small piece at a time and counts how many changes
// the tests notice. Figure: 90 % of them, for each set. npm run mutation -- conclusions (or compiler, or
// preparation) takes one set; --sample says how many mutants of a large one are tried (150), --seed which ones, --jobs how many at once;
// --only takes the files whose path contains a text.
//
// It is no benchmark of its own: it takes a quarter of an hour and more, and installs StrykerJS's instrumenter
// from the package registry, into a temporary copy of the repository, so that nobody else has to install it.
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { selectKeys } from '../../packages/control-testing/src/index.ts';
import { attemptAll, measure } from './attempt.ts';
import { copyTo, install, plant, type Instrumenter } from './plant.ts';
import { report } from './report.ts';
import { sets, type MutationSet } from './sets.ts';

async function mutateSet(set: MutationSet, work: string, stryker: Instrumenter): Promise<void> {
  const copy = join(work, set.name);
  await copyTo(copy);
  const mutants = await plant(stryker, copy, set, values.only);
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
  report(set, mutants.length, await attemptAll(suite, chosen, jobs));
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
  console.error(
    `error: name one of ${sets.map(({ name }) => name).join(', ')}, or none; --sample and --jobs are 1 or more.`,
  );
  process.exitCode = 2;
} else {
  const work = await mkdtemp(join(tmpdir(), 'tickmark-mutation-'));
  process.on('exit', () => rmSync(work, { recursive: true, force: true }));
  const stryker = await install(join(work, 'stryker'));
  for (const set of chosen) await mutateSet(set, work, stryker);
}
