import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  reconciliationTerms,
  TickmarkError,
  type Difference,
  type ReconciledSide,
  type ReconciliationDocument,
  type ReconciliationTerms,
} from '@tickmark/core';
import type { Command } from 'commander';
import { businessDaysLine, holidaysIn, holidaysOption } from '../holidays/holidays.ts';
import type { Io } from '../io.ts';
import { openGiven } from './open.ts';

interface Pair {
  here: string;
  there: string;
}

interface Options {
  population: string;
  with: string;
  on: Pair[];
  where?: string;
  otherWhere?: string;
  agree?: Pair[];
  ignoreCase?: boolean;
  unique?: boolean;
  timeZone: string;
  holidays?: string;
  out?: string;
  json?: boolean;
}

export function registerReconcile(program: Command, io: Io): void {
  program
    .command('reconcile')
    .description('Hold a population against an independent second source, key by key, without a server')
    .requiredOption('--population <file>', 'frozen Parquet file, or KIND=FILE of a CSV, JSON Lines, JSON or XLSX file')
    .requiredOption('--with <file>', 'the second source, given in the same way')
    .requiredOption(
      '--on <a=b>',
      'column of the population and column of the second source; repeat for a key of several',
      pair,
    )
    .option('--where <expression>', 'rows of the population that count: item.status == "active"')
    .option('--other-where <expression>', 'rows of the second source that count')
    .option('--agree <a=b>', 'columns whose values should agree where both sides match; repeat for more', pair)
    .option('--ignore-case', 'compare texts with A to Z as a to z')
    .option('--unique', 'a key in more than one row of a side is a difference')
    .option('--time-zone <zone>', 'time zone of a population that is frozen on the way', 'UTC')
    .option(...holidaysOption)
    .option('--out <dir>', 'folder for reconciliation.json and differences.parquet')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExit code 0 when nothing differs, 1 when something does.\n\nExample:\n  $ tickmark reconcile --population people.parquet --with accounts.parquet \\\n      --on email=email --ignore-case --other-where \'item.status == "active"\'',
    )
    .action(async (options: Options) => {
      const document = await reconcile(options);
      io.stdout(options.json ? `${JSON.stringify(document)}\n` : describe(document, options.out));
      io.exit(document.differencesFile.rows === 0 ? 0 : 1);
    });
}

async function reconcile(options: Options): Promise<ReconciliationDocument> {
  const { reconcilePopulations } = await import('@tickmark/control-testing');
  const folder = await mkdtemp(join(tmpdir(), 'tickmark-reconcile-'));
  try {
    const terms = termsOf(options);
    const holidays = await holidaysIn(options.holidays);
    const here = await openGiven('--population', options.population, join(folder, 'here'), options.timeZone);
    const there = await openGiven('--with', options.with, join(folder, 'there'), options.timeZone);
    const { document, bytes } = await reconcilePopulations({
      here,
      there,
      terms,
      holidays,
      outDir: options.out ?? folder,
    });
    if (options.out !== undefined) await writeFile(join(options.out, 'reconciliation.json'), bytes);
    return document;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function termsOf(options: Options): ReconciliationTerms {
  const ignoreCase = options.ignoreCase === true;
  const parsed = reconciliationTerms.safeParse({
    on: options.on.map((names) => ({ ...names, ignoreCase })),
    agree: (options.agree ?? []).map((names) => ({ ...names, ignoreCase })),
    unique: options.unique === true,
    where: options.where,
    otherWhere: options.otherWhere,
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new TickmarkError('bad_input', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is not understood'}.`, {
    action: 'Use --help to see what it takes.',
  });
}

function pair(value: string, before: Pair[] = []): Pair[] {
  const [here, there, ...more] = value.split('=');
  if (here && there && more.length === 0) return [...before, { here, there }];
  throw new TickmarkError('bad_input', `"${value}" is not COLUMN=COLUMN.`, { action: 'For example: --on email=email' });
}

function describe(document: ReconciliationDocument, out: string | undefined): string {
  const { here, there, holidays, matched, differing, agreement, differences, differencesFile } = document;
  const lines = [
    differencesFile.rows === 0
      ? `${here.kind} and ${there.kind} reconcile.`
      : `${here.kind} and ${there.kind} do not reconcile: ${counted(differencesFile.rows, 'difference')}.`,
    sideLine(here),
    sideLine(there),
    ...(holidays === undefined ? [] : [`  ${businessDaysLine(holidays)}`]),
    `  matched: ${counted(matched, 'key')}; ${differing['only-here']} only in ${here.kind}, ${differing['only-there']} only in ${there.kind}`,
    ...agreement.map(
      (names) =>
        `  ${names.here}=${names.there}: ${names.same} the same, ${names.differ} differ, ${names.neither} without a value on both sides`,
    ),
    ...differences.slice(0, 20).map((one) => `  ${sentence(one, here.kind, there.kind)}`),
  ];
  if (differencesFile.rows > 20)
    lines.push(
      `  … and ${differencesFile.rows - 20} more; ${out === undefined ? '--out DIR writes them all' : `all are in ${join(out, 'differences.parquet')}`}`,
    );
  return `${lines.join('\n')}\n`;
}

function sideLine({ kind, rows, sha256, leftOut, undecided, withoutKey, keys, repeated }: ReconciledSide): string {
  const parts = [
    `${counted(keys, 'key')}`,
    ...(repeated > 0 ? [`${repeated} in more than one row`] : []),
    ...(withoutKey > 0 ? [`${counted(withoutKey, 'row')} without a value to match by`] : []),
    ...(leftOut > 0 ? [`${counted(leftOut, 'row')} left out by the filter`] : []),
    ...(undecided > 0 ? [`${counted(undecided, 'row')} of which the filter could not be told`] : []),
  ];
  return `  ${kind}: ${counted(rows, 'row')}, sha256 ${sha256}\n    ${parts.join(', ')}`;
}

function sentence({ kind, key, column, here, there }: Difference, hereKind: string, thereKind: string): string {
  switch (kind) {
    case 'only-here':
      return `${key}: only in ${hereKind} (${here.item})`;
    case 'only-there':
      return `${key}: only in ${thereKind} (${there.item})`;
    case 'no-key-here':
      return `${here.item} of ${hereKind} has no value to match by`;
    case 'no-key-there':
      return `${there.item} of ${thereKind} has no value to match by`;
    case 'repeats':
      return `${key}: ${counted(here.rows, 'row')} in ${hereKind}, ${counted(there.rows, 'row')} in ${thereKind}`;
    case 'differs':
      return `${key}: ${column} is ${here.value ?? 'empty'} in ${hereKind}, ${there.value ?? 'empty'} in ${thereKind}`;
  }
}

function counted(n: number, one: string): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : `${one}s`}`;
}
