import { resolve } from 'node:path';
import type { Command } from 'commander';
import { progressLine, type Io } from '../io.ts';
import type { walkExample } from './walk.ts';

interface Options {
  out: string;
  data?: string;
  repo?: string;
  from?: string;
  to?: string;
  seed: string;
  json?: boolean;
}

export function registerDemo(program: Command, io: Io): void {
  program
    .command('demo')
    .description('Walk the worked example end to end, without a browser: a fictional company in a Type 2 examination')
    .requiredOption('--out <dir>', 'folder for report.pdf, bundle.tar and summary.json')
    .option('--data <dir>', 'keep the data folder, to look around with tickmark start --data DIR')
    .option('--repo <path>', 'take the code changes from this git repository instead of the generator')
    .option('--from <date>', 'first day of the period; the twelve months before this one when left out')
    .option('--to <date>', 'last day of the period')
    .option('--seed <text>', 'seed of the generated source data', 'larkspur')
    .option('--json', 'print one JSON document: the summary')
    .addHelpText(
      'after',
      '\nExample:\n  $ tickmark demo --out example\n  $ tickmark verify example/bundle.tar --reperform',
    )
    .action(async (options: Options) => {
      const walk = await import('./walk.ts');
      const summary = await walk.walkExample({
        ...options,
        out: resolve(options.out),
        repo: options.repo === undefined ? undefined : resolve(options.repo),
        onStep: (step) => (options.json ? progressLine(step) : io.stderr(`${step}\n`)),
      });
      progressLine('');
      io.stdout(options.json ? `${JSON.stringify(summary)}\n` : describe(summary, options.out));
    });
}

function describe(summary: Awaited<ReturnType<typeof walkExample>>, out: string): string {
  const lines = [
    `${summary.company}, Type 2, ${summary.period.from} to ${summary.period.to}`,
    ...summary.populations.map((p) => `  population ${p.kind}: ${p.rows} rows`),
    ...summary.tests.map((t) => `  test ${t.code}: ${t.sentence}`),
    ...summary.forecast.map((f) => `  ${f.part}: ${f.title}`),
    `  log of ${summary.log.size} entries, root ${summary.log.rootHash}`,
    `Left in ${out}: report.pdf, bundle.tar, summary.json (${summary.seconds.toFixed(1)} s)`,
    `Check it: tickmark verify ${out}/bundle.tar --reperform --key ${JSON.stringify(summary.log.verifierKey)}`,
  ];
  return `${lines.join('\n')}\n`;
}
