import { TickmarkError, type Population } from '@tickmark/core';
import type { HandlerContext } from '../platform/handler.ts';
import { findPopulation } from './store.ts';

/** The population an operation is about; foreign ids get the same answer as unknown ones. */
export async function populationOf(
  context: Pick<HandlerContext, 'tx' | 'organizationId'>,
  id: string,
  field = 'id',
): Promise<Population> {
  const found = await findPopulation(context.tx, context.organizationId, id);
  if (found !== undefined) return found;
  throw new TickmarkError('not_found', 'There is no such population.', {
    field,
    action: 'Take an id from the list of populations.',
  });
}
