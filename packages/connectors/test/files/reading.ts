import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import type { FileReading, PopulationKind } from '@tickmark/core';
import { previewFile, readFile } from '@tickmark/connectors';
import { all } from '../kinds.ts';

/** A kind with a column of every type. */
export const everyType: PopulationKind = {
  id: 'every-type',
  title: 'Every type',
  summary: '',
  shape: 'events',
  key: 'id',
  time: null,
  columns: [
    { name: 'id', type: 'string', required: true },
    { name: 'count', type: 'integer', required: false },
    { name: 'amount', type: 'number', required: false },
    { name: 'ok', type: 'boolean', required: false },
    { name: 'day', type: 'date', required: false },
    { name: 'at', type: 'instant', required: false },
    { name: 'tags', type: 'strings', required: false },
  ],
};

/** A folder for files of one test run, removed after it. */
export function fileFolder(): (content: string | Buffer, name?: string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'tickmark-files-'));
  after(() => rmSync(folder, { recursive: true }));
  let files = 0;
  return (content, name = 'file.txt') => {
    files += 1;
    const path = join(folder, `${files}-${name}`);
    writeFileSync(path, content);
    return path;
  };
}

export type Reading = Partial<FileReading> & Pick<FileReading, 'format'>;

/** Rows and outcome of a file. */
export async function read(path: string, reading: Reading, kind: PopulationKind = everyType) {
  const file = readFile({ path, reading: { delimiter: ',', ...reading }, kind });
  const rows = await all(file.rows);
  return { ...file.outcome(), rows };
}

export function preview(path: string, reading: Reading, kind: PopulationKind = everyType) {
  return previewFile({ path, reading: { delimiter: ',', ...reading }, kind });
}
