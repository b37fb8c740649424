import { sampleItems, TickmarkError, type KeptStep, type Sample, type SampleItem } from '@tickmark/core';
import type { HandlerContext } from '../platform/handler.ts';
import { eventsOf } from './events.ts';
import { stepsOfSamples } from './step-store.ts';
import { extensionsOf, findSample, lockSample } from './store.ts';

/** A sample as it stands: its first draw, what extended it, its steps and the items that follow. */
export interface Chain {
  first: Sample;
  extensions: Sample[];
  steps: KeptStep[];
  items: SampleItem[];
}

/** The sample that a draw begins or extends; foreign ids get the same answer as unknown ones. */
export async function chainOf(context: Pick<HandlerContext, 'tx' | 'organizationId'>, id: string): Promise<Chain> {
  const { tx, organizationId } = context;
  const named = await findSample(tx, organizationId, id);
  const first = named?.firstId ? await findSample(tx, organizationId, named.firstId) : named;
  if (first === undefined) {
    throw new TickmarkError('not_found', 'There is no such sample.', {
      field: 'id',
      action: 'Take an id from the list of samples.',
    });
  }
  return readChain(context, first);
}

/** As `chainOf`, and nobody else adds to the sample until this write ends. */
export async function lockedChain(context: HandlerContext, id: string): Promise<Chain> {
  const { first } = await chainOf(context, id);
  await lockSample(context.tx, first);
  return readChain(context, first);
}

export async function readChain(
  { tx, organizationId }: Pick<HandlerContext, 'tx' | 'organizationId'>,
  first: Sample,
): Promise<Chain> {
  const extensions = await extensionsOf(tx, organizationId, [first.id]);
  const steps = await stepsOfSamples(tx, organizationId, [first.id]);
  return { first, extensions, steps, items: sampleItems(eventsOf([first, ...extensions], steps)) };
}
