import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Increment, IncrementComparison, NewDeviations } from '@tickmark/control-testing';
import type { Io } from '../io.ts';
import { withInputs, withTestOptions, type TestOptions } from './inputs.ts';

interface Options extends TestOptions {
  state: string;
  final?: boolean;
  json?: boolean;
}

export function registerIncrement(test: Command, io: Io): void {
  withTestOptions(
    test
      .command('increment')
      .description('Judge only what is new since the last time, and compare the sum with the final run'),
  )
    .requiredOption('--state <dir>', 'folder that keeps what was found so far; one for each definition and period')
    .option('--final', 'the populations are the whole frozen ones: run them and name every item that differs')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExit code 1 when the final run differs from the sum.\n\nExample:\n  $ tickmark test increment CHG-02.review.yaml --state review-2026 --from 2026-01-01 --to 2026-12-31 \\\n      --population code-changes=today.csv --population code-reviews=reviews-today.csv\n  $ tickmark test increment CHG-02.review.yaml --state review-2026 --from 2026-01-01 --to 2026-12-31 --final \\\n      --population code-changes=changes.parquet --population code-reviews=reviews.parquet',
    )
    .action(async (definition: string, options: Options) => {
      if (options.final !== true) {
        const added = await add(definition, options);
        io.stdout(options.json ? `${JSON.stringify(added)}\n` : sayAdded(added));
        return;
      }
      const compared = await compare(definition, options);
      io.stdout(options.json ? `${JSON.stringify(compared)}\n` : sayCompared(compared));
      io.exit(compared.differing === 0 ? 0 : 1);
    });
}

async function add(definition: string, options: Options): Promise<Increment> {
  const { addIncrement } = await import('@tickmark/control-testing');
  return withInputs(definition, options, (inputs) => addIncrement({ ...inputs, folder: resolve(options.state) }));
}

async function compare(definition: string, options: Options): Promise<IncrementComparison> {
  const { compareWithFinal, runTest } = await import('@tickmark/control-testing');
  return withInputs(definition, options, async (inputs, folder) => {
    const run = await runTest({ ...inputs, outDir: folder, items: true });
    return compareWithFinal({ ...inputs, folder: resolve(options.state) }, run);
  });
}

function sayAdded({ number, judged, newDeviations, totals: { items, attributes, occurrences } }: Increment): string {
  return [
    judged === 0 ? `Increment ${number}: nothing to judge` : `Increment ${number}: ${judged} rows judged`,
    ...(items
      ? [
          `  so far: ${items.inScope} in scope; ${items.pass} pass, ${items.deviations} deviations, ${items.unverified} unverified`,
        ]
      : []),
    ...(newDeviations.count > 0 ? [`  new deviations: ${named(newDeviations)}`] : []),
    ...(occurrences
      ? [
          `  so far: of ${occurrences.expected} expected, ${occurrences.met} met, ${occurrences.late} late, ${occurrences.missed} missed, ${occurrences.unverified} unverified, ${occurrences.notDue} not due`,
        ]
      : []),
    ...Object.entries(attributes).map(
      ([name, a]) => `  ${name} ${a.title}: ${a.pass} pass, ${a.fail} fail, ${a.unverified} unverified`,
    ),
    '',
  ].join('\n');
}

function named({ count, first }: NewDeviations): string {
  const shown = first.slice(0, 20);
  return `${shown.join(', ')}${count > shown.length ? ` and ${count - shown.length} more` : ''}`;
}

function sayCompared({ equal, differing, notDue, differences }: IncrementComparison): string {
  const state = (value: string | null) => value ?? 'not there';
  return [
    differing === 0
      ? `The final run equals the sum of the increments: ${equal} equal, none differs.`
      : `${differing} differ, ${equal} are equal.`,
    ...differences
      .slice(0, 20)
      .map((d) => `  ${d.item}: ${state(d.increments)} on the way, ${state(d.final)} in the end`),
    ...(notDue > 0 ? [`  ${notDue} were not due when the last increment was taken`] : []),
    ...(differing > 20 ? [`  … and ${differing - 20} more; --json lists the first thousand`] : []),
    '',
  ].join('\n');
}
