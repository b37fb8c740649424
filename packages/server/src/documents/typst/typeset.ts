import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const worker = fileURLToPath(new URL('./worker.ts', import.meta.url));

export type WorkerAnswer = { ok: true; pdf: Uint8Array; pages: number } | { ok: false; message: string };

/** What the process is asked to set: a template, by its path under this folder's parent, with facts that have a JSON form. */
export interface Setting {
  template: 'report/report.typ' | 'plan/plan.typ' | 'readiness/readiness.typ';
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
    // An empty environment: the renderer needs none of the server's secrets, zone or locale.
    const child = fork(worker, [], {
      serialization: 'advanced',
      env: {},
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
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
