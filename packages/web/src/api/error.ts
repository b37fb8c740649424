import type { ErrorBody } from '@tickmark/core';

/** What an operation answered in place of its output: what happened, at which field, what to do. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly body: ErrorBody;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;

  constructor(body: ErrorBody, status: number) {
    super(body.message);
    this.body = body;
    this.status = status;
  }
}

/** Any failure as something that can be shown. */
export function errorBody(error: unknown): ErrorBody {
  if (error instanceof ApiError) return error.body;
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message: `The page failed: ${message}`, action: 'Load the page again.' };
}

/** The error that a response with a failure status stands for, whatever its body. */
export function readError(status: number, text: string): ApiError {
  try {
    const { error } = JSON.parse(text) as { error?: ErrorBody };
    if (typeof error?.code === 'string' && typeof error.message === 'string') return new ApiError(error, status);
  } catch {
    // Not JSON: a proxy answered, not Tickmark.
  }
  return new ApiError(
    {
      code: 'internal',
      message: `The server answered ${status} without saying why.`,
      action: 'Try again in a moment.',
    },
    status,
  );
}

export function noAnswer(): ApiError {
  return new ApiError(
    {
      code: 'cannot_run',
      message: 'No answer from the server.',
      action: 'Check that Tickmark is running, then try again.',
    },
    0,
  );
}

export function cancelled(): ApiError {
  return new ApiError(
    {
      code: 'cannot_run',
      message: 'The upload was cancelled.',
      action: 'Nothing of the file is kept; send it again when you like.',
    },
    0,
  );
}
