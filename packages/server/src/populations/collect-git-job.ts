import { basename } from 'node:path';
import { engagementPeriod, id, line, period, type Engagement } from '@tickmark/core';
import { collectGit } from '@tickmark/connectors';
import { populationKind } from '@tickmark/control-testing';
import { z } from 'zod';
import { engagementOf } from '../engagements/index.ts';
import type { JobContext, JobHandler } from '../platform/handler.ts';
import { derivedId } from '../platform/jobs/index.ts';
import { freeze } from './freeze.ts';
import { findPopulation } from './store.ts';

const gitKind = z.enum(['code-changes', 'code-reviews', 'releases']);

/** What `populations.collect-git` hands to its job. */
export const collectGitInput = z.object({
  engagementId: id,
  path: z.string(),
  branch: z.string().optional(),
  kinds: z.array(gitKind),
  name: line.optional(),
  period: period.optional(),
  supersedes: z.array(z.object({ kind: gitKind, id })),
  reason: line.optional(),
});
type Input = z.infer<typeof collectGitInput>;

/** Collects each kind in turn and freezes it: one population, one log entry each. */
export const collectGitHistory: JobHandler = async (job, raw) => {
  const input = collectGitInput.parse(raw);
  const engagement = await job.read((tx) => engagementOf(tx, job.organizationId, input.engagementId));
  const populationIds: Record<string, string> = {};
  for (const kind of input.kinds) {
    await job.progress({ done: 0, total: null, note: populationKind(kind).title });
    populationIds[kind] = await collect(job, input, engagement, kind);
  }
  return { populationIds };
};

async function collect(
  job: JobContext,
  input: Input,
  engagement: Engagement,
  kind: z.infer<typeof gitKind>,
): Promise<string> {
  const populationId = derivedId(job.jobId, kind);
  if ((await job.read((tx) => findPopulation(tx, job.organizationId, populationId))) !== undefined) return populationId;
  const span = input.period ?? engagementPeriod(engagement.terms);
  // Before the reading begins: what is committed while it lasts is not vouched for.
  const extractedAt = job.now();
  const collected = await collectGit({
    path: input.path,
    branch: input.branch,
    kind,
    from: span.from,
    to: span.to,
    timeZone: engagement.timeZone,
  });
  const replaced = input.supersedes.find((one) => one.kind === kind);
  await freeze(job, {
    id: populationId,
    engagement,
    kind: populationKind(kind),
    name: input.name ?? basename(input.path),
    period: input.period,
    rows: collected.rows,
    source: collected.source,
    completeness: {
      method: collected.expected === null ? 'none' : 'source-count',
      expected: collected.expected,
      note:
        collected.expected === null
          ? 'Git gives no independent count of these.'
          : 'Compared with the number that git itself counts.',
    },
    outcome: () => ({ extractedAt, rejected: { count: 0, accepted: false, first: [] }, excluded: 0 }),
    supersedes: replaced && input.reason ? { id: replaced.id, reason: input.reason } : undefined,
  });
  return populationId;
}
