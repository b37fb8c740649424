import { exitCode, TickmarkError, type ExitCode } from '@tickmark/core';

/** Where a command prints and how it ends; arguments, so that commands can be run in a test. */
export interface Io {
  stdout(text: string): void;
  stderr(text: string): void;
  exit(code: ExitCode): void;
}

export const processIo: Io = {
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  exit: (code) => {
    process.exitCode = code;
  },
};

/** One line on standard error: what happened, and what to do. */
export function reportError(io: Io, error: unknown): void {
  if (error instanceof TickmarkError) {
    const field = error.field === undefined ? '' : ` (${error.field})`;
    const action = error.action === undefined ? '' : ` ${error.action}`;
    io.stderr(`error: ${error.message}${field}${action}\n`.replaceAll(/\n(?!$)/g, ' '));
    io.exit(exitCode[error.code]);
    return;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.stderr(`error: This is a defect in tickmark. ${text}\n`);
  io.exit(3);
}

/** Progress that rewrites itself on a terminal and stays silent in a log. */
export function progressLine(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}
