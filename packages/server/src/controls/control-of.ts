import { TickmarkError, type Control } from '@tickmark/core';
import type { HandlerContext } from '../platform/handler.ts';
import { findControl } from './store.ts';

/** The version an operation is about, or the one `not_found` that also answers for foreign ids. */
export async function controlOf(
  { tx, organizationId }: Pick<HandlerContext, 'tx' | 'organizationId'>,
  id: string,
): Promise<Control> {
  const control = await findControl(tx, organizationId, id);
  if (control !== undefined) return control;
  throw new TickmarkError('not_found', 'There is no such control.', {
    field: 'id',
    action: 'Take an id from the list of adopted controls.',
  });
}

export function unknownCode(code: string, field: string): TickmarkError {
  return new TickmarkError('not_found', `No control with the code ${code} has been adopted.`, {
    field,
    action: 'Take a code from the list of adopted controls.',
  });
}
