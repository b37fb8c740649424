import { PgBoss, fromKysely } from 'pg-boss';
import type { Db } from 'pg-boss';
import { sql } from 'kysely';
import type { OpenDatabase, Tx } from '../database/index.ts';

/** What the queue carries: where the job is. Everything else is in its row of job_runs. */
export interface Ticket {
  organizationId: string;
  jobId: string;
  requestedBy: string;
}

const name = 'jobs';
const twelveHours = 43_200;

/** Told of what goes wrong outside any one job. */
export type OnQueueError = (error: unknown) => void;

/** pg-boss in the schema `pgboss` of the same database, so that a job is queued by the commit that asks for it. */
export class JobQueue {
  readonly #boss: PgBoss;
  readonly #database: OpenDatabase;
  readonly #workers: string[] = [];

  private constructor(boss: PgBoss, database: OpenDatabase) {
    this.#boss = boss;
    this.#database = database;
  }

  static async open(database: OpenDatabase, onError: OnQueueError): Promise<JobQueue> {
    const embedded = database.kind === 'embedded';
    const db: Db = {
      executeSql: (text, values) =>
        database.owner(async (connection) => ({
          rows: values?.length ? await connection.query(text, values) : await connection.script(text),
        })),
    };
    const boss = new PgBoss({
      db,
      backend: embedded ? 'pglite' : 'postgres',
      schema: 'pgboss',
      schedule: false,
      // Both need statements that cannot run within the embedded database's one session.
      reindex: !embedded,
      monitorVacuum: !embedded,
      // There is no other process to be told apart from.
      registerInstance: !embedded,
    });
    boss.on('error', onError);
    await boss.start();
    // Where several processes work, one that fell silent loses its job. job_runs.attempts is what ends retries.
    if ((await boss.getQueue(name)) === null) {
      await boss.createQueue(name, {
        retryLimit: 1_000,
        expireInSeconds: twelveHours,
        ...(embedded ? {} : { heartbeatSeconds: 60 }),
      });
    }
    return new JobQueue(boss, database);
  }

  /**
   * Queues in the caller's transaction. The queue belongs to the owner of the tables, not to the
   * roles of the second fence (they could read other tenants' tickets), so the role is put off for
   * this one statement.
   */
  async send(tx: Tx, ticket: Ticket): Promise<void> {
    await sql`set local role none`.execute(tx);
    try {
      await this.#boss.send(name, ticket, { id: ticket.jobId, db: fromKysely(tx) });
    } catch (error) {
      // After a failed statement PostgreSQL takes no other; then there is no role to misuse either.
      await sql`set local role tickmark_app`.execute(tx).catch(() => undefined);
      throw error;
    }
    await sql`set local role tickmark_app`.execute(tx);
  }

  /**
   * Calls `work` for each ticket, `concurrency` at a time. A ticket whose `work` throws, or whose
   * process dies, comes again.
   */
  async listen(concurrency: number, work: (ticket: Ticket) => Promise<void>): Promise<void> {
    if (this.#database.kind === 'embedded') await this.#requeueOrphans();
    const take = async (jobs: { data: Ticket }[]): Promise<void> => {
      for (const job of jobs) await work(job.data);
      // There may be more: without this the next one waits for the next poll.
      this.notify();
    };
    const options = { batchSize: 1, pollingIntervalSeconds: 2 };
    while (this.#workers.length < concurrency) this.#workers.push(await this.#boss.work<Ticket>(name, options, take));
  }

  /** Looks at once instead of at the next poll. */
  notify(): void {
    for (const worker of this.#workers) this.#boss.notifyWorker(worker);
  }

  async stop(graceMs: number): Promise<void> {
    await this.#boss.stop({ graceful: true, timeout: graceMs, close: false });
  }

  /** The data folder is ours alone, so whatever was at work when we opened it died with its process. */
  async #requeueOrphans(): Promise<void> {
    const orphans = await this.#database.owner((connection) =>
      connection.query<{ id: string }>(`select id from pgboss.job where name = $1 and state = 'active'`, [name]),
    );
    for (const { id } of orphans) await this.#boss.fail(name, id, { reason: 'the process ended' });
  }
}
