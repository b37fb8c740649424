import { fileReading, id, line, period, sha256 } from '@tickmark/core';
import { populationKind } from '@tickmark/control-testing';
import { z } from 'zod';
import { engagementOf } from '../engagements/index.ts';
import type { JobHandler } from '../platform/handler.ts';
import { derivedId } from '../platform/jobs/index.ts';
import { freeze } from './freeze.ts';
import { rowsOfFile } from './received-file.ts';
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
  await freeze(job, {
    id: populationId,
    engagement,
    kind,
    name: input.name,
    period: input.period,
    ...(await rowsOfFile(job, {
      kind,
      reading: input.reading,
      name: input.file.name,
      inputSha256: input.file.sha256,
      acceptRejected: input.acceptRejected,
      receivedAt: new Date(input.receivedAt),
    })),
    supersedes: input.supersedes,
  });
  return { populationId };
};
