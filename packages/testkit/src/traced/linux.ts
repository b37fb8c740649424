import koffi from 'koffi';

/** Of ptrace(2), and of linux/ptrace.h. */
export const requests = {
  pokeUser: 6,
  kill: 8,
  syscall: 24,
  seize: 0x4206,
  syscallInfo: 0x420e,
} as const;

/** PTRACE_O_*: system calls told from signals; every child and thread is traced too; all end with the tracer. */
export const traceAll = 0x1 | 0x2 | 0x4 | 0x8 | 0x10 | 0x100000;

/** Offsets in `struct user` of x86-64, in bytes: the number of a system call, its result, its third argument. */
export const registers = { number: 15 * 8, result: 10 * 8, third: 12 * 8 } as const;

/** Of x86-64, those that change what a disk holds or say when it does. */
export const systemCalls: ReadonlyMap<number, SystemCall> = new Map([
  [1, 'write'],
  [18, 'pwrite'],
  [20, 'writev'],
  [74, 'fsync'],
  [75, 'fdatasync'],
  [285, 'fallocate'],
  [296, 'pwritev'],
]);
export type SystemCall = 'write' | 'pwrite' | 'writev' | 'pwritev' | 'fallocate' | 'fsync' | 'fdatasync';

/** errno(3). */
export const errors = { EIO: 5, ENOSPC: 28 } as const;

/** A traced process is stopped: at a system call, by a signal, for an event; or it is gone. */
export interface Stopped {
  pid: number;
  /** As waitpid(2) gives it. */
  status: number;
}

export interface Linux {
  /** Throws with the number of the error, but where the process is gone. */
  ptrace(request: number, pid: number, address: number, data: number | Uint8Array): 'done' | 'gone';
  /** Waits for a process that this thread traces; null where none is left. */
  wait(): Stopped | null;
}

const gone = 3; // ESRCH
const noChild = 10; // ECHILD
const interrupted = 4; // EINTR
/** __WALL and __WNOTHREAD: all that this thread traces, and no child of another thread. */
const ofThisThread = 0x40000000 | 0x20000000;

export function openLinux(): Linux {
  const library = koffi.load('libc.so.6');
  const withNumber = library.func('long ptrace(long request, int pid, size_t address, size_t data)');
  const withBytes = library.func('long ptrace(long request, int pid, size_t address, _Inout_ uint8_t *data)');
  const waitpid = library.func('int waitpid(int pid, _Out_ int *status, int options)');
  return {
    ptrace: (request, pid, address, data) => {
      const done = Number((typeof data === 'number' ? withNumber : withBytes)(request, pid, address, data));
      if (done >= 0) return 'done';
      if (koffi.errno() === gone) return 'gone';
      throw new Error(`ptrace ${request} of ${pid} was refused with error ${koffi.errno()}.`);
    },
    wait: () => {
      for (;;) {
        const status = [0];
        const pid = Number(waitpid(-1, status, ofThisThread));
        if (pid > 0) return { pid, status: status[0] ?? 0 };
        if (koffi.errno() === noChild) return null;
        if (koffi.errno() !== interrupted) throw new Error(`waitpid was refused with error ${koffi.errno()}.`);
      }
    },
  };
}
