import { tmpdir } from 'node:os';
import { TickmarkError, type ComparedRun, type ItemChange, type ResultComparison } from '@tickmark/core';
import { compareRuns, type RunToCompare } from '@tickmark/control-testing';
import type { HandlerContext } from '../platform/handler.ts';
import type { KeptResult } from './store.ts';

/** Two runs of one test, the one that was sealed first as the earlier. Throws `conflict` when they are of different tests. */
export async function compareResults(
  context: HandlerContext,
  pair: readonly [KeptResult, KeptResult],
  page: { change?: ItemChange | undefined; search?: string | undefined; offset: number; limit: number },
): Promise<ResultComparison> {
  const [a, b] = pair;
  if (a.code !== b.code || a.document.definition.kind !== b.document.definition.kind) {
    throw new TickmarkError('conflict', `${a.code} and ${b.code} are not runs of one test of one kind.`, {
      field: 'other',
      action: 'Choose two runs of the same test.',
    });
  }
  const [earlier, later] = a.entryIndex <= b.entryIndex ? [a, b] : [b, a];
  const found = await compareRuns({
    earlier: await filesOf(context, earlier),
    later: await filesOf(context, later),
    folder: tmpdir(),
    ...page,
  });
  return { code: later.code, title: later.title, earlier: runOf(earlier), later: runOf(later), ...found };
}

async function filesOf({ blobs, organizationId }: HandlerContext, result: KeptResult): Promise<RunToCompare> {
  return {
    items: await blobs.local(organizationId, result.itemsSha256),
    deviations: await blobs.local(organizationId, result.deviationsSha256),
    occurrences: result.document.occurrences?.list,
  };
}

function runOf({ id, version, yaml, ranAt, document }: KeptResult): ComparedRun {
  const { definition, period, holidays, populations, items, proposal } = document;
  return {
    id,
    version,
    definitionSha256: definition.sha256,
    yaml,
    ranAt,
    period,
    ...(holidays === undefined ? {} : { holidays }),
    populations,
    items,
    proposal,
  };
}
