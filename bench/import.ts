// Reading and freezing a CSV through the files connector, against the bare csv-parse loop over the same
// bytes: node bench/import.ts [rows], 200,000 when left out. Each runs in a process of its own, so that
// memory is its own; DuckDB's is part of it.
import { spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { previewFile, readFile } from '@tickmark/connectors';
import { freezePopulation } from '@tickmark/control-testing';
import { populationKind, type FileReading } from '@tickmark/core';
import { parse as parseCsv } from 'csv-parse';
import { parse as parseYaml } from 'yaml';

const standardRows = 200_000;
const reading: FileReading = { format: 'csv', delimiter: ',', localTime: 'Europe/Berlin' };

const work: Record<string, (path: string) => Promise<number>> = {
  'csv-parse alone': async (path) => {
    let count = -1;
    for await (const record of createReadStream(path).pipe(parseCsv())) if (Array.isArray(record)) count += 1;
    return count;
  },
  preview: async (path) => (await previewFile({ path, reading, kind: kind() })).rows,
  read: async (path) => {
    const file = readFile({ path, reading, kind: kind() });
    let count = 0;
    for await (const row of file.rows) if (row['id'] !== null) count += 1;
    return count;
  },
  freeze: async (path) => {
    const file = readFile({ path, reading, kind: kind() });
    const manifest = await freezePopulation({
      rows: file.rows,
      kind: kind(),
      file: `${path}.parquet`,
      facts: {
        name: 'accounts',
        source: { system: 'file', query: 'bench', parameters: {}, inputSha256: null },
        extractedAt: new Date('2026-11-01T00:00:00Z'),
        extractedBy: 'bench',
        period: null,
        timeZone: 'UTC',
        rejected: { count: 0, accepted: false, first: [] },
        excluded: 0,
        completeness: { method: 'none', expected: null, note: 'A benchmark.' },
        supersedes: null,
      },
    });
    return manifest.rows;
  },
};

function kind() {
  const file = new URL('../content/populations/accounts.yaml', import.meta.url);
  return populationKind.parse(parseYaml(readFileSync(file, 'utf8')));
}

function* csv(rows: number): Generator<string> {
  yield 'id,account,email,system,mfa,admin,status,created_at,disabled_at,observed_at\n';
  for (let i = 0; i < rows; i += 1) {
    const day = new Date(Date.UTC(2025, 10, 1 + (i % 365))).toISOString().slice(0, 10);
    yield `user${i}@${day},user${i},user${i}@example.com,"console, ${i % 7}",true,no,active,2020-01-02T08:00:00Z,,${day} 06:${10 + (i % 50)}:00\n`;
  }
}

const [name, path] = process.argv.slice(2);
if (name !== undefined && path !== undefined) {
  const began = performance.now();
  const task = work[name];
  if (task === undefined) throw new Error(`no such task: ${name}`);
  const count = await task(path);
  const seconds = (performance.now() - began) / 1000;
  console.log(JSON.stringify({ count, seconds, peakMb: process.resourceUsage().maxRSS / 1024 }));
} else {
  const rows = name === undefined ? standardRows : Number(name);
  if (!Number.isSafeInteger(rows) || rows < 1) throw new Error(`${name} is no number of rows`);
  const runs = rows > standardRows ? 1 : 3;
  const folder = mkdtempSync(join(tmpdir(), 'tickmark-bench-import-'));
  try {
    const file = join(folder, 'accounts.csv');
    await pipeline(Readable.from(csv(rows)), createWriteStream(file));
    console.log(`${rows} rows, ${(statSync(file).size / 1e6).toFixed(1)} MB, best of ${runs}`);
    let baseline: number | undefined;
    for (const part of Object.keys(work)) {
      const { seconds, peakMb } = best(part, file, rows, runs);
      baseline ??= seconds;
      const ratio = (seconds / baseline).toFixed(2);
      const rate = Math.round(rows / seconds).toLocaleString('en-US');
      console.log(
        `${part.padEnd(16)} ${seconds.toFixed(2)} s  ${rate} rows/s  ${ratio}x csv-parse  peak ${Math.round(peakMb)} MB`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Measured {
  count: number;
  seconds: number;
  peakMb: number;
}

function best(part: string, file: string, rows: number, runs: number): Measured {
  const found: Measured[] = [];
  for (let i = 0; i < runs; i += 1) {
    const { stdout, stderr, status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), part, file], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
    const run = JSON.parse(stdout) as Measured;
    if (run.count !== rows) throw new Error(`${part} read ${run.count} rows of ${rows}`);
    found.push(run);
  }
  return found.reduce((a, b) => (b.seconds < a.seconds ? b : a));
}
