/**
 * `tickmark import` of each format at a million and at ten million rows, and of a workbook and of CSV at the 1,048,575 that a
 * sheet holds below its header: half a million rows do not fill what DuckDB may have, so that a tenth of a sheet says
 * nothing of how memory grows. Each import is a process of its own; its peak of memory, DuckDB's included, must not be
 * more than a quarter above what it is held against. The counts of rows and of rejected rows must be those of the file
 * that was written.
 *
 * node bench/import-formats.ts [format…]
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileFormat, type FileFormat } from '@tickmark/core';
import { accountsZone, faultyAccountRows, writeAccounts } from '@tickmark/testkit/files';

interface Imported {
  rows: number;
  rejected: number;
  seconds: number;
  /** Of all threads, user and system: what to compare where others use the machine too. */
  processorSeconds: number;
  peakMb: number;
}

const allowedGrowth = 1.25;
const few = 1_000_000;
const many = 10_000_000;
/** What a sheet holds below its header. */
const sheet = 1_048_575;

/** What a format is held against: fewer rows of it, and a sheet, which cannot have more, as many rows of CSV. */
const against: Record<FileFormat, { rows: number; than: [format: FileFormat, rows: number] }> = {
  csv: { rows: many, than: ['csv', few] },
  json: { rows: many, than: ['json', few] },
  jsonl: { rows: many, than: ['jsonl', few] },
  parquet: { rows: many, than: ['parquet', few] },
  xlsx: { rows: sheet, than: ['csv', sheet] },
};

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const command = join(root, 'packages', 'cli', 'bin', 'tickmark.mjs');
/** What the process of a command says as it ends, on a line of standard error. */
const sayUse = "process.on('exit', () => console.error(JSON.stringify(process.resourceUsage())))";

await measureAll(process.argv.slice(2));

async function measureAll(asked: string[]): Promise<void> {
  const formats = asked.length === 0 ? fileFormat.options : asked.map((name) => fileFormat.parse(name));
  for (const format of formats) {
    const { rows, than } = against[format];
    const growth = (await measure(format, rows)).peakMb / (await measure(...than)).peakMb;
    const other = than[0] === format ? '' : ` that of ${than[0]}`;
    console.log(`${format.padEnd(8)} memory ${growth.toFixed(2)} times${other}, ${allowedGrowth} allowed`);
    if (growth > allowedGrowth) process.exitCode = 1;
  }
}

async function measure(format: FileFormat, count: number): Promise<Imported> {
  const folder = await mkdtemp(join(tmpdir(), 'tickmark-bench-'));
  try {
    const file = join(folder, `accounts.${format}`);
    await writeAccounts(file, format, count);
    const rejected = faultyAccountRows(count);
    const imported = importFile(file, rejected);
    if (imported.rows !== count - rejected || imported.rejected !== rejected) {
      throw new Error(`${imported.rows} rows and ${imported.rejected} rejected, of ${count} with ${rejected} faults`);
    }
    print(format, count, (await stat(file)).size, imported);
    return imported;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function print(format: FileFormat, count: number, bytes: number, imported: Imported): void {
  const { rejected, seconds, processorSeconds, peakMb } = imported;
  const rate = Math.round(count / seconds).toLocaleString('en-US');
  console.log(
    `${format.padEnd(8)} ${count.toLocaleString('en-US').padStart(10)} rows, ${(bytes / 1e6).toFixed(0)} MB, ${rejected} rejected   ${seconds.toFixed(1)} s (${processorSeconds.toFixed(1)} s of processors)   ${rate} rows/s   peak ${Math.round(peakMb)} MB`,
  );
}

/** Runs the command line on a file and says what it took. */
function importFile(file: string, rejected: number): Imported {
  const line = ['import', file, '--kind', 'accounts', '--local-time', accountsZone, '--out', `${file}.out.parquet`];
  const began = performance.now();
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${sayUse}`, command, ...line, '--accept-rejected', String(rejected), '--json'],
    { encoding: 'utf8' },
  );
  const seconds = (performance.now() - began) / 1000;
  if (status !== 0) throw new Error(stderr);
  const manifest = JSON.parse(stdout);
  const use = JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '') as NodeJS.ResourceUsage;
  return {
    rows: manifest.rows,
    rejected: manifest.rejected.count,
    seconds,
    processorSeconds: (use.userCPUTime + use.systemCPUTime) / 1e6,
    peakMb: use.maxRSS / 1024,
  };
}
