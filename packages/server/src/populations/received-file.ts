import { TickmarkError, type FileReading, type PopulationKind, type PopulationManifest } from '@tickmark/core';
import { readFile } from '@tickmark/connectors';
import { populationKinds } from '@tickmark/control-testing';
import type { HandlerContext, JobContext, StagedFile } from '../platform/handler.ts';
import type { ToFreeze } from './freeze.ts';
import { Observations } from './observed.ts';

/** The file that came with a request. */
export function fileOf(context: HandlerContext): StagedFile {
  if (context.file !== undefined) return context.file;
  throw new TickmarkError('bad_input', 'No file came with the request.', {
    field: 'file',
    action: 'Send the bytes of a file with the request.',
  });
}

export function kindNamed(id: string): PopulationKind {
  const kinds = populationKinds();
  const found = kinds.find((kind) => kind.id === id);
  if (found !== undefined) return found;
  throw new TickmarkError('not_found', `There is no kind of population called ${id}.`, {
    field: 'kind',
    action: `Choose one of: ${kinds.map((kind) => kind.id).join(', ')}.`,
  });
}

export function refuseUnknownColumns(kind: PopulationKind, mapped: readonly string[]): void {
  const unknown = mapped.find((name) => !kind.columns.some((column) => column.name === name));
  if (unknown === undefined) return;
  throw new TickmarkError('population_invalid', `A population of the kind ${kind.id} has no column ${unknown}.`, {
    field: `reading.mapping.${unknown}`,
    action: `Its columns are: ${kind.columns.map((column) => column.name).join(', ')}.`,
  });
}

/** The rows of a received file, and what is said of them when they are frozen. */
export async function rowsOfFile(
  job: JobContext,
  file: {
    kind: PopulationKind;
    reading: FileReading;
    /** As its sender called it. */
    name: string;
    /** Of the bytes, which are in the blob store. */
    inputSha256: string;
    acceptRejected: number;
    receivedAt: Date;
  },
): Promise<Pick<ToFreeze, 'rows' | 'source' | 'completeness' | 'outcome'>> {
  const { kind, reading, inputSha256 } = file;
  const path = await job.blobs.local(job.organizationId, inputSha256);
  const read = readFile({ path, reading, kind });
  const observations = new Observations();
  return {
    rows: observations.watch(read.rows),
    source: { system: 'file', query: file.name, parameters: { ...reading }, inputSha256 },
    completeness: {
      method: 'none',
      expected: null,
      note: 'Whoever gave the file vouches that it holds everything; it was not compared with a second source.',
    },
    outcome: () => {
      const { rejected, excluded } = read.outcome();
      return {
        rejected: acceptRejected(rejected, file.acceptRejected),
        excluded,
        extractedAt: observations.extractedAt(kind, file.receivedAt),
      };
    },
  };
}

/** Refuses a file whose rejected rows nobody has seen: what was left out is part of the population's story. */
function acceptRejected(
  rejected: { count: number; first: PopulationManifest['rejected']['first'] },
  accepted: number,
): PopulationManifest['rejected'] {
  if (rejected.count === accepted)
    return { count: rejected.count, accepted: rejected.count > 0, first: rejected.first };
  const why = rejected.first
    .slice(0, 3)
    .map(({ row, column, reason }) => `row ${row}${column === null ? '' : `, ${column}`}: ${reason}`)
    .join('; ');
  throw new TickmarkError(
    'population_invalid',
    rejected.count === 0
      ? `No row is rejected, but ${accepted} were accepted as rejected.`
      : `${rejected.count} ${rejected.count === 1 ? 'row is' : 'rows are'} rejected (${why}).`,
    {
      field: 'acceptRejected',
      action:
        rejected.count === 0
          ? 'Set acceptRejected to 0.'
          : `Correct the file, or accept exactly these by setting acceptRejected to ${rejected.count}.`,
    },
  );
}
