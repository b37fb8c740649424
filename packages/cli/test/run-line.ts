import type { ExitCode } from '@tickmark/core';
import { runCommandLine } from '../src/main.ts';

export interface Ran {
  code: ExitCode;
  stdout: string;
  stderr: string;
}

/** Runs one command line as a user would type it, in this process, and keeps what it printed. */
export async function runLine(...args: string[]): Promise<Ran> {
  const ran: Ran = { code: 0, stdout: '', stderr: '' };
  await runCommandLine(args, {
    stdout: (text) => {
      ran.stdout += text;
    },
    stderr: (text) => {
      ran.stderr += text;
    },
    exit: (code) => {
      ran.code = code;
    },
  });
  return ran;
}
