import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { proposalTitles, TickmarkError, type TestResult } from '@tickmark/core';
import type { Command } from 'commander';
import type { Io } from '../io.ts';
import { openPopulation, type OpenedPopulation } from '../populations/open.ts';

interface Options {
  population: Record<string, string>;
  from?: string;
  to?: string;
  timeZone: string;
  out?: string;
  json?: boolean;
}

export function registerTest(program: Command, io: Io): void {
  const test = program.command('test').description('Run control tests on plain files, without a server');
  test
    .command('run')
    .description('Run one test definition over every item of its populations')
    .argument('<definition>', 'YAML file of the definition')
    .requiredOption(
      '--population <name=file>',
      'population kind and its file (Parquet, CSV, JSON Lines); repeat for relations',
      collectPair,
      {},
    )
    .option('--from <date>', 'first day of the period')
    .option('--to <date>', 'last day of the period')
    .option('--time-zone <zone>', 'time zone of the period', 'UTC')
    .option('--out <dir>', 'folder for the result document and the Parquet file with all deviations')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExit code 1 when there are deviations or missed occurrences, or when it cannot be said.\n\nExample:\n  $ tickmark test run CHG-02.review.yaml --population code-changes=changes.parquet \\\n      --population code-reviews=reviews.parquet --from 2026-01-01 --to 2026-06-30',
    )
    .action(async (definition: string, options: Options) => {
      const result = await runDefinition(definition, options);
      io.stdout(options.json ? `${JSON.stringify(answer(result))}\n` : describe(result));
      io.exit(result.proposal.kind === 'effective' || result.proposal.kind === 'no-occurrence' ? 0 : 1);
    });
}

async function runDefinition(file: string, options: Options): Promise<TestResult> {
  const { parseDefinition, populationKind, runTest } = await import('@tickmark/control-testing');
  const yaml = await readFile(file, 'utf8').catch(() => {
    throw new TickmarkError('bad_input', `The definition ${file} can't be read.`, {
      action: 'Give the path of a YAML file.',
    });
  });
  const definition = parseDefinition(yaml);
  const folder = await mkdtemp(join(tmpdir(), 'tickmark-test-'));
  try {
    const populations: Record<string, OpenedPopulation> = {};
    for (const [name, path] of Object.entries(options.population)) {
      populations[name] = await openPopulation({
        path,
        kind: populationKind(name),
        folder,
        timeZone: options.timeZone,
      });
    }
    const main = populations[definition.population];
    if (!main) {
      throw new TickmarkError('bad_input', `The test needs the population ${definition.population}.`, {
        field: '--population',
        action: `Give --population ${definition.population}=FILE.`,
      });
    }
    const { result } = await runTest({
      yaml,
      populations,
      period: periodOf(options, main),
      timeZone: main.manifest.timeZone,
      outDir: options.out ?? folder,
    });
    return result;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function periodOf(options: Options, main: OpenedPopulation): { from: string; to: string } {
  if (options.from && options.to) return { from: options.from, to: options.to };
  if (options.from || options.to) {
    throw new TickmarkError('bad_input', 'A period has a first and a last day.', {
      action: 'Give both --from and --to.',
    });
  }
  if (main.manifest.period) return main.manifest.period;
  throw new TickmarkError('bad_input', 'The population names no period.', { action: 'Give --from and --to.' });
}

/** The stable shape of `--json`. */
function answer(result: TestResult) {
  const { total, inScope, pass, deviations, unverified } = result.items;
  const { list: _list, ...occurrences } = result.occurrences ?? { list: [] };
  return {
    definition: result.definition,
    populations: result.populations,
    period: result.period,
    items: { total, inScope, pass, deviations, unverified },
    attributes: Object.fromEntries(
      Object.entries(result.attributes).map(([name, { pass, fail, unverified }]) => [name, { pass, fail, unverified }]),
    ),
    ...(result.occurrences ? { occurrences } : {}),
    ...(result.days
      ? { days: { expected: result.days.expected, observed: result.days.observed, unobserved: result.days.unobserved } }
      : {}),
    proposal: result.proposal.kind,
    deviations: result.deviations.map(({ item, attributes, explanation }) => ({ item, attributes, explanation })),
  };
}

function describe(result: TestResult): string {
  const { items } = result;
  const lines = [
    `${result.definition.id}  ${result.period.from} to ${result.period.to}${result.interim ? '  (interim)' : ''}`,
    ...Object.entries(result.populations).map(
      ([name, { rows, sha256 }]) => `  population ${name}: ${rows} rows, sha256 ${sha256}`,
    ),
    `  items: ${items.inScope} in scope of ${items.total}; ${items.pass} pass, ${items.deviations} deviations, ${items.unverified} unverified`,
    ...Object.entries(result.attributes).map(
      ([name, a]) => `  ${name} ${a.title}: ${a.pass} pass, ${a.fail} fail, ${a.unverified} unverified`,
    ),
  ];
  if (result.occurrences) {
    const { expected, met, late, missed, notDue, unverified } = result.occurrences;
    lines.push(
      `  occurrences: ${expected} expected; ${met} met, ${late} late, ${missed} missed, ${notDue} not due, ${unverified} unverified`,
    );
  }
  if (result.days)
    lines.push(
      `  days: ${result.days.expected} expected, ${result.days.observed} observed, ${result.days.unobserved} unobserved`,
    );
  lines.push(
    `  proposal: ${proposalTitles[result.proposal.kind]}`,
    ...result.proposal.reasons.map((reason) => `    ${reason}`),
  );
  for (const d of result.deviations.slice(0, 20)) lines.push(`  ${d.state} ${d.item}: ${d.explanation}`);
  if (result.deviationsFile.rows > 20)
    lines.push(`  … and ${result.deviationsFile.rows - 20} more; --out DIR writes them all`);
  return `${lines.join('\n')}\n`;
}

function collectPair(value: string, before: Record<string, string>): Record<string, string> {
  const at = value.indexOf('=');
  if (at < 1) {
    throw new TickmarkError('bad_input', `"${value}" is not NAME=FILE.`, {
      field: '--population',
      action: 'For example: --population accounts=accounts.csv',
    });
  }
  return { ...before, [value.slice(0, at)]: value.slice(at + 1) };
}
