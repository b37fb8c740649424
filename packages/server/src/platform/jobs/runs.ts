import type { ErrorBody } from '@tickmark/core';
import { sql } from 'kysely';
import { json } from '../database/index.ts';
import type { Tx } from '../database/index.ts';
import type { JobRequest } from '../handler.ts';
import type { Ticket } from './queue.ts';

/** How often a job may be begun: once, and once more after its process died. */
const mostAttempts = 2;

export type NewJob = JobRequest & { id: string; organizationId: string; requestedBy: string; now: Date };

/** What is known of a job once it was begun. */
export interface Begun {
  kind: string;
  input: Record<string, unknown>;
  attempt: number;
}

export interface Progress {
  done?: number;
  total?: number | null;
  note?: string | null;
}

/** A newer attempt, or the end of the job, took this attempt's place; it must write nothing more. */
export class Superseded extends Error {
  override readonly name = 'Superseded';
}

export async function insertRun(tx: Tx, job: NewJob): Promise<void> {
  await tx
    .insertInto('jobRuns')
    .values({
      organizationId: job.organizationId,
      id: job.id,
      kind: job.kind,
      title: job.title,
      input: json(job.input),
      requestedBy: job.requestedBy,
      state: 'queued',
      unit: job.unit,
      createdAt: job.now,
    })
    .execute();
}

/** A run of the same kind that has not begun, held back until this transaction ends: it will see what is written here. */
export async function waitingRun(tx: Tx, job: NewJob): Promise<string | undefined> {
  const run = await tx
    .selectFrom('jobRuns')
    .select('id')
    .where('organizationId', '=', job.organizationId)
    .where('kind', '=', job.kind)
    .where('state', '=', 'queued')
    .limit(1)
    .forShare()
    .skipLocked()
    .executeTakeFirst();
  return run?.id;
}

/** Counts an attempt. Answers undefined where there is nothing to do: ended before, or tried too often. */
export async function begin(tx: Tx, ticket: Ticket, now: Date): Promise<Begun | undefined> {
  const run = await tx
    .selectFrom('jobRuns')
    .select(['kind', 'input', 'state', 'attempts'])
    .where('organizationId', '=', ticket.organizationId)
    .where('id', '=', ticket.jobId)
    .forUpdate()
    .executeTakeFirst();
  if (run === undefined || run.state === 'done' || run.state === 'failed') return undefined;
  if (run.attempts >= mostAttempts) {
    await end(tx, ticket, run.attempts, now, {
      state: 'failed',
      error: {
        code: 'internal',
        message: 'The server stopped twice while it worked on this.',
        action: 'Start it again; if the server stops again, its log says why.',
      },
    });
    return undefined;
  }
  const attempt = run.attempts + 1;
  await tx
    .updateTable('jobRuns')
    .set({ state: 'running', attempts: attempt, done: 0, total: null, note: null, change: sql`change + 1` })
    .where('organizationId', '=', ticket.organizationId)
    .where('id', '=', ticket.jobId)
    .execute();
  return { kind: run.kind, input: run.input as Record<string, unknown>, attempt };
}

/** Holds the run until the transaction ends, so that no other attempt begins meanwhile. Throws Superseded. */
export async function assertCurrent(tx: Tx, ticket: Ticket, attempt: number): Promise<void> {
  const run = await tx
    .selectFrom('jobRuns')
    .select('id')
    .where('organizationId', '=', ticket.organizationId)
    .where('id', '=', ticket.jobId)
    .where('attempts', '=', attempt)
    .where('state', '=', 'running')
    .forShare()
    .executeTakeFirst();
  if (run === undefined) throw new Superseded(`Attempt ${attempt} of the job ${ticket.jobId} is over.`);
}

export async function saveProgress(tx: Tx, ticket: Ticket, attempt: number, step: Progress): Promise<void> {
  await tx
    .updateTable('jobRuns')
    .set({ ...step, change: sql`change + 1` })
    .where('organizationId', '=', ticket.organizationId)
    .where('id', '=', ticket.jobId)
    .where('attempts', '=', attempt)
    .where('state', '=', 'running')
    .execute();
}

export type Ending =
  | { state: 'done'; result: Record<string, unknown>; step: Progress }
  | { state: 'failed'; error: ErrorBody };

export async function end(tx: Tx, ticket: Ticket, attempt: number, now: Date, ending: Ending): Promise<void> {
  const outcome =
    ending.state === 'done' ? { ...ending.step, result: json(ending.result) } : { error: json(ending.error) };
  await tx
    .updateTable('jobRuns')
    .set({ ...outcome, state: ending.state, finishedAt: now, change: sql`change + 1` })
    .where('organizationId', '=', ticket.organizationId)
    .where('id', '=', ticket.jobId)
    .where('attempts', '=', attempt)
    .execute();
}

/** A stop on purpose is no failed attempt: the run waits for the next start. */
export async function putBack(tx: Tx, ticket: Ticket, attempt: number): Promise<void> {
  await tx
    .updateTable('jobRuns')
    .set({ state: 'queued', attempts: attempt - 1, note: null, change: sql`change + 1` })
    .where('organizationId', '=', ticket.organizationId)
    .where('id', '=', ticket.jobId)
    .where('attempts', '=', attempt)
    .where('state', '=', 'running')
    .execute();
}
