import { createHash } from 'node:crypto';
import {
  resolvedDifferences,
  sealedFacts,
  TickmarkError,
  type Reconciliation,
  type ResolutionDocument,
} from '@tickmark/core';
import { canonicalBytes, checkReconciliation, readDifferences } from '@tickmark/control-testing';
import type { z } from 'zod';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { seal } from '../platform/trail/index.ts';
import { populationOf } from './population-of.ts';
import { supersededReconciliation, type reconcileInput } from './reconcile-job.ts';
import {
  findReconciliation,
  insertResolution,
  listReconciliations,
  lockReconciliations,
} from './reconciliation-store.ts';

type Names =
  | 'populations.reconcile'
  | 'populations.reconciliations'
  | 'populations.reconciliation'
  | 'populations.differences'
  | 'populations.resolve-difference';

export const reconciliationHandlers: Pick<HandlersOf<'populations'>, Names> = {
  'populations.reconcile': async (context, { id, secondId, supersedes, ...terms }) => {
    const here = await populationOf(context, id);
    const there = await populationOf(context, secondId, 'secondId');
    if (here.engagementId !== there.engagementId) {
      throw new TickmarkError('bad_input', 'The second source belongs to another engagement.', {
        field: 'secondId',
        action: 'Choose a population of the same engagement.',
      });
    }
    checkReconciliation(terms, here.manifest, there.manifest);
    const kinds = { engagementId: here.engagementId, kind: here.kind, secondKind: there.kind };
    await supersededReconciliation(context.tx, context.organizationId, kinds, supersedes);
    const jobInput: z.input<typeof reconcileInput> = { id, secondId, terms, supersedes };
    const jobId = await context.startJob({
      kind: 'reconcile-populations',
      title: `${here.manifest.name} with ${there.manifest.name}`,
      unit: 'rows',
      input: jobInput,
    });
    await context.record({ jobId, engagementId: here.engagementId, populationId: id, secondId });
    return { jobId };
  },

  'populations.reconciliations': (context, input) => listReconciliations(context.tx, context.organizationId, input),

  'populations.reconciliation': (context, input) => reconciliationOf(context, input.id),

  'populations.differences': async (context, input) => {
    const { document, resolutions } = await reconciliationOf(context, input.id);
    const by = resolvedDifferences(resolutions);
    const file = await context.blobs.local(context.organizationId, document.differencesFile.sha256);
    const { items, total } = await readDifferences(file, {
      kind: input.kind,
      search: input.search,
      among: input.resolved === undefined ? undefined : { numbers: [...by.keys()], inverted: !input.resolved },
      offset: input.offset,
      limit: input.limit,
    });
    return {
      total,
      items: items.map((difference) => {
        const said = by.get(difference.number);
        if (said === undefined) return { ...difference, resolution: null };
        const { kind, reason } = said.document;
        const { id, resolvedAt, resolvedBy } = said;
        return { ...difference, resolution: { id, kind, reason, resolvedAt, resolvedBy } };
      }),
    };
  },

  'populations.resolve-difference': async (context, { id, differences, kind, reason }) => {
    const { tx, organizationId } = context;
    const { engagementId, document: found } = await reconciliationOf(context, id);
    await lockReconciliations(tx, { engagementId, kind: found.here.kind, secondKind: found.there.kind });
    // Read again: what was replaced meanwhile is no longer resolved.
    const { latest, sha256: reconciliationSha256 } = await reconciliationOf(context, id);
    if (!latest) {
      throw new TickmarkError('conflict', 'A later reconciliation has replaced this one.', {
        field: 'id',
        action: 'Resolve the differences of the newest one.',
      });
    }
    const { rows } = found.differencesFile;
    const beyond = differences.find((number) => number > rows);
    if (beyond !== undefined) {
      throw new TickmarkError('bad_input', `There is no difference ${beyond}; the last one is ${rows}.`, {
        field: 'differences',
        action: 'Take the numbers from the list of differences.',
      });
    }
    const document: ResolutionDocument = { resolution: 1, reconciliationSha256, differences, kind, reason };
    const sha256 = createHash('sha256').update(canonicalBytes(document)).digest('hex');
    const resolutionId = context.newId();
    const row = {
      organizationId,
      id: resolutionId,
      reconciliationId: id,
      document,
      sha256,
      resolvedAt: context.now,
      resolvedBy: context.userId,
    };
    const entryIndex = await context.record(
      sealedFacts['populations.resolve-difference'].parse({
        resolutionId,
        engagementId,
        reconciliationId: id,
        kind,
        differences: differences.length,
        sha256,
      }),
      seal('differenceResolutions', row),
    );
    await insertResolution(tx, { ...row, entryIndex });
    const { now, userId } = context;
    return { id: resolutionId, resolvedAt: now.toISOString(), resolvedBy: userId, entryIndex, sha256, document };
  },
};

async function reconciliationOf(
  context: Pick<HandlerContext, 'tx' | 'organizationId'>,
  id: string,
): Promise<Reconciliation> {
  const found = await findReconciliation(context.tx, context.organizationId, id);
  if (found !== undefined) return found;
  throw new TickmarkError('not_found', 'There is no such reconciliation.', {
    field: 'id',
    action: 'Take an id from the list of reconciliations.',
  });
}
