import { basename } from 'node:path';
import { fileFormat, fileReading, TickmarkError, type FileReading, type ImportPreview } from '@tickmark/core';
import type { Command } from 'commander';
import { progressLine, type Io } from '../io.ts';
import { summary, writePopulation } from './collect.ts';

interface Options {
  format: string;
  kind: string;
  delimiter: string;
  header?: string;
  sheet?: string;
  headerRow?: number;
  pointer?: string;
  map?: Record<string, string[]>;
  only?: Record<string, string[]>;
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
    .argument('<file>', 'CSV, JSON Lines, JSON, XLSX or Parquet file')
    .requiredOption('--kind <kind>', 'population kind: people, accounts, package-changes …')
    .option('--format <format>', 'auto (told by the content), csv, jsonl, json, xlsx or parquet', 'auto')
    .option('--delimiter <text>', 'delimiter of a CSV', ',')
    .option('--header <names>', 'comma-separated column names of a CSV or sheet that does not state them')
    .option('--sheet <name>', 'sheet of an XLSX file; needed when it has several')
    .option('--header-row <n>', 'row of the sheet with the column names; else the first that is not empty', Number)
    .option('--pointer <path>', 'where the array of objects stands in a JSON file: /data/items')
    .option('--map <column=source>', 'population column from file columns, joined by +: at=date+time', pair('+'))
    .option('--only <column=values>', 'keep rows whose file column holds one of these, separated by ,', pair(','))
    .option('--local-time <zone>', 'time zone of times that carry none')
    .option('--from <date>', 'first day of the period')
    .option('--to <date>', 'last day of the period')
    .option('--time-zone <zone>', 'time zone of the period', 'UTC')
    .option('--accept-rejected <n>', 'exact number of rejected rows you have seen and accept', Number, 0)
    .option('--out <file>', 'Parquet file to write; without it, only the preview')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      "\nExample:\n  $ tickmark import /var/log/dpkg.log --kind package-changes --delimiter ' ' \\\n      --header date,time,action,package,version_before,version_after \\\n      --only action=install,upgrade,remove,purge --map at=date+time \\\n      --map id=date+time+action+package --local-time UTC --out packages.parquet",
    )
    .action(async (path: string, options: Options) => {
      const { previewFile, readFile } = await import('@tickmark/connectors');
      const { populationKind } = await import('@tickmark/control-testing');
      const kind = populationKind(options.kind);
      const reading = await readingOf(path, options);
      if (options.out === undefined) {
        const preview = await previewFile({ path, reading, kind });
        if (options.json) {
          io.stdout(`${JSON.stringify(preview)}\n`);
          return;
        }
        io.stdout(previewText(path, reading, preview) + absentText(preview.absent));
        return;
      }
      const source = readFile({ path, reading, kind });
      const manifest = await writePopulation({
        file: options.out,
        kind,
        rows: source.rows,
        onProgress: (done) => progressLine(`${done} rows read`),
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
      progressLine('');
      const text = summary(options.out, manifest) + absentText(source.outcome().absent);
      io.stdout(options.json ? `${JSON.stringify(manifest)}\n` : text);
    });
}

async function readingOf(path: string, options: Options): Promise<FileReading> {
  const reading: FileReading = { format: await formatOf(path, options.format), delimiter: options.delimiter };
  if (options.header !== undefined) reading.header = options.header.split(',');
  if (options.sheet !== undefined) reading.sheet = options.sheet;
  if (options.headerRow !== undefined) reading.headerRow = options.headerRow;
  if (options.pointer !== undefined) reading.pointer = options.pointer;
  if (options.map !== undefined) reading.mapping = options.map;
  if (options.only !== undefined) reading.only = options.only;
  if (options.localTime !== undefined) reading.localTime = options.localTime;
  const parsed = fileReading.safeParse(reading);
  if (parsed.success) return reading;
  const [issue] = parsed.error.issues;
  const option = String(issue?.path[0] ?? '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new TickmarkError('bad_input', `--${option} is not usable: ${issue?.message ?? ''}.`, {
    field: `--${option}`,
    action: 'tickmark import --help shows what it takes.',
  });
}

async function formatOf(path: string, asked: string): Promise<FileReading['format']> {
  if (asked === 'auto') {
    const { detectFormat } = await import('@tickmark/connectors');
    return detectFormat(path);
  }
  const known = fileFormat.safeParse(asked);
  if (known.success) return known.data;
  throw new TickmarkError('bad_input', `There is no format "${asked}".`, {
    field: '--format',
    action: `Use auto, ${fileFormat.options.join(', ')}.`,
  });
}

function previewText(path: string, reading: FileReading, preview: ImportPreview): string {
  const { rows, rejected, excluded, sheet, sheets } = preview;
  const sheetRead = sheet === null ? '' : `, sheet "${sheet}"`;
  const lines = [
    `${path} (${reading.format}${sheetRead}): ${rows} rows readable, ${rejected.count} rejected, ${excluded} left out by the filter`,
  ];
  if (sheets.length > 1) lines.push(`  sheets: ${sheets.join(', ')}; name one with --sheet to freeze it`);
  const types = new Map(preview.fileColumns.map((name, place) => [name, preview.fileTypes[place] ?? '']));
  for (const [column, sources] of Object.entries(preview.mapping)) {
    lines.push(`  ${column} from ${sources.map((source) => `${source} (${types.get(source) ?? ''})`).join(' + ')}`);
  }
  if (preview.missing.length > 0) lines.push(`  not mapped though required: ${preview.missing.join(', ')}`);
  for (const { row, column, reason } of rejected.first) {
    lines.push(`  row ${row}${column === null ? '' : `, ${column}`}: ${reason}`);
  }
  return `${lines.join('\n')}\n`;
}

function absentText(absent: readonly string[]): string {
  if (absent.length === 0) return '';
  return `  not in the file: ${absent.join(', ')}; what a test asks of them stays unverified (--map names a column that is called otherwise)\n`;
}

function pair(separator: string) {
  return (value: string, before: Record<string, string[]> = {}): Record<string, string[]> => {
    const at = value.indexOf('=');
    if (at < 1)
      throw new TickmarkError('bad_input', `"${value}" is not COLUMN=VALUE.`, {
        action: 'For example: --map at=date+time',
      });
    return { ...before, [value.slice(0, at)]: value.slice(at + 1).split(separator) };
  };
}
