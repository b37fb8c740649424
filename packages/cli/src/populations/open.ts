import { mkdir, readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import {
  populationManifest,
  TickmarkError,
  type FileReading,
  type PopulationKind,
  type PopulationManifest,
} from '@tickmark/core';

export interface OpenedPopulation {
  file: string;
  manifest: PopulationManifest;
}

/**
 * A population from a plain file: frozen Parquet with its manifest beside it, or a CSV, JSON Lines,
 * JSON or Excel file (told by its content) that is frozen into `folder` on the way. Nothing is
 * rejected in silence.
 */
export async function openPopulation(input: {
  path: string;
  kind: PopulationKind;
  folder: string;
  timeZone: string;
}): Promise<OpenedPopulation> {
  const { path, kind } = input;
  if (extname(path) === '.parquet') return { file: path, manifest: await readManifest(path, kind.id) };

  const { freezePopulation } = await import('@tickmark/control-testing');
  const { detectFormat, readFile: readRows } = await import('@tickmark/connectors');
  const reading: FileReading = { format: await detectFormat(path), delimiter: ',' };
  const source = readRows({ path, reading, kind });
  const file = join(input.folder, `${kind.id}.parquet`);
  const parameters = { file: basename(path), ...reading };
  const manifest = await freezePopulation({
    rows: source.rows,
    kind,
    file,
    facts: () => {
      const { rejected, excluded, inputSha256 } = source.outcome();
      if (rejected.count > 0) {
        const first = rejected.first[0];
        throw new TickmarkError(
          'population_invalid',
          `${rejected.count} rows of ${path} can't be read${first ? `; row ${first.row}: ${first.reason}` : ''}.`,
          {
            action: 'Correct the file: a population with missing rows is not whole.',
          },
        );
      }
      return {
        name: basename(path),
        source: { system: 'file', query: `read ${basename(path)}`, parameters, inputSha256 },
        extractedAt: new Date(),
        extractedBy: 'command line',
        period: null,
        timeZone: input.timeZone,
        rejected: { count: 0, accepted: false, first: [] },
        excluded,
        completeness: { method: 'none' as const, expected: null, note: 'No second source was compared.' },
        supersedes: null,
      };
    },
  });
  return { file, manifest };
}

/** A frozen file with its manifest beside it, or a file that is frozen on the way: `accounts=accounts.csv`. */
export async function openGiven(
  flag: string,
  given: string,
  folder: string,
  timeZone: string,
): Promise<OpenedPopulation> {
  const { populationKind } = await import('@tickmark/control-testing');
  const named = kindAndFile(given);
  if (named !== undefined) {
    await mkdir(folder, { recursive: true });
    return openPopulation({ path: named.path, kind: populationKind(named.kind), folder, timeZone });
  }
  if (extname(given) === '.parquet') return { file: given, manifest: await readManifest(given) };
  throw new TickmarkError('bad_input', `Nobody can know of which kind ${given} is.`, {
    field: flag,
    action: `Name the kind: ${flag} accounts=${given}`,
  });
}

/** `accounts=accounts.csv`, taken apart. */
export function kindAndFile(given: string): { kind: string; path: string } | undefined {
  const [, kind, path] = /^([a-z][a-z0-9-]*)=(.+)$/.exec(given) ?? [];
  return kind === undefined || path === undefined ? undefined : { kind, path };
}

/** The manifest beside a frozen file; of the kind named, where one is. */
export async function readManifest(path: string, kind?: string): Promise<PopulationManifest> {
  const beside = path.replace(/\.parquet$/, '.manifest.json');
  const text = await readFile(beside, 'utf8').catch(() => {
    throw new TickmarkError('bad_input', `${path} has no manifest beside it.`, {
      action: `Expected ${beside}; tickmark collect and tickmark import write both.`,
    });
  });
  const parsed = populationManifest.safeParse(JSON.parse(text));
  if (!parsed.success) {
    throw new TickmarkError('population_invalid', `${beside} is not a population manifest.`, {
      action: 'Make the population again.',
    });
  }
  if (kind !== undefined && parsed.data.kind !== kind) {
    throw new TickmarkError('population_invalid', `${path} holds ${parsed.data.kind}, not ${kind}.`, {
      action: `Give a population of ${kind}.`,
    });
  }
  return parsed.data;
}
