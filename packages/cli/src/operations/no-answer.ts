import { TickmarkError } from '@tickmark/core';

/** The line or the server failed, and not the call: worth another try. */
export class NoAnswer extends TickmarkError {
  constructor(server: string, cause: unknown) {
    super('cannot_run', `No Tickmark server answers at ${server}.`, {
      action: 'Start one with tickmark start, or name it with --server URL.',
      cause,
    });
  }
}
