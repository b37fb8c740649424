import { fileReading, id, line, period, sha256 } from '@tickmark/core';
import { readFile } from '@tickmark/connectors';
import { populationKind } from '@tickmark/control-testing';
import { z } from 'zod';
import { engagementOf } from '../engagements/index.ts';
import type { JobHandler } from '../platform/handler.ts';
import { derivedId } from '../platform/jobs/index.ts';
import { acceptRejected, freeze } from './freeze.ts';
import { Observations } from './observed.ts';
import { findPopulation } from './store.ts';

/** What `populations.import` hands to its job. */
export const importInput = z.object({
  engagementId: id,
  kind: z.string(),
  name: line,
  reading: fileReading,
  period: period.optional(),
  acceptRejected: z.number().int(),
  supersedes: z.object({ id, reason: line }).optional(),
  file: z.object({ name: z.string(), sha256 }),
  receivedAt: z.iso.datetime(),
});

/** Freezes a received file. Rejected rows that nobody has accepted keep it from being frozen. */
export const importPopulation: JobHandler = async (job, raw) => {
  const input = importInput.parse(raw);
  const kind = populationKind(input.kind);
  const populationId = derivedId(job.jobId, kind.id);
  if ((await job.read((tx) => findPopulation(tx, job.organizationId, populationId))) !== undefined)
    return { populationId };

  const engagement = await job.read((tx) => engagementOf(tx, job.organizationId, input.engagementId));
  const path = await job.blobs.local(job.organizationId, input.file.sha256);
  const file = readFile({ path, reading: input.reading, kind });
  const observations = new Observations();
  await freeze(job, {
    id: populationId,
    engagement,
    kind,
    name: input.name,
    period: input.period,
    rows: observations.watch(file.rows),
    source: {
      system: 'file',
      query: input.file.name,
      parameters: { ...input.reading },
      inputSha256: input.file.sha256,
    },
    completeness: {
      method: 'none',
      expected: null,
      note: 'Whoever gave the file vouches that it holds everything; it was not compared with a second source.',
    },
    outcome: () => {
      const { rejected, excluded } = file.outcome();
      return {
        rejected: acceptRejected(rejected, input.acceptRejected),
        excluded,
        extractedAt: observations.extractedAt(kind, new Date(input.receivedAt)),
      };
    },
    supersedes: input.supersedes,
  });
  return { populationId };
};
