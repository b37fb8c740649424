import { TickmarkError } from '@tickmark/core';
import { LogError } from '@tickmark/evidence-log';

/** Something of the log, or of what it seals, was changed or lost beside the product. `message` says what. */
export function brokenLog(message: string, cause?: unknown): TickmarkError {
  return new TickmarkError('does_not_hold', message, {
    action: 'Hold the records against the log (log.check): it names what was changed beside the product.',
    cause,
  });
}

/** What is told of an error that nobody caught: of one that reading our own log threw, that the log is broken. */
export function explainLog(error: unknown): unknown {
  return error instanceof LogError ? brokenLog(`The log is not as it was signed: ${error.message}`, error) : error;
}
