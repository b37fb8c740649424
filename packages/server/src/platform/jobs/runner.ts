import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TickmarkError } from '@tickmark/core';
import type { ErrorBody, JobKind } from '@tickmark/core';
import { keepFiles, type Blobs } from '../blobs/index.ts';
import type { OpenDatabase, Scope, Tx } from '../database/index.ts';
import type { JobContext, JobHandlers, WriteContext } from '../handler.ts';
import { explainLog, type Told } from '../trail/index.ts';
import { News } from './news.ts';
import { ThrottledProgress } from './progress.ts';
import { JobQueue } from './queue.ts';
import type { Ticket } from './queue.ts';
import { assertCurrent, begin, end, insertRun, putBack, saveProgress, Superseded, waitingRun } from './runs.ts';
import type { Begun, Ending, NewJob } from './runs.ts';

export interface JobParts {
  database: OpenDatabase;
  blobs: Blobs;
  /** Asked for by the first job: loading them takes longer than all else the jobs need. */
  handlers(): Promise<JobHandlers>;
  log: { error(facts: Record<string, unknown>, message: string): void };
  now(): Date;
  newId(): string;
  /** Writes the log entry of one write of a job, in its transaction, and returns its index. */
  record(tx: Tx, told: Told, who: { organizationId: string; userId: string; at: Date }): Promise<number>;
  /** Each job gets a folder in here; it belongs to this process alone. */
  workFolder: string;
}

export interface Jobs {
  /** Queues a job in the transaction of the write that asks for it, under the role `app`; returns its id. */
  enqueue(tx: Tx, job: NewJob): Promise<string>;
  /** Call after the commit of a transaction that queued: the work starts now instead of within two seconds. */
  notify(): void;
  /** Of each step of a job that works in this process. */
  news: News;
  /** Takes nothing new, gives running jobs `graceMs` to end, and puts the others back into the queue. */
  stop(graceMs?: number): Promise<void>;
}

/**
 * Starts to work on queued jobs: one at a time on the embedded database, two on a server. A job runs
 * at least once: after a crash it starts again from the beginning, at most once, so handlers make
 * the same thing under the same id. Each attempt is fenced; a write of one that was given up fails.
 */
export async function startJobs(parts: JobParts): Promise<Jobs> {
  const queue = await JobQueue.open(parts.database, (error) => parts.log.error({ err: error }, 'job queue'));
  const news = new News();
  const running = new Map<string, Attempt>();
  const work = async (ticket: Ticket): Promise<void> => {
    const begun = await parts.database.transaction(scopeOf(ticket), (tx) => begin(tx, ticket, parts.now()));
    news.tell();
    if (begun === undefined) return;
    const attempt = new Attempt(parts, ticket, begun, news);
    running.set(ticket.jobId, attempt);
    try {
      await attempt.run();
    } finally {
      running.delete(ticket.jobId);
    }
  };
  await queue.listen(parts.database.kind === 'embedded' ? 1 : 2, work);
  return {
    enqueue: async (tx, job) => {
      const waiting = job.once === true ? await waitingRun(tx, job) : undefined;
      if (waiting !== undefined) return waiting;
      await insertRun(tx, job);
      await queue.send(tx, { organizationId: job.organizationId, jobId: job.id, requestedBy: job.requestedBy });
      return job.id;
    },
    notify: () => queue.notify(),
    news,
    stop: async (graceMs = 10_000) => {
      await queue.stop(graceMs);
      for (const attempt of running.values()) await attempt.giveUp();
    },
  };
}

function scopeOf(ticket: Ticket): Scope {
  return { role: 'app', organizationId: ticket.organizationId, userId: ticket.requestedBy };
}

class Attempt {
  readonly #parts: JobParts;
  readonly #ticket: Ticket;
  readonly #begun: Begun;
  readonly #news: News;
  readonly #progress: ThrottledProgress;
  #givenUp = false;
  /** Files that it stored, and that no record names yet. */
  readonly #stored = new Set<string>();

