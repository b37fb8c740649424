import { tmpdir } from 'node:os';
import {
  engagementPeriod,
  TickmarkError,
  type Completion,
  type PopulationManifest,
  type TestPreview,
} from '@tickmark/core';
import {
  commonValues,
  completeDefinition,
  parseDefinition,
  populationKinds,
  previewTest,
} from '@tickmark/control-testing';
import { engagementOf } from '../engagements/index.ts';
import { holidayDates } from '../holidays/index.ts';
import type { HandlerContext } from '../platform/handler.ts';
import { newestPopulation } from '../populations/index.ts';
import { kindsOf } from './run-job.ts';

type Context = Pick<HandlerContext, 'tx' | 'organizationId' | 'blobs'>;

/** Tries an unsaved definition on the newest frozen populations; those of relations may be missing. */
export async function previewDefinition(
  context: Context,
  input: { engagementId: string; yaml: string },
): Promise<TestPreview> {
  const engagement = await engagementOf(context.tx, context.organizationId, input.engagementId);
  const definition = parseDefinition(input.yaml);
  const populations: Record<string, { file: string; manifest: PopulationManifest }> = {};
  for (const kind of kindsOf(definition)) {
    const frozen = await frozenFile(context, input.engagementId, kind);
    if (frozen !== undefined) populations[kind] = frozen;
  }
  const known = populationKinds().some(({ id }) => id === definition.population);
  if (known && populations[definition.population] === undefined) {
    throw new TickmarkError(
      'not_found',
      `No population of the kind ${definition.population} is frozen in this engagement.`,
      {
        field: 'yaml',
        action: `Freeze ${definition.population} to see what the test says of it.`,
      },
    );
  }
  const holidays = await holidayDates(context.tx, context.organizationId);
  return inTurn(() =>
    previewTest({
      yaml: input.yaml,
      populations,
      period: engagementPeriod(engagement.terms),
      timeZone: engagement.timeZone,
      holidays,
      folder: tmpdir(),
    }),
  );
}

/** What may stand at a place of a definition, with values of the newest frozen populations. */
export async function completeAt(
  context: Context,
  input: { engagementId: string; yaml: string; offset: number },
): Promise<Completion> {
  await engagementOf(context.tx, context.organizationId, input.engagementId);
  return completeDefinition({
    yaml: input.yaml,
    offset: input.offset,
    kinds: populationKinds(),
    values: async (kind, column, type) => {
      const frozen = await frozenFile(context, input.engagementId, kind);
      const held = frozen?.manifest.columns.some((c) => c.name === column && c.type === type);
      return frozen && held ? inTurn(() => commonValues(frozen.file, column, type)) : [];
    },
  });
}

async function frozenFile(
  { tx, organizationId, blobs }: Context,
  engagementId: string,
  kind: string,
): Promise<{ file: string; manifest: PopulationManifest } | undefined> {
  const population = await newestPopulation(tx, organizationId, engagementId, kind);
  if (population === undefined) return undefined;
  return { file: await blobs.local(organizationId, population.manifest.sha256), manifest: population.manifest };
}

let last: Promise<unknown> = Promise.resolve();

/** One after the other, so that many who type share one engine's memory. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(work, work);
  last = mine.catch(() => undefined);
  return mine;
}
