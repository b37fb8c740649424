import { Readable } from 'node:stream';
import {
  changedConclusions,
  concludeDryRun,
  dryRunFactsOf,
  sealedFacts,
  TickmarkError,
  type DryRun,
  type DryRunDocument,
  type DryRunFacts,
} from '@tickmark/core';
import { canonicalBytes, sha256Hex } from '@tickmark/control-testing';
import { allControls } from '../controls/index.ts';
import { explanationsOf } from '../deviations/index.ts';
import { engagementOf, lockDecisions, newestDecisions } from '../engagements/index.ts';
import { namesOf } from '../members/index.ts';
import { newestResults } from '../results/index.ts';
import { sampledFacts } from '../samples/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { seal } from '../platform/trail/index.ts';
import { findDryRun, insertDryRun, listDryRuns, newestDryRun, type KeptDryRun } from './store.ts';

export const dryRunHandlers: HandlersOf<'dry-runs'> = {
  'dry-runs.run': async (context, input) => {
    const { organizationId, tx } = context;
    // Whoever decides on a criterion waits: what was said before the entry of a dry run is what the dry run weighs.
    await lockDecisions(tx, input.engagementId);
    const { document, facts } = await rehearse(context, input.engagementId);
    const kept = dryRunFactsOf(facts);
    const { sha256 } = await context.blobs.put(organizationId, Readable.from([canonicalBytes(document)]));
    const id = context.newId();
    const row = {
      organizationId,
      id,
      engagementId: input.engagementId,
      document,
      facts: kept,
      sha256,
      ranAt: context.now,
      ranBy: context.userId,
    };
    const entryIndex = await context.record(
      sealedFacts['dry-runs.run'].parse({
        dryRunId: id,
        engagementId: input.engagementId,
        results: facts.results.map((result) => result.id),
        ...(facts.samples.length > 0 ? { samples: facts.samples.map((sample) => sample.id) } : {}),
        sha256,
        factsSha256: sha256Hex(canonicalBytes(kept)),
      }),
      seal('dryRuns', row),
    );
    return withPeople(tx, await insertDryRun(tx, { ...row, entryIndex }));
  },

  'dry-runs.list': (context, input) => listDryRuns(context.tx, context.organizationId, input),

  'dry-runs.get': async (context, input) => withPeople(context.tx, await dryRunOf(context, input.id, 'id')),

  'dry-runs.changes': async (context, input) => {
    const { document } = await rehearse(context, input.engagementId);
    const newest = await newestDryRun(context.tx, context.organizationId, input.engagementId);
    if (newest === undefined) return { dryRunId: null, same: false, criteria: [], controls: [], parts: [] };
    return {
      dryRunId: newest.id,
      same: sha256Hex(canonicalBytes(asThen(document, newest.document))) === newest.sha256,
      ...changedConclusions(newest.document, document),
    };
  },
};

/** A document in the form of one made before relevance was weighed, where it is one and nothing was taken out. */
function asThen(document: DryRunDocument, then: DryRunDocument): DryRunDocument {
  if (then.notRelevant !== undefined || document.notRelevant?.length !== 0) return document;
  const { notRelevant: _none, categories: _categories, ...rest } = document;
  return rest;
}

/** A dry run with what those are called whom its document names. */
export async function withPeople(tx: HandlerContext['tx'], dryRun: KeptDryRun): Promise<DryRun> {
  const ids = [...new Set((dryRun.document.notRelevant ?? []).map(({ by }) => by))];
  const names = await namesOf(tx, ids);
  return { ...dryRun, people: ids.map((id) => ({ id, name: names.get(id) ?? null })) };
}

/** What a dry run of an engagement would say now, and what it weighs. */
async function rehearse(
  { organizationId, tx }: Pick<HandlerContext, 'organizationId' | 'tx'>,
  engagementId: string,
): Promise<{ document: DryRunDocument; facts: DryRunFacts }> {
  const engagement = await engagementOf(tx, organizationId, engagementId);
  const results = await newestResults(tx, organizationId, engagement.id);
  const decisions = await newestDecisions(tx, organizationId, engagement.id);
  const facts: DryRunFacts = {
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
    samples: await sampledFacts(tx, organizationId, engagement.id),
    relevance: [...decisions.values()].map(({ criterion, relevant, reason, at, by }) => ({
      criterion,
      relevant,
      reason,
      at,
      by: by.id,
    })),
  };
  return { document: concludeDryRun(facts), facts };
}

/** The dry run an operation is about; foreign ids get the same answer as unknown ones. */
export async function dryRunOf(
  context: Pick<HandlerContext, 'tx' | 'organizationId'>,
  id: string,
  field: string,
): Promise<KeptDryRun> {
  const found = await findDryRun(context.tx, context.organizationId, id);
  if (found !== undefined) return found;
  throw new TickmarkError('not_found', 'There is no such dry run.', {
    field,
    action: 'Take an id from the list of dry runs.',
  });
}