  constructor(parts: JobParts, ticket: Ticket, begun: Begun, news: News) {
    this.#parts = parts;
    this.#ticket = ticket;
    this.#begun = begun;
    this.#news = news;
    this.#progress = new ThrottledProgress(async (step) => {
      await this.#transaction((tx) => saveProgress(tx, ticket, begun.attempt, step));
      news.tell();
    });
  }

  /** Ends the run as done or failed; rejects only when that cannot be written, and then the ticket comes again. */
  async run(): Promise<void> {
    const folder = await this.#emptyFolder();
    const ending = await this.#work(folder);
    if (this.#givenUp) return;
    await rm(folder, { recursive: true, force: true });
    if (ending === undefined) return;
    await this.#transaction((tx) => end(tx, this.#ticket, this.#begun.attempt, this.#parts.now(), ending));
    this.#news.tell();
  }

  /** Answers undefined where another attempt took over: its ending counts. */
  async #work(folder: string): Promise<Ending | undefined> {
    try {
      const handlers = await this.#parts.handlers();
      const result = await handlers[this.#begun.kind as JobKind](this.#context(folder), this.#begun.input);
      return { state: 'done', result, step: await this.#progress.finish() };
    } catch (error) {
      await this.#progress.finish().catch(() => undefined);
      return error instanceof Superseded ? undefined : { state: 'failed', error: this.#explain(error) };
    }
  }

  /** Leaves the run to an attempt that will have the number of this one, which from now on writes nothing. */
  async giveUp(): Promise<void> {
    const leaving = this.#transaction((tx) => putBack(tx, this.#ticket, this.#begun.attempt));
    this.#givenUp = true;
    await leaving;
  }

  #context(folder: string): JobContext {
    const { now, newId } = this.#parts;
    return {
      organizationId: this.#ticket.organizationId,
      requestedBy: this.#ticket.requestedBy,
      jobId: this.#ticket.jobId,
      blobs: this.#watched(),
      folder,
      now,
      newId,
      read: (work) => this.#transaction(work),
      write: (op, work) => this.#write(op, work),
      derive: (work) =>
        this.#transaction(async (tx) => {
          await assertCurrent(tx, this.#ticket, this.#begun.attempt);
          return work(tx);
        }),
      progress: async (step) => this.#progress.report(step),
    };
  }

  #watched(): Blobs {
    const { blobs } = this.#parts;
    const note = async (storing: ReturnType<Blobs['put']>): ReturnType<Blobs['put']> => {
      const stored = await storing;
      this.#stored.add(stored.sha256);
      return stored;
    };
    return {
      put: (...given) => note(blobs.put(...given)),
      putFile: (...given) => note(blobs.putFile(...given)),
      has: (...given) => blobs.has(...given),
      open: (...given) => blobs.open(...given),
      local: (...given) => blobs.local(...given),
      held: (...given) => blobs.held(...given),
      remove: (...given) => blobs.remove(...given),
    };
  }

  async #write<T>(op: string, work: (context: WriteContext) => Promise<T>): Promise<T> {
    const { blobs, now, newId, record } = this.#parts;
    const { organizationId, requestedBy: userId } = this.#ticket;
    const stored = [...this.#stored];
    const result = await this.#transaction(async (tx) => {
      await assertCurrent(tx, this.#ticket, this.#begun.attempt);
      await keepFiles(tx, blobs, organizationId, stored);
      const at = now();
      let entries = 0;
      const result = await work({
        tx,
        organizationId,
        userId,
        now: at,
        newId,
        record: (facts, seals) => {
          entries += 1;
          return record(tx, { op, facts, seals }, { organizationId, userId, at });
        },
      });
      if (entries !== 1) throw new Error(`The write ${op} of a job left ${entries} log entries instead of one.`);
      return result;
    });
    // Jobs write right after they store, and name then what they stored.
    for (const sha256 of stored) this.#stored.delete(sha256);
    return result;
  }

  async #transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    if (this.#givenUp) throw new Superseded();
    return this.#parts.database.transaction(scopeOf(this.#ticket), work);
  }

  /** A folder of this attempt; those of attempts that died go. */
  async #emptyFolder(): Promise<string> {
    const { workFolder } = this.#parts;
    await mkdir(workFolder, { recursive: true, mode: 0o700 });
    const left = (await readdir(workFolder)).filter((name) => name.startsWith(`${this.#ticket.jobId}-`));
    for (const name of left) await rm(join(workFolder, name), { recursive: true, force: true });
    const folder = join(workFolder, `${this.#ticket.jobId}-${this.#begun.attempt}`);
    await mkdir(folder, { mode: 0o700 });
    return folder;
  }

  #explain(thrown: unknown): ErrorBody {
    const error = explainLog(thrown);
    if (error !== thrown) this.#parts.log.error({ err: thrown, ...this.#ticket }, 'the log does not hold');
    if (error instanceof TickmarkError) return error.toJSON();
    const errorId = this.#parts.newId();
    const { organizationId, jobId } = this.#ticket;
    this.#parts.log.error({ err: error, errorId, organizationId, jobId, kind: this.#begun.kind }, 'job failed');
    return {
      code: 'internal',
      message: `The work ended by a defect of the program, number ${errorId}.`,
      action: 'Look for that number in the server log, or report it.',
    };
  }
}
