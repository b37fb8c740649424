// npm run check: types, lint, format, boundaries, unused code, generated files, spec ids.
// Each check is one line; a failed one shows what it found.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shortLived } from '../packages/testkit/src/processes/index.ts';
import { checkBoundaries } from './boundaries.ts';
import { generators } from './generate.ts';
import { run, type Outcome } from './run.ts';
import { checkSpecIds } from './spec-ids.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = (name: string) => join(root, 'node_modules', '.bin', name);
/** A project for each platform that code runs on. What runs in Node is one, for each alone would check the others anew. */
const typed = {
  'packages/core': 'packages/core',
  'packages/evidence-log': 'packages/evidence-log',
  'packages/web': 'packages/web',
  'packages/web/test': 'packages/web/test',
  'all that runs in Node': 'tsconfig.node.json',
  'verify-page, scripts, e2e': 'tsconfig.json',
};

export interface Check {
  name: string;
  check: () => Promise<Outcome>;
}

export const checks: Check[] = [
  ...Object.entries(typed).map(([name, project]) => ({ name: `types ${name}`, check: () => typeCheck(project) })),
  { name: 'lint', check: () => run(bin('oxlint'), ['--deny-warnings'], { cwd: root }) },
  { name: 'format', check: () => run(bin('oxfmt'), ['--check', '.'], { cwd: root }) },
  { name: 'boundaries, each rule with a planted violation', check: () => checkBoundaries(root) },
  { name: 'unused code and dependencies', check: () => run(bin('knip'), ['--no-progress'], { cwd: root }) },
  ...generators.map(({ name, file }) => ({
    name: `generated ${name} is in step`,
    check: () => run(process.execPath, [...shortLived, join(root, file), '--check'], { cwd: root }),
  })),
  { name: 'every spec id has a test', check: () => checkSpecIds(root) },
];

/**
 * TypeScript 7, compiled, for speed; the JavaScript version serves the tools that need its API. On one thread, for two
 * checks run at once: its several checkers work out shared types each for itself, which takes twice the processor time.
 */
function typeCheck(project: string): Promise<Outcome> {
  const compiler = join(root, 'node_modules', 'typescript-native', 'bin', 'tsc');
  return run(process.execPath, [compiler, '--singleThreaded', '-p', join(root, project)], { cwd: root });
}

/** Runs all checks, two at a time, and prints one line each. */
export async function runChecks(print: (line: string) => void): Promise<{ passed: number; failed: number }> {
  const counts = { passed: 0, failed: 0 };
  const queue = [...checks];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const { ok, output } = await next.check();
      counts[ok ? 'passed' : 'failed'] += 1;
      print(`${ok ? '✔' : '✘'} ${next.name}`);
      if (!ok) print(output.replaceAll(/^/gm, '    '));
    }
  };
  await Promise.all([worker(), worker()]);
  return counts;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!existsSync(join(root, 'node_modules')))
    throw new Error('Run npm start or npm test once: nothing is installed yet.');
  const { passed, failed } = await runChecks((line) => console.log(line));
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}
