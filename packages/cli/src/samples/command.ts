import { basename } from 'node:path';
import type { SampleDocument } from '@tickmark/core';
import type { Command } from 'commander';
import type { Io } from '../io.ts';
import type { SampleOptions } from './options.ts';

export function registerSample(program: Command, io: Io): void {
  program
    .command('sample')
    .description('Draw a sample that anyone can derive again from the frozen population')
    .requiredOption(
      '--population <file>',
      'Parquet file of the population, or KIND=FILE of a CSV, JSON Lines, JSON or XLSX file',
    )
    .requiredOption('--key <column>', 'column that names an item')
    .option('--size <n>', 'how many items; needed unless a table says it', Number)
    .requiredOption('--engagement <id>', 'engagement, part of the seed')
    .requiredOption('--control <id>', 'control, part of the seed')
    .option('--skip <m>', 'items drawn before, to extend a sample; 25,15 where --over-time drew in several steps', '0')
    .option('--by <column>', 'strata: the values of this column, in proportion to their items')
    .option('--allocation <json>', 'items from each stratum, with --by: {"pay":10,"mail":15}')
    .option('--over-time <column>', 'one item of each of n runs in order of this time')
    .option('--nonce <text>', "the auditor's nonce, committed before the freeze")
    .option('--table <file>', "the firm's table of sizes, JSON; content/samples/sample-sizes.json is the pattern")
    .option('--frequency <word>', 'how often the control operates, as the table calls it: weekly, per_occurrence …')
    .option('--risk <word>', 'column of the table: low or higher', 'low')
    .option('--reason <text>', 'why fewer than the table asks for')
    .option('--time-zone <zone>', 'time zone of a population that is frozen on the way', 'UTC')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Selection A orders keys by SHA-256 of seed|key, B takes one item of each run in time: docs/spec/control-testing.md.

Examples:
  $ tickmark sample --population changes.parquet --key id --size 25 --engagement 2026 --control CHG-02
  $ tickmark sample --population changes.parquet --key id --size 15 --skip 25 --engagement 2026 --control CHG-02
  $ tickmark sample --population access-grants=grants.csv --key id --size 25 --engagement 2026 --control IAM-03
  $ tickmark sample --population changes.parquet --key id --frequency per_occurrence --over-time merged_at \\
      --engagement 2026 --control CHG-02`,
    )
    .action(async (options: SampleOptions & { json?: boolean }) => {
      const { drawByOptions } = await import('./options.ts');
      const { document, why } = await drawByOptions(options);
      io.stdout(options.json ? `${JSON.stringify(printed(document))}\n` : lines(document, options.population, why));
    });
}

/** Selection A prints these four, whatever else is known; another method and a table say so themselves. */
function printed({ seed, populationSha256, population, selected, method, sizing }: SampleDocument): object {
  return { seed, populationSha256, population, selected, method, sizing };
}

function lines({ seed, population, selected, method }: SampleDocument, file: string, why: string | null): string {
  const strata = method?.by === 'strata' ? method.strata : [];
  return [
    `${selected.length} of ${population} items of ${basename(file)}`,
    `  seed ${seed}`,
    ...(why === null ? [] : [`  ${why}`]),
    ...strata.map(({ value, items, drawn }) => `  ${value === '' ? '(none)' : value}: ${drawn} of ${items}`),
    ...selected.map((key) => `  ${key}`),
    '',
  ].join('\n');
}
