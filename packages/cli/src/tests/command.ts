import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Io } from '../io.ts';
import { answer, describe } from './answer.ts';
import { registerIncrement } from './increment.ts';
import { withInputs, withTestOptions, type TestOptions } from './inputs.ts';

interface Options extends TestOptions {
  out?: string;
  json?: boolean;
}

export function registerTest(program: Command, io: Io): void {
  const test = program.command('test').description('Run control tests on plain files, without a server');
  withTestOptions(test.command('run').description('Run one test definition over every item of its populations'))
    .option('--out <dir>', 'folder for result.json, the result document, and deviations.parquet with all deviations')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExit code 1 when there are deviations or missed occurrences, or when it cannot be said.\n\nExample:\n  $ tickmark test run CHG-02.review.yaml --population code-changes=changes.parquet \\\n      --population code-reviews=reviews.parquet --from 2026-01-01 --to 2026-06-30',
    )
    .action(async (definition: string, options: Options) => {
      const { runTest } = await import('@tickmark/control-testing');
      const { result, bytes } = await withInputs(definition, options, (inputs, folder) =>
        runTest({ ...inputs, outDir: options.out ?? folder }),
      );
      if (options.out !== undefined) await writeFile(join(options.out, 'result.json'), bytes);
      io.stdout(options.json ? `${JSON.stringify(answer(result))}\n` : describe(result));
      io.exit(result.proposal.kind === 'effective' || result.proposal.kind === 'no-occurrence' ? 0 : 1);
    });
  registerIncrement(test, io);
}
