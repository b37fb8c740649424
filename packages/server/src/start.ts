import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TickmarkError } from '@tickmark/core';
import { pino, type Logger } from 'pino';
import { keepRendererWarm } from './documents/index.ts';
import { prepareInstance } from './instance/index.ts';
import { startNoter, startSequencer } from './log/index.ts';
import { loadMasterKey } from './platform/auth/index.ts';
import { openBlobStore, s3PlaceOf, type S3Options } from './platform/blobs/index.ts';
import { systemClock, type Clock } from './platform/clock/index.ts';
import { instanceLogId, openDatabase, type Database } from './platform/database/index.ts';
import type { JobHandler, JobHandlers } from './platform/handler.ts';
import { createOutgoing } from './platform/http/outgoing.ts';
import { startJobs, type Jobs } from './platform/jobs/index.ts';
import { record } from './platform/trail/index.ts';
import { createUploads, openStaging, uploadLimits } from './platform/uploads/index.ts';
import { createServer } from './server.ts';
import { startStamper } from './timestamps/index.ts';
import { startAsker } from './witnesses/index.ts';

export interface StartOptions {
  /** Data folder; `$XDG_DATA_HOME/tickmark` or `~/.local/share/tickmark` without one. */
  data?: string | undefined;
  /** 4600 without one; 0 takes a free port. */
  port?: number | undefined;
  /** 127.0.0.1 without one: nobody else on the network reaches a fresh instance. */
  host?: string | undefined;
  /** PostgreSQL 15 or newer instead of the embedded database. */
  databaseUrl?: string | undefined;
  /** The address people type when a proxy stands before this server. */
  publicUrl?: string | undefined;
  /** GiB that a file sent in pieces may have; 4 without one. */
  maxUploadGiB?: number | undefined;
  /** Blobs in an S3-compatible store instead of the data folder; its credentials come from the environment. */
  s3?: S3Options | undefined;
  /** Resolves when the files of the web app are there; they are there already without one. */
  webApp?: Promise<void> | undefined;
  /** Witnesses of a log are asked at most this often, in milliseconds; a minute without one. */
  askEveryMs?: number | undefined;
  /** Each timestamp authority is asked to stamp a log at most this often; 60 without one. */
  stampEveryMinutes?: number | undefined;
  /** Lets this server call programs on its own machine, for a trial of witnesses and timestamps; it does not without. */
  allowLoopback?: boolean | undefined;
  clock?: Clock | undefined;
  log?: Logger | undefined;
}

export interface Running {
  /** `http://127.0.0.1:4600` */
  url: string;
  /** The one-time address that makes the first owner; null once there is one. */
  claimUrl: string | null;
  database: Database;
  /** Answers what is being answered, puts running jobs back into the queue, signs the logs, and closes. */
  close(): Promise<void>;
}

const defaultPort = 4600;
const defaultAskEveryMs = 60_000;
const defaultStampEveryMinutes = 60;
/** Of a timer. */
const mostMinutes = 7 * 24 * 60;

/**
 * Starts everything on one machine: database, blobs, jobs, log and HTTP server.
 * Errors: data_folder_locked, port_taken, cannot_run, bad_input (a port, size, time or place of blobs that is none).
 */
