import { basename } from 'node:path';
import type { Command } from 'commander';
import type { Io } from '../io.ts';

interface Options {
  population: string;
  key: string;
  size: number;
  engagement: string;
  control: string;
  skip: number;
  nonce?: string;
  json?: boolean;
}

export function registerSample(program: Command, io: Io): void {
  program
    .command('sample')
    .description('Draw a sample that anyone can derive again from the frozen population')
    .requiredOption('--population <file>', 'Parquet file of the population')
    .requiredOption('--key <column>', 'column that names an item')
    .requiredOption('--size <n>', 'how many items', Number)
    .requiredOption('--engagement <id>', 'engagement, part of the seed')
    .requiredOption('--control <id>', 'control, part of the seed')
    .option('--skip <m>', 'items drawn before, to extend a sample', Number, 0)
    .option('--nonce <text>', "the auditor's nonce, committed before the freeze")
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExample:\n  $ tickmark sample --population changes.parquet --key id --size 25 --engagement 2026 --control CHG-02',
    )
    .action(async ({ population, json, ...rest }: Options) => {
      const { drawSample } = await import('@tickmark/control-testing');
      const sample = await drawSample({ file: population, ...rest });
      if (json) {
        const { seed, populationSha256, population: items, selected } = sample;
        io.stdout(`${JSON.stringify({ seed, populationSha256, population: items, selected })}\n`);
        return;
      }
      io.stdout(
        `${sample.selected.length} of ${sample.population} items of ${basename(population)}\n  seed ${sample.seed}\n`,
      );
      for (const key of sample.selected) io.stdout(`  ${key}\n`);
    });
}
