import { spawn } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { errors, openLinux, registers, requests, systemCalls, traceAll, type SystemCall } from './linux.ts';

/** Where processes can be traced: elsewhere the numbers of system calls and registers are others. */
export const canTrace = process.platform === 'linux' && process.arch === 'x64';

/** A system call on an open file. */
export interface FileCall {
  call: SystemCall;
  /** Where the kernel says the file is now. */
  path: string;
  /** The open file itself, to be read, whatever became of its name. */
  file: string;
  /** What is to be written; 0 where the call has no such number. */
  bytes: number;
}

export interface Disk {
  /** What becomes of it: it is done, fails, or takes the first bytes only. */
  asked(call: FileCall): 'done' | { error: keyof typeof errors } | { atMost: number };
  /** It was done, and the process that asked for it does not know yet. */
  done(call: FileCall): void;
}

/**
 * Runs a program and all that it starts on a disk of a test, through ptrace(2), and gives back when the last of its
 * processes has ended. Nothing else happens in this thread meanwhile. Linux on x86-64.
 */
export function runOnDisk(
  { file, args, cwd, account }: { file: string; args: readonly string[]; cwd: string; account: object },
  disk: Disk,
): void {
  const { ptrace, wait } = openLinux();
  // It waits to be traced before it becomes the program.
  const child = spawn('/bin/sh', ['-c', 'kill -STOP $$; exec "$0" "$@"', file, ...args], {
    ...account,
    cwd,
    stdio: 'ignore',
  });
  const { pid: first } = child;
  if (first === undefined) throw new Error(`${file} did not start.`);
  while (!/^State:\tT/m.test(readFileSync(`/proc/${first}/status`, 'utf8')));
  // Its end is told to the tracer, and to nobody else.
  child.unref();
  ptrace(requests.seize, first, 0, traceAll);
  process.kill(first, 'SIGCONT');

  /** By process: the call it is in, and the error that is put in the place of its result. */
  const inside = new Map<number, { call: FileCall; error?: number }>();
  const info = new Uint8Array(88);
  const view = new DataView(info.buffer);
  const atCall = (pid: number): void => {
    if (ptrace(requests.syscallInfo, pid, info.length, info) === 'gone') return;
    const entered = info[0] === 1;
    if (!entered) {
      const now = inside.get(pid);
      inside.delete(pid);
      if (now?.error !== undefined) ptrace(requests.pokeUser, pid, registers.result, -now.error);
      else if (now !== undefined && view.getBigInt64(24, true) >= 0n) disk.done(now.call);
      return;
    }
    const name = systemCalls.get(Number(view.getBigUint64(24, true)));
    if (name === undefined) return;
    const file = `/proc/${pid}/fd/${view.getBigUint64(32, true)}`;
    const path = targetOf(file);
    if (!path?.startsWith('/')) return;
    const bytes = name === 'write' || name === 'pwrite' ? Number(view.getBigUint64(48, true)) : 0;
    const call: FileCall = { call: name, path, file, bytes };
    const answer = disk.asked(call);
    if (answer === 'done') inside.set(pid, { call });
    else if ('atMost' in answer) {
      inside.set(pid, { call });
      ptrace(requests.pokeUser, pid, registers.third, answer.atMost);
    } else {
      inside.set(pid, { call, error: errors[answer.error] });
      // A call that there is not does nothing.
      ptrace(requests.pokeUser, pid, registers.number, -1);
    }
  };
  for (let next = wait(); next !== null; next = wait()) {
    const { pid, status } = next;
    const stopped = (status & 0xff) === 0x7f;
    if (!stopped) {
      inside.delete(pid);
      continue;
    }
    const signal = (status >> 8) & 0xff;
    const isCall = signal === (0x80 | 5);
    const isEvent = status >> 16 !== 0;
    if (isCall) atCall(pid);
    ptrace(requests.syscall, pid, 0, isCall || isEvent ? 0 : signal);
  }
}

function targetOf(file: string): string | undefined {
  try {
    return readlinkSync(file);
  } catch {
    return undefined;
  }
}
