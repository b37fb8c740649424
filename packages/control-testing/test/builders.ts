import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import type { PopulationKind, PopulationManifest, Row } from '@tickmark/core';
import { freezePopulation, runTest, type FreezeFacts, type TestRun } from '../src/index.ts';

/** A folder that goes away with the test file. */
export async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'tickmark-control-testing-'));
  after(() => rm(path, { recursive: true, force: true }));
  return path;
}

export async function* stream(rows: Iterable<Row>): AsyncGenerator<Row> {
  yield* rows;
}

export const firstHalf = { from: '2026-01-01', to: '2026-06-30' };

export function factsOf(changes: Partial<FreezeFacts> = {}): FreezeFacts {
  return {
    name: 'A population',
    source: { system: 'file', query: 'read rows.csv', parameters: {}, inputSha256: null },
    extractedAt: new Date('2026-07-01T08:00:00Z'),
    extractedBy: 'command line',
    period: null,
    timeZone: 'UTC',
    rejected: { count: 0, accepted: false, first: [] },
    excluded: 0,
    completeness: { method: 'none', expected: null, note: 'No second source was compared.' },
    supersedes: null,
    ...changes,
  };
}

export interface Frozen {
  file: string;
  manifest: PopulationManifest;
}

export async function frozen(
  dir: string,
  kind: PopulationKind,
  rows: Iterable<Row>,
  changes: Partial<FreezeFacts> = {},
): Promise<Frozen> {
  const file = join(dir, `${kind.id}-${Math.random().toString(36).slice(2)}.parquet`);
  const manifest = await freezePopulation({ rows: stream(rows), kind, file, facts: factsOf(changes) });
  return { file, manifest };
}

interface Changes {
  period?: { from: string; to: string };
  timeZone?: string;
  threads?: number;
  holidays?: string[];
  timeLimit?: number;
}

export async function run(
  dir: string,
  yaml: string,
  populations: Record<string, Frozen>,
  changes: Changes = {},
): Promise<TestRun & { itemsFile: string; itemsSha256: string }> {
  const ran = await runFor(dir, yaml, populations, { ...changes, items: true });
  if (!ran.items) throw new Error('The items were asked for and are not there.');
  return { ...ran, itemsFile: ran.items.file, itemsSha256: ran.items.sha256 };
}

/** A run that writes the file of all items only when asked. */
export function runFor(
  dir: string,
  yaml: string,
  populations: Record<string, Frozen>,
  changes: Changes & { items: boolean },
): Promise<TestRun> {
  return runTest({
    yaml,
    populations,
    period: firstHalf,
    timeZone: 'UTC',
    outDir: join(dir, Math.random().toString(36).slice(2)),
    ...changes,
  });
}
