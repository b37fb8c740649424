import { Worker } from 'node:worker_threads';
import { TickmarkError, type ErrorBody } from '@tickmark/core';
import type { Look, LookedAt } from '@tickmark/connectors/look';

export interface TableQuestion {
  /** A file of this machine. */
  path: string;
  table: { format: 'csv'; encoding: string; delimiter: string } | { format: 'xlsx'; sheet: string | undefined };
  look: Look;
}

export type Table = LookedAt & { sheets: string[]; sheet: string | null };
export type TableAnswer = Table | { refused: ErrorBody } | { failed: string };

/** Why a file is not shown as a table, in words. */
export class NoTable extends Error {
  override readonly name = 'NoTable';
}

const withinMs = 10_000;
const restsAfterMs = 30_000;
const maxWaiting = 20;

/** Half of what a server may take for a hostile upload; shared texts of a workbook lie beside it. */
const resourceLimits = { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 32 };

/**
 * Reads tables in a thread of its own, one after the other, so that a file made to burst or to last ends that thread
 * and nothing else. The thread rests when nobody asks.
 */
class TableReader {
  #worker: Worker | undefined;
  #rest: NodeJS.Timeout | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** Errors: NoTable, not_found (no such sheet), too_many_requests. */
  read(question: TableQuestion): Promise<Table> {
    if (this.#waiting >= maxWaiting) {
      throw new TickmarkError('too_many_requests', 'Many tables are being read at once.', {
        action: 'Try again in a moment, or download the file.',
      });
    }
    this.#waiting += 1;
    const mine = this.#last
      .then(() => this.#ask(question))
      .finally(() => {
        this.#waiting -= 1;
      });
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  async #ask(question: TableQuestion): Promise<Table> {
    clearTimeout(this.#rest);
    const worker = (this.#worker ??= begin());
    let answer: TableAnswer;
    try {
      answer = await answerOf(worker, question);
    } catch (error) {
      await this.#end();
      throw error;
    }
    this.#rest = setTimeout(() => void this.#end(), restsAfterMs).unref();
    if ('failed' in answer) throw new Error(`reading a table failed: ${answer.failed}`);
    if (!('refused' in answer)) return answer;
    const { code, message, field, action } = answer.refused;
    if (code !== 'not_found') throw new NoTable(message);
    throw new TickmarkError(code, message, { ...(field && { field }), ...(action && { action }) });
  }

  async #end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}

export const tableReader = new TableReader();

/** An empty environment: a file that is read has no use for the server's secrets. */
function begin(): Worker {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { env: {}, resourceLimits });
  worker.unref();
  return worker;
}

async function answerOf(worker: Worker, question: TableQuestion): Promise<TableAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<TableAnswer>();
  const late = setTimeout(
    () => reject(new NoTable(`Reading it takes longer than ${withinMs / 1000} seconds.`)),
    withinMs,
  );
  const failed = (error: NodeJS.ErrnoException): void =>
    reject(
      error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new NoTable('Reading it takes more memory than it may have.') : error,
    );
  const ended = (): void => reject(new NoTable('Reading it broke off.'));
  worker.on('message', resolve).on('error', failed).on('exit', ended);
  try {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    worker.postMessage(question);
    return await promise;
  } finally {
    clearTimeout(late);
    worker.off('message', resolve).off('error', failed).off('exit', ended);
  }
}
