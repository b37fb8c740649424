import { httpStatus, TickmarkError, type ErrorBody } from '@tickmark/core';
import type { Logger } from 'pino';
import { explainLog } from '../trail/index.ts';

/** The same answer for an operation that doesn't exist and for a thing of somebody else. */
export function notFound(): TickmarkError {
  return new TickmarkError('not_found', 'There is nothing here under this name, or you may not see it.', {
    action: 'Check the address.',
  });
}

/**
 * Turns whatever was thrown into an answer. What a user can act on says so; anything else is opaque,
 * with an id that stands in the server log beside the cause.
 */
export function errorResponse(thrown: unknown, { log, newId }: { log: Logger; newId: () => string }): Response {
  const error = explainLog(thrown);
  if (error !== thrown) log.error({ err: thrown }, 'the log does not hold');
  if (error instanceof TickmarkError && error.code !== 'internal')
    return answer(error.toJSON(), httpStatus[error.code]);
  const id = newId();
  log.error({ id, err: error }, 'internal error');
  const body: ErrorBody & { id: string } = {
    code: 'internal',
    message: 'Something went wrong on our side; nothing was changed.',
    action: `Look for ${id} in the server log.`,
    id,
  };
  return answer(body, httpStatus.internal);
}

function answer(error: ErrorBody, status: number): Response {
  return Response.json({ error }, { status });
}
