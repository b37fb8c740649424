import { TickmarkError } from '@tickmark/core';

/** Of a transaction: `kept` once its work was done and it was told to keep it. */
export type Phase = 'working' | 'kept';

const ofDatabase = new WeakSet<Error>();

/** Marks what a session threw: a store of files or a host that is away throws the same errors of the system. */
export function thrownByDatabase(error: unknown): never {
  if (error instanceof Error) ofDatabase.add(error);
  throw error;
}

/**
 * What a request is told of an error of the database that is none of its own: its disk, or its server, is not well.
 * Any other error is given back as it is. Codes: PostgreSQL's documentation, appendix A.
 */
export function failureOf(error: unknown, phase: Phase): unknown {
  if (!(error instanceof Error) || !ofDatabase.has(error)) return error;
  const what = troubleOf(error);
  if (what === undefined) return error;
  const { message, action } = troubles[what];
  // A server that breaks while it keeps something may have kept it; one that refuses has not.
  if (phase === 'kept' && !isRefusal(error))
    return new TickmarkError(
      'cannot_run',
      `${message} as this was being kept: whether it was kept can only be seen later.`,
      { action: 'Look whether it is there before you send it again.', cause: error },
    );
  return new TickmarkError('cannot_run', `${message}; nothing was changed.`, { action, cause: error });
}

type Trouble = 'full' | 'broken' | 'away';

const troubles: Record<Trouble, { message: string; action: string }> = {
  full: { message: 'The disk of the database is full', action: 'Make room on it and try again.' },
  broken: {
    message: 'The disk of the database failed',
    action: 'Look whether that disk is sound, and try again.',
  },
  away: {
    message: 'The database did not answer',
    action: 'Try again in a moment. If it stays so, see whether the server of the database runs.',
  },
};

const byState: Record<string, Trouble> = {
  '53100': 'full', // disk_full
  '58030': 'broken', // io_error
  '57P01': 'away', // admin_shutdown
  '57P02': 'away', // crash_shutdown
  '57P03': 'away', // cannot_connect_now
  '53300': 'away', // too_many_connections
};
const ofSystem = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
];
/** What node-postgres says in words alone. */
const inWords =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout (exceeded|expired))/;

function troubleOf(error: Error): Trouble | undefined {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (byState[code] !== undefined) return byState[code];
  // connection_exception
  if (/^08...$/.test(code)) return 'away';
  if (ofSystem.includes(code)) return 'away';
  return inWords.test(error.message) ? 'away' : undefined;
}

/** Of the statement alone: the server goes on, and has not done it. */
function isRefusal(error: Error): boolean {
  return 'severity' in error && error.severity === 'ERROR';
}
