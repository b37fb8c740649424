import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TickmarkError, type Period } from '@tickmark/core';
import type { Command } from 'commander';
import { holidaysIn, holidaysOption } from '../holidays/holidays.ts';
import { openPopulation, type OpenedPopulation } from '../populations/open.ts';

/** Options that every command on test definitions has. */
export interface TestOptions {
  population: Record<string, string>;
  from?: string;
  to?: string;
  timeZone: string;
  holidays?: string;
}

/** What a definition runs over, opened from plain files. */
export interface TestInputs {
  yaml: string;
  populations: Record<string, OpenedPopulation>;
  period: Period;
  timeZone: string;
  /** Dates, in order. */
  holidays: string[];
}

export function withTestOptions(command: Command): Command {
  return command
    .argument('<definition>', 'YAML file of the definition')
    .requiredOption(
      '--population <name=file>',
      'population kind and its file (frozen Parquet, CSV, JSON Lines, JSON, XLSX); repeat for relations',
      collectPair,
    )
    .option('--from <date>', 'first day of the period')
    .option('--to <date>', 'last day of the period')
    .option('--time-zone <zone>', 'time zone of the period', 'UTC')
    .option(...holidaysOption);
}

/** Opens a definition and its populations for as long as `use` takes; `folder` goes away afterwards. */
export async function withInputs<T>(
  file: string,
  options: TestOptions,
  use: (inputs: TestInputs, folder: string) => Promise<T>,
): Promise<T> {
  const { parseDefinition, populationKind } = await import('@tickmark/control-testing');
  const yaml = await readFile(file, 'utf8').catch(() => {
    throw new TickmarkError('bad_input', `The definition ${file} can't be read.`, {
      action: 'Give the path of a YAML file.',
    });
  });
  const definition = parseDefinition(yaml);
  const holidays = await holidaysIn(options.holidays);
  const folder = await mkdtemp(join(tmpdir(), 'tickmark-test-'));
  try {
    const populations: Record<string, OpenedPopulation> = {};
    for (const [name, path] of Object.entries(options.population)) {
      const kind = populationKind(name);
      populations[name] = await openPopulation({ path, kind, folder, timeZone: options.timeZone });
    }
    const main = populations[definition.population];
    if (!main) {
      throw new TickmarkError('bad_input', `The test needs the population ${definition.population}.`, {
        field: '--population',
        action: `Give --population ${definition.population}=FILE.`,
      });
    }
    const { timeZone } = main.manifest;
    return await use({ yaml, populations, period: periodOf(options, main), timeZone, holidays }, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function periodOf(options: TestOptions, main: OpenedPopulation): { from: string; to: string } {
  if (options.from && options.to) return { from: options.from, to: options.to };
  if (options.from || options.to) {
    throw new TickmarkError('bad_input', 'A period has a first and a last day.', {
      action: 'Give both --from and --to.',
    });
  }
  if (main.manifest.period) return main.manifest.period;
  throw new TickmarkError('bad_input', 'The population names no period.', { action: 'Give --from and --to.' });
}

function collectPair(value: string, before: Record<string, string> = {}): Record<string, string> {
  const at = value.indexOf('=');
  if (at < 1) {
    throw new TickmarkError('bad_input', `"${value}" is not NAME=FILE.`, {
      field: '--population',
      action: 'For example: --population accounts=accounts.csv',
    });
  }
  return { ...before, [value.slice(0, at)]: value.slice(at + 1) };
}
