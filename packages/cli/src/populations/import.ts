import { basename } from 'node:path';
import { TickmarkError, type FileReading } from '@tickmark/core';
import type { Command } from 'commander';
import type { Io } from '../io.ts';
import { summary, writePopulation } from './collect.ts';
import { formatOf } from './open.ts';

interface Options {
  format: 'auto' | 'csv' | 'jsonl';
  kind: string;
  delimiter: string;
  header?: string;
  map: Record<string, string[]>;
  only: Record<string, string[]>;
  localTime?: string;
  from?: string;
  to?: string;
  timeZone: string;
  acceptRejected: number;
  out?: string;
  json?: boolean;
}

export function registerImport(program: Command, io: Io): void {
  program
    .command('import')
    .description('Read a file as a population: preview it, or freeze it with --out')
    .argument('<file>', 'CSV or JSON Lines file')
    .requiredOption('--kind <kind>', 'population kind: people, accounts, package-changes …')
    .option('--format <format>', 'auto, csv or jsonl', 'auto')
    .option('--delimiter <text>', 'delimiter of a CSV', ',')
    .option('--header <names>', 'comma-separated column names of a CSV without a header line')
    .option('--map <column=source>', 'population column from file columns, joined by +: at=date+time', pair('+'), {})
    .option('--only <column=values>', 'keep rows whose file column holds one of these, separated by ,', pair(','), {})
    .option('--local-time <zone>', 'time zone of times that carry none')
    .option('--from <date>', 'first day of the period')
    .option('--to <date>', 'last day of the period')
    .option('--time-zone <zone>', 'time zone of the period', 'UTC')
    .option('--accept-rejected <n>', 'exact number of rejected rows you have seen and accept', Number, 0)
    .option('--out <file>', 'Parquet file to write; without it, only the preview')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      "\nExample:\n  $ tickmark import /var/log/dpkg.log --kind package-changes --delimiter ' ' \\\n      --header date,time,action,package,version_before,version_after \\\n      --only action=install,upgrade,remove,purge --map at=date+time --local-time UTC --out packages.parquet",
    )
    .action(async (path: string, options: Options) => {
      const { previewFile, readFile } = await import('@tickmark/connectors');
      const { populationKind } = await import('@tickmark/control-testing');
      const kind = populationKind(options.kind);
      const reading = readingOf(path, options);
      if (options.out === undefined) {
        const preview = await previewFile({ path, reading, kind });
        if (options.json) {
          io.stdout(`${JSON.stringify(preview)}\n`);
          return;
        }
        io.stdout(
          `${path}: ${preview.rows} rows readable, ${preview.rejected.count} rejected, ${preview.excluded} left out by the filter\n`,
        );
        for (const [column, sources] of Object.entries(preview.mapping))
          io.stdout(`  ${column} from ${sources.join(' + ')}\n`);
        if (preview.missing.length > 0) io.stdout(`  not mapped though required: ${preview.missing.join(', ')}\n`);
        for (const { row, reason } of preview.rejected.first) io.stdout(`  row ${row}: ${reason}\n`);
        return;
      }
      const source = readFile({ path, reading, kind });
      const manifest = await writePopulation({
        file: options.out,
        kind,
        rows: source.rows,
        facts: () => {
          const { rejected, excluded, inputSha256 } = source.outcome();
          if (rejected.count !== options.acceptRejected) {
            const first = rejected.first[0];
            throw new TickmarkError(
              'population_invalid',
              `${rejected.count} rows can't be read${first ? `; row ${first.row}: ${first.reason}` : ''}.`,
              {
                field: '--accept-rejected',
                action: `Correct the file, or accept exactly these with --accept-rejected ${rejected.count}.`,
              },
            );
          }
          return {
            name: basename(path),
            source: {
              system: 'file',
              query: `read ${basename(path)}`,
              parameters: { file: basename(path), ...reading },
              inputSha256,
            },
            extractedAt: new Date(),
            extractedBy: 'command line',
            period: options.from && options.to ? { from: options.from, to: options.to } : null,
            timeZone: options.timeZone,
            rejected: { count: rejected.count, accepted: rejected.count > 0, first: rejected.first },
            excluded,
            completeness: { method: 'none' as const, expected: null, note: 'No second source was compared.' },
            supersedes: null,
          };
        },
      });
      io.stdout(options.json ? `${JSON.stringify(manifest)}\n` : summary(options.out, manifest));
    });
}

function readingOf(path: string, options: Options): FileReading {
  const reading: FileReading = {
    format: options.format === 'auto' ? formatOf(path) : options.format,
    delimiter: options.delimiter,
  };
  if (options.header !== undefined) reading.header = options.header.split(',');
  if (Object.keys(options.map).length > 0) reading.mapping = options.map;
  if (Object.keys(options.only).length > 0) reading.only = options.only;
  if (options.localTime !== undefined) reading.localTime = options.localTime;
  return reading;
}

function pair(separator: string) {
  return (value: string, before: Record<string, string[]>): Record<string, string[]> => {
    const at = value.indexOf('=');
    if (at < 1)
      throw new TickmarkError('bad_input', `"${value}" is not COLUMN=VALUE.`, {
        action: 'For example: --map at=date+time',
      });
    return { ...before, [value.slice(0, at)]: value.slice(at + 1).split(separator) };
  };
}
