import { stat } from 'node:fs/promises';
import { TickmarkError, type PopulationManifest } from '@tickmark/core';
import { explainItem, readItems } from '@tickmark/control-testing';
import { findPopulations } from '../populations/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { compareResults } from './compare.ts';
import { findResult, listResults, type KeptResult } from './store.ts';

export const resultHandlers: HandlersOf<'results'> = {
  'results.list': (context, input) => listResults(context.tx, context.organizationId, input),

  'results.get': (context, input) => resultOf(context, input.id),

  'results.items': async (context, input) => {
    const { itemsSha256 } = await resultOf(context, input.id);
    const file = await context.blobs.local(context.organizationId, itemsSha256);
    return readItems(file, { state: input.state, search: input.search, offset: input.offset, limit: input.limit });
  },

  'results.explain': async (context, input) => {
    const result = await resultOf(context, input.id);
    // Of the result and not of today: what the organization's list says may have changed since.
    const { period, timeZone, holidays = [] } = result.document;
    const populations = await populationFiles(context, result);
    return explainItem({ yaml: result.yaml, populations, item: input.item, period, timeZone, holidays });
  },

  'results.compare': async (context, { id, other, ...page }) =>
    compareResults(context, [await resultOf(context, id), await resultOf(context, other, 'other')], page),

  'results.download-deviations': async (context, input) => {
    const { code, deviationsSha256 } = await resultOf(context, input.id);
    const { size } = await stat(await context.blobs.local(context.organizationId, deviationsSha256));
    return {
      sha256: deviationsSha256,
      fileName: `${code}-deviations.parquet`,
      mediaType: 'application/vnd.apache.parquet',
      size,
    };
  },
};

async function resultOf(context: HandlerContext, id: string, field = 'id'): Promise<KeptResult> {
  const found = await findResult(context.tx, context.organizationId, id);
  if (found !== undefined) return found;
  throw new TickmarkError('not_found', 'There is no such result.', {
    field,
    action: 'Take an id from the list of results.',
  });
}

async function populationFiles(
  context: HandlerContext,
  result: KeptResult,
): Promise<Record<string, { file: string; manifest: PopulationManifest }>> {
  const found = await findPopulations(context.tx, context.organizationId, Object.values(result.populations));
  const files: Record<string, { file: string; manifest: PopulationManifest }> = {};
  for (const { kind, manifest } of found) {
    files[kind] = { file: await context.blobs.local(context.organizationId, manifest.sha256), manifest };
  }
  return files;
}
