import { Readable } from 'node:stream';
import { concludeDryRun, sealedFacts, TickmarkError, type DryRun } from '@tickmark/core';
import { canonicalBytes } from '@tickmark/control-testing';
import { allControls } from '../controls/index.ts';
import { explanationsOf } from '../deviations/index.ts';
import { engagementOf } from '../engagements/index.ts';
import { newestResults } from '../results/index.ts';
import { sampledFacts } from '../samples/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { findDryRun, insertDryRun, listDryRuns } from './store.ts';

export const dryRunHandlers: HandlersOf<'dry-runs'> = {
  'dry-runs.run': async (context, input) => {
    const { organizationId, tx } = context;
    const engagement = await engagementOf(tx, organizationId, input.engagementId);
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
    const { sha256 } = await context.blobs.put(organizationId, Readable.from([canonicalBytes(document)]));
    const id = context.newId();
    const entryIndex = await context.record(
      sealedFacts['dry-runs.run'].parse({
        dryRunId: id,
        engagementId: engagement.id,
        results: results.map((result) => result.id),
        ...(samples.length > 0 ? { samples: samples.map((sample) => sample.id) } : {}),
        sha256,
      }),
    );
    return insertDryRun(tx, {
      organizationId,
      id,
      engagementId: engagement.id,
      document,
      sha256,
      ranAt: context.now,
      ranBy: context.userId,
      entryIndex,
    });
  },

  'dry-runs.list': (context, input) => listDryRuns(context.tx, context.organizationId, input),

  'dry-runs.get': (context, input) => dryRunOf(context, input.id, 'id'),
};

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
