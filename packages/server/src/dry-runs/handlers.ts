import { Readable } from 'node:stream';
import { changedConclusions, concludeDryRun, sealedFacts, TickmarkError, type DryRun } from '@tickmark/core';
import { canonicalBytes, sha256Hex } from '@tickmark/control-testing';
import { allControls } from '../controls/index.ts';
import { explanationsOf } from '../deviations/index.ts';
import { engagementOf } from '../engagements/index.ts';
import { newestResults } from '../results/index.ts';
import { sampledFacts } from '../samples/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { seal } from '../platform/trail/index.ts';
import { findDryRun, insertDryRun, listDryRuns, newestDryRun } from './store.ts';

export const dryRunHandlers: HandlersOf<'dry-runs'> = {
  'dry-runs.run': async (context, input) => {
    const { document, results, samples } = await rehearse(context, input.engagementId);
    const { organizationId, tx } = context;
    const { sha256 } = await context.blobs.put(organizationId, Readable.from([canonicalBytes(document)]));
    const id = context.newId();
    const row = {
      organizationId,
      id,
      engagementId: input.engagementId,
      document,
      sha256,
      ranAt: context.now,
      ranBy: context.userId,
    };
    const entryIndex = await context.record(
      sealedFacts['dry-runs.run'].parse({
        dryRunId: id,
        engagementId: input.engagementId,
        results: results.map((result) => result.id),
        ...(samples.length > 0 ? { samples: samples.map((sample) => sample.id) } : {}),
        sha256,
      }),
      seal('dryRuns', row),
    );
    return insertDryRun(tx, { ...row, entryIndex });
  },

  'dry-runs.list': (context, input) => listDryRuns(context.tx, context.organizationId, input),

  'dry-runs.get': (context, input) => dryRunOf(context, input.id, 'id'),

  'dry-runs.changes': async (context, input) => {
    const { document } = await rehearse(context, input.engagementId);
    const newest = await newestDryRun(context.tx, context.organizationId, input.engagementId);
    if (newest === undefined) return { dryRunId: null, same: false, criteria: [], controls: [], parts: [] };
    return {
      dryRunId: newest.id,
      same: sha256Hex(canonicalBytes(document)) === newest.sha256,
      ...changedConclusions(newest.document, document),
    };
  },
};

/** What a dry run of an engagement would say now, and what it weighs. */
async function rehearse({ organizationId, tx }: Pick<HandlerContext, 'organizationId' | 'tx'>, engagementId: string) {
  const engagement = await engagementOf(tx, organizationId, engagementId);
  const results = await newestResults(tx, organizationId, engagement.id);
  const samples = await sampledFacts(tx, organizationId, engagement.id);
  const document = concludeDryRun({
    engagement: { terms: engagement.terms, categories: engagement.categories, timeZone: engagement.timeZone },
    controls: await allControls(tx, organizationId),
    results: results.map(({ id, code, control, controlId, sha256, document }) => ({
      id,
      code,
      control,
      controlId,
      sha256,
      document,
    })),
    explanations: await explanationsOf(tx, organizationId, engagement.id),
    samples,
  });
  return { document, results, samples };
}

/** The dry run an operation is about; foreign ids get the same answer as unknown ones. */
export async function dryRunOf(
  context: Pick<HandlerContext, 'tx' | 'organizationId'>,
  id: string,
  field: string,
): Promise<DryRun> {
  const found = await findDryRun(context.tx, context.organizationId, id);
  if (found !== undefined) return found;
  throw new TickmarkError('not_found', 'There is no such dry run.', {
    field,
    action: 'Take an id from the list of dry runs.',
  });
}
