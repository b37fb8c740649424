/**
 * Every failure a user can cause or must act on has one code of this list. Anything else is a
 * defect: the server answers it with an opaque 500 and an id that the server log explains.
 */
export const errorCodes = [
  'bad_input',
  'unsupported_media',
  'too_large',
  'not_signed_in',
  'wrong_credentials',
  'not_permitted',
  'not_found',
  'conflict',
  'already_done',
  'idempotency_mismatch',
  'too_many_requests',
  'not_yet_possible',
  'no_longer_possible',
  'gone',
  'history_incomplete',
  'definition_invalid',
  'population_invalid',
  'source_unreadable',
  'does_not_hold',
  'data_folder_locked',
  'port_taken',
  'registry_unreachable',
  'cannot_run',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** HTTP status of each code; exhaustive, so a new code does not compile without one. */
export const httpStatus: Record<ErrorCode, number> = {
  bad_input: 400,
  unsupported_media: 415,
  too_large: 413,
  not_signed_in: 401,
  wrong_credentials: 401,
  not_permitted: 403,
  not_found: 404,
  conflict: 409,
  already_done: 409,
  idempotency_mismatch: 409,
  too_many_requests: 429,
  not_yet_possible: 422,
  no_longer_possible: 422,
  gone: 410,
  history_incomplete: 422,
  definition_invalid: 422,
  population_invalid: 422,
  source_unreadable: 422,
  does_not_hold: 422,
  data_folder_locked: 503,
  port_taken: 503,
  registry_unreachable: 503,
  cannot_run: 503,
  internal: 500,
};

/** 0 done, 1 the thing checked does not hold, 2 bad usage or input, 3 could not run. */
export type ExitCode = 0 | 1 | 2 | 3;

export const exitCode: Record<ErrorCode, Exclude<ExitCode, 0>> = {
  bad_input: 2,
  unsupported_media: 2,
  too_large: 2,
  not_signed_in: 3,
  wrong_credentials: 2,
  not_permitted: 3,
  not_found: 2,
  conflict: 2,
  already_done: 2,
  idempotency_mismatch: 2,
  too_many_requests: 3,
  not_yet_possible: 2,
  no_longer_possible: 2,
  gone: 2,
  history_incomplete: 2,
  definition_invalid: 2,
  population_invalid: 2,
  source_unreadable: 2,
  does_not_hold: 1,
  data_folder_locked: 3,
  port_taken: 3,
  registry_unreachable: 3,
  cannot_run: 3,
  internal: 3,
};

export interface ErrorDetail {
  /** Path of the input field at fault, dotted: `period.from`. */
  field?: string;
  /** What the reader can do about it, as an instruction. */
  action?: string;
  cause?: unknown;
}

/** The one error class that crosses a boundary. `message` says what happened, `action` what to do. */
export class TickmarkError extends Error {
  override readonly name = 'TickmarkError';
  readonly code: ErrorCode;
  readonly field: string | undefined;
  readonly action: string | undefined;

  constructor(code: ErrorCode, message: string, detail: ErrorDetail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.code = code;
    this.field = detail.field;
    this.action = detail.action;
  }

  /** The shape every surface shows: HTTP body, CLI line, job error. */
  toJSON(): ErrorBody {
    const body: ErrorBody = { code: this.code, message: this.message };
    if (this.field !== undefined) body.field = this.field;
    if (this.action !== undefined) body.action = this.action;
    return body;
  }
}

export interface ErrorBody {
  code: ErrorCode;
  message: string;
  field?: string;
  action?: string;
}
