import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const worker = fileURLToPath(new URL('./worker.ts', import.meta.url));

export type WorkerAnswer = { ok: true; pdf: Uint8Array; pages: number } | { ok: false; message: string };

/** What the process is asked to set: a template, by its path under this folder's parent, with facts that have a JSON form. */
export interface Setting {
  template: 'report/report.typ' | 'plan/plan.typ' | 'readiness/readiness.typ' | 'policies/policies.typ';
  facts: unknown;
}

/**
 * A document as PDF/UA-1. The same facts give the same bytes. Typst keeps memory after a
 * render, so each one runs in a process of its own that ends with it.
 *
 * Rejects with the abort reason when `signal` fires (the process is ended), and with a plain Error
 * when the template or the process fails: a defect, not something a user can act on.
 */
export function typeset(
  setting: Setting,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<{ pdf: Uint8Array; pages: number }> {
  const { signal } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const child = taken();
    let failure = '';
    let answer: WorkerAnswer | undefined;
    const abort = () => child.kill('SIGKILL');
    signal?.addEventListener('abort', abort, { once: true });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      failure = (failure + text).slice(-4000);
    });
    child.on('message', (message: WorkerAnswer) => {
      answer = message;
    });
    child.on('error', reject);
    child.on('close', (code, killedBy) => {
      if (keeping) wait();
      signal?.removeEventListener('abort', abort);
      if (signal?.aborted) reject(signal.reason);
      else if (answer?.ok) resolve({ pdf: answer.pdf, pages: answer.pages });
      else reject(new Error(`the renderer of documents failed (${killedBy ?? code}): ${answer?.message ?? failure}`));
    });
    child.send(setting, (error) => {
      if (error) reject(error);
    });
  });
}

/** A process that waits for what it is to set, and has read fonts and compiler meanwhile. */
let waiting: ChildProcess | undefined;
let keeping = false;
let idle: NodeJS.Timeout | undefined;
const idleMs = 10 * 60_000;

/**
 * Has a process wait for the next document from the first one on, until none has been asked for during ten minutes: to start
 * one takes longer than to set a few pages. Answers with how to end that.
 */
export function keepRendererWarm(): () => void {
  keeping = true;
  return () => {
    keeping = false;
    endWaiting();
  };
}

function endWaiting(): void {
  clearTimeout(idle);
  waiting?.kill('SIGKILL');
  waiting = undefined;
}

function wait(): void {
  clearTimeout(idle);
  waiting ??= started();
  idle = setTimeout(endWaiting, idleMs).unref();
  // Neither holds the server where it wants to end; a process whose channel closes ends by itself.
  waiting.unref();
  waiting.channel?.unref();
}

function taken(): ChildProcess {
  const child = waiting !== undefined && waiting.connected ? waiting : started();
  if (child === waiting) {
    waiting = undefined;
    child.ref();
    child.channel?.ref();
  }
  return child;
}

function started(): ChildProcess {
  // An empty environment: the renderer needs none of the server's secrets, zone or locale.
  return fork(worker, [], {
    serialization: 'advanced',
    env: {},
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}