export async function startTickmark(options: StartOptions = {}): Promise<Running> {
  const port = checkedPort(options.port ?? defaultPort);
  const maxUploadBytes = checkedBytes(options.maxUploadGiB ?? 4);
  const stampEveryMs = checkedMs(options.stampEveryMinutes ?? defaultStampEveryMinutes);
  const s3 = s3PlaceOf(options.s3 ?? {}, process.env);
  const host = options.host ?? '127.0.0.1';
  const folder = resolve(options.data ?? defaultFolder());
  const clock = options.clock ?? systemClock;
  const log = options.log ?? pino({ level: 'warn' }, pino.destination({ dest: 2, sync: true }));
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of closers.splice(0).reverse()) await end();
  };
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const database = await openDatabase(
      options.databaseUrl === undefined ? { dataFolder: folder } : { url: options.databaseUrl },
    );
    closers.push(() => database.close());
    const masterKey = await loadMasterKey(folder, process.env);
    const claim = await prepareInstance(database, { masterKey, now: clock.now() });
    const blobs = await openBlobStore(folder, s3);
    const staging = openStaging(join(folder, 'uploads'));
    const limits = uploadLimits(maxUploadBytes);
    const uploads = createUploads({ database, blobs, staging, clock, limits });
    closers.push(() => uploads.close());
    closers.push(uploads.removeExpiredHourly((error) => log.error({ err: error }, 'removing expired uploads')));

    const keeper = { database, masterKey };
    const outgoing = createOutgoing({ allowLoopback: options.allowLoopback ?? false });
    const asker = startAsker({
      ...keeper,
      outgoing,
      now: () => clock.now(),
      everyMs: options.askEveryMs ?? defaultAskEveryMs,
      onError: (error) => log.error({ err: error }, 'asking witnesses'),
    });
    closers.push(() => asker.stop());
    const stamper = startStamper({
      ...keeper,
      outgoing,
      now: () => clock.now(),
      newId: randomUUID,
      everyMs: stampEveryMs,
      onError: (error) => log.error({ err: error }, 'having the log stamped'),
    });
    closers.push(() => stamper.stop());
    const noter = startNoter({
      ...keeper,
      now: () => clock.now(),
      onNoted: () => sequencer.notify(instanceLogId),
      onError: (error) => log.error({ err: error }, 'noting checkpoints in the operator’s log'),
    });
    closers.push(() => noter.stop());
    const sequencer = startSequencer({
      ...keeper,
      onSigned: (organizationId) => {
        asker.notify(organizationId);
        stamper.notify(organizationId);
        noter.notify(organizationId);
      },
      onError: (error) => log.error({ err: error }, 'signing the log'),
    });
    closers.push(() => sequencer.stop());
    sequencer.notify(instanceLogId);

    const jobs = await startJobs({
      database,
      blobs,
      handlers: async () => {
        const { allJobHandlers } = await import('./jobs/index.ts');
        const handlers = allJobHandlers({
          ...keeper,
          settleWitnesses: (id) => asker.settle(id),
          settleTimestamps: (id, entryIndex) => stamper.settle(id, entryIndex),
          increments: join(folder, 'increments'),
        });
        return afterEachWrite(handlers, (organizationId) => sequencer.notify(organizationId));
      },
      log,
      now: () => clock.now(),
      newId: randomUUID,
      record: (tx, told, { organizationId, userId, at }) => record(tx, { ...told, organizationId, at, by: userId }),
      workFolder: join(folder, 'work'),
    });
    closers.push(() => jobs.stop());

    const coolDown = keepRendererWarm();
    closers.push(async () => coolDown());
    await options.webApp;
    const visited = new Set<string>();
    const server = await createServer({
      database,
      blobs,
      uploads,
      startJob: (tx, job) => jobs.enqueue(tx, job),
      news: jobs.news,
      clock,
      newId: randomUUID,
      masterKey,
      webRoot: fileURLToPath(new URL('../../web/dist/', import.meta.url)),
      publicUrl: options.publicUrl,
      outgoing,
      hurryWitnesses: (organizationId, entryIndex) => asker.hurry(organizationId, entryIndex),
      hurryTimestamps: (organizationId, entryIndex) => stamper.hurry(organizationId, entryIndex),
      log,
      onEntry: (organizationId) => sequencer.notify(organizationId),
      onJob: () => jobs.notify(),
      onVisit: (organizationId, userId) => {
        if (visited.has(organizationId)) return;
        visited.add(organizationId);
        sequencer.notify(organizationId);
        closers.push(workThatIsLeft({ database, jobs, log, clock }, organizationId, userId));
      },
    });
    closers.push(() => server.close());
    const url = `http://${host.includes(':') ? `[${host}]` : host}:${(await server.listen(port, host)).port}`;
    return {
      url,
      claimUrl: claim === null ? null : new URL(`/claim#${claim}`, options.publicUrl ?? url).href,
      database,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const hourMs = 3_600_000;

/**
 * Queues what follows by itself in an organization: the reading of evidence that nobody has read, the removal of files that a
 * stop interrupted, and each day what the retention schedule deletes. Row-level security shows these only inside the
 * organization, so they wait for the first visit. Returns how to end it.
 */
function workThatIsLeft(
  { database, jobs, log, clock }: { database: Database; jobs: Jobs; log: Logger; clock: Clock },
  organizationId: string,
  userId: string,
): () => Promise<void> {
  const queue = async (): Promise<void> => {
    const { readingLeft } = await import('./evidence/index.ts');
    const { dailyDeletion, removalLeft } = await import('./retention/index.ts');
    const now = clock.now();
    const visitor = { organizationId, requestedBy: userId, now };
    const queued = await database.transaction({ role: 'app', organizationId, userId }, async (tx) => {
      const requests = [
        await readingLeft(tx, organizationId),
        await removalLeft(tx, organizationId),
        await dailyDeletion(tx, organizationId, now),
      ].filter((request) => request !== undefined);
      for (const request of requests) await jobs.enqueue(tx, { ...visitor, ...request, id: randomUUID() });
      return requests.length > 0;
    });
    if (queued) jobs.notify();
  };
  let queueing = Promise.resolve();
  const look = (): void => {
    queueing = queueing.then(queue).catch((error: unknown) => log.error({ err: error }, 'queueing what is left'));
  };
  look();
  const timer = setInterval(look, hourMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    return queueing;
  };
}

/** Tells of each committed write of a job, as the dispatcher does of each write of a request. */
function afterEachWrite(handlers: JobHandlers, tell: (organizationId: string) => void): JobHandlers {
  const told =
    (handler: JobHandler): JobHandler =>
    (job, input) =>
      handler(
        {
          ...job,
          write: async (op, work) => {
            const result = await job.write(op, work);
            tell(job.organizationId);
            return result;
          },
        },
        input,
      );
  return Object.fromEntries(Object.entries(handlers).map(([kind, handler]) => [kind, told(handler)])) as JobHandlers;
}

function checkedPort(port: number): number {
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new TickmarkError('bad_input', 'The port is not a number from 0 to 65535.', {
    field: '--port',
    action: 'Give one, such as --port 4600.',
  });
}

function checkedBytes(gibibytes: number): number {
  const bytes = Math.floor(gibibytes * 1024 ** 3);
  if (bytes > 0 && Number.isSafeInteger(bytes)) return bytes;
  throw new TickmarkError('bad_input', 'The largest upload is no number of GiB above zero.', {
    field: '--max-upload',
    action: 'Give one, such as --max-upload 4.',
  });
}

function checkedMs(minutes: number): number {
  if (minutes >= 1 && minutes <= mostMinutes) return minutes * 60_000;
  throw new TickmarkError('bad_input', `The time between two timestamps is not from 1 to ${mostMinutes} minutes.`, {
    field: '--stamp-every',
    action: 'Give minutes, such as --stamp-every 60.',
  });
}

function defaultFolder(): string {
  const base = process.env['XDG_DATA_HOME'] ?? process.env['LOCALAPPDATA'] ?? join(homedir(), '.local', 'share');
  return join(base, 'tickmark');
}
