import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import { TickmarkError } from '@tickmark/core';
import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import { openBlobs } from '../../../src/platform/blobs/index.ts';
import type { OpenDatabase, Schema, Scope } from '../../../src/platform/database/index.ts';
import type { JobHandler } from '../../../src/platform/handler.ts';
import { startJobs } from '../../../src/platform/jobs/index.ts';
import type { Jobs, NewJob } from '../../../src/platform/jobs/index.ts';
import { forEachDatabase } from '../../../../testkit/src/databases/index.ts';
import type { DatabaseUnderTest } from '../../../../testkit/src/databases/index.ts';
import { addOrganization, addUser, organizationA, userA } from '../database/rows.ts';

type Run = Selectable<Schema['jobRuns']>;

const inA: Scope = { role: 'app', organizationId: organizationA, userId: userA };

function newJob(): NewJob {
  return {
    id: randomUUID(),
    organizationId: organizationA,
    requestedBy: userA,
    kind: 'run-tests',
    title: 'Tests',
    unit: 'tests',
    input: { of: ['CHG-02.review'] },
    now: new Date('2026-01-02T03:04:05.678Z'),
  };
}

/** Runs with one handler at a time; what it recorded and logged stays to be looked at. */
class Bench {
  handler: JobHandler = async () => ({});
  readonly recorded: { op: string; facts: unknown }[] = [];
  readonly logged: { facts: Record<string, unknown>; message: string }[] = [];
  jobs: Jobs | undefined;
  readonly #subject: DatabaseUnderTest;

  constructor(subject: DatabaseUnderTest) {
    this.#subject = subject;
  }

  get database(): OpenDatabase {
    return this.#subject.database;
  }

  async start(): Promise<void> {
    const run: JobHandler = (context, input) => this.handler(context, input);
    this.jobs = await startJobs({
      database: this.database,
      blobs: openBlobs(join(this.#subject.dataFolder, 'blobs')),
      handlers: async () => ({
        'import-population': run,
        'collect-git': run,
        'reconcile-populations': run,
        'run-tests': run,
        'add-increment': run,
        'compare-increments': run,
        'render-report': run,
        'create-bundle': run,
        'check-records': run,
        'read-evidence': run,
        'remove-files': run,
        'delete-due': run,
      }),
      log: { error: (facts, message) => this.logged.push({ facts, message }) },
      now: () => new Date('2026-01-02T03:05:00.000Z'),
      newId: randomUUID,
      record: async (_tx, { op, facts }) => this.recorded.push({ op, facts }),
      workFolder: join(this.#subject.dataFolder, 'work'),
    });
  }

  async queue(job = newJob()): Promise<string> {
    await this.database.transaction(inA, async (tx) => this.jobs?.enqueue(tx, job));
    this.jobs?.notify();
    return job.id;
  }

  async row(id: string): Promise<Run> {
    return this.database.transaction(inA, (tx) =>
      tx.selectFrom('jobRuns').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
    );
  }

  async ended(id: string): Promise<Run> {
    return this.until(id, (row) => row.state === 'done' || row.state === 'failed');
  }

  async until(id: string, holds: (row: Run) => boolean): Promise<Run> {
    for (;;) {
      const row = await this.row(id);
      if (holds(row)) return row;
      await setTimeout(20);
    }
  }
}

forEachDatabase('jobs', (subject) => {
  const bench = new Bench(subject);
  before(async () => {
    await addUser(bench.database, userA);
    await addOrganization(bench.database, organizationA);
    await bench.start();
  });
  after(async () => bench.jobs?.stop(1_000));

  test('a queued job runs with its input, writes with one log entry, and leaves its result', async () => {
    let folder = '';
    bench.recorded.length = 0;
    bench.handler = async (context, input) => {
      folder = context.folder;
      await writeFile(join(folder, 'scratch'), 'x');
      await context.write('tests.result', (write) => write.record({ resultId: context.jobId }));
      return { input };
    };
    const id = await bench.queue();
    const row = await bench.ended(id);
    assert.equal(row.state, 'done');
    assert.deepEqual(row.result, { input: { of: ['CHG-02.review'] } });
    assert.equal(row.finishedAt?.toISOString(), '2026-01-02T03:05:00.000Z');
    assert.deepEqual(bench.recorded, [{ op: 'tests.result', facts: { resultId: id } }]);
    assert.equal(existsSync(folder), false);
  });

  test('a job queued in a transaction that rolls back does not exist and never runs', async () => {
    let ran = 0;
    bench.handler = async () => {
      ran += 1;
      return {};
    };
    const lost = newJob();
    await assert.rejects(
      bench.database.transaction(inA, async (tx) => {
        await bench.jobs?.enqueue(tx, lost);
        throw new Error('rolled back');
      }),
      /rolled back/,
    );
    await bench.ended(await bench.queue());
    assert.equal(ran, 1);
    const rows = await bench.database.transaction(inA, (tx) =>
      tx.selectFrom('jobRuns').select('id').where('id', '=', lost.id).execute(),
    );
    assert.deepEqual(rows, []);
    const tickets = await bench.database.owner((connection) =>
      connection.query('select id from pgboss.job where id = $1', [lost.id]),
    );
    assert.deepEqual(tickets, []);
  });

  test('queueing leaves the transaction under the role it had', async () => {
    bench.handler = async () => ({});
    const role = await bench.database.transaction(inA, async (tx) => {
      await bench.jobs?.enqueue(tx, newJob());
      const answer = await sql<{ role: string }>`select current_user as role`.execute(tx);
      return answer.rows[0]?.role;
    });
    assert.equal(role, 'tickmark_app');
  });

  test('a TickmarkError is shown as it is; any other error only under a number that the log explains', async () => {
    bench.handler = async () => {
      throw new TickmarkError('source_unreadable', 'The file is not text.', {
        field: 'file',
        action: 'Save it as UTF-8.',
      });
    };
    const told = await bench.ended(await bench.queue());
    assert.equal(told.state, 'failed');
    assert.deepEqual(told.error, {
      code: 'source_unreadable',
      message: 'The file is not text.',
      field: 'file',
      action: 'Save it as UTF-8.',
    });

    bench.logged.length = 0;
    bench.handler = async () => {
      throw new Error('secret path /home/x');
    };
    const opaque = await bench.ended(await bench.queue());
    const error = opaque.error as { code: string; message: string };
    assert.equal(error.code, 'internal');
    assert.doesNotMatch(error.message, /secret/);
    assert.equal(bench.logged.length, 1);
    assert.ok(error.message.includes(String(bench.logged[0]?.facts['errorId'])));
  });

  test('a write that leaves no log entry, or two, is rolled back and fails the job', async () => {
    for (const times of [0, 2]) {
      const code = `C${times}`;
      bench.handler = async (context) => {
        await context.write('controls.adopt', async (write) => {
          await write.tx
            .insertInto('controls')
            .values({
              organizationId: organizationA,
              id: randomUUID(),
              code,
              title: '',
              description: '',
              criteria: [],
              frequency: '',
              ownerRole: '',
              effectiveFrom: '2026-01-01',
            })
            .execute();
          for (let i = 0; i < times; i++) await write.record({});
        });
        return {};
      };
      assert.equal((await bench.ended(await bench.queue())).state, 'failed');
      const kept: { code: string }[] = await bench.database.transaction(inA, (tx) =>
        tx.selectFrom('controls').select('code').execute(),
      );
      assert.deepEqual(kept, []);
    }
  });

  test('progress grows `change`, the last figures are kept, and a thousand reports are few writes', async () => {
    bench.handler = async (context) => {
      for (let done = 1; done <= 1_000; done++) await context.progress({ done, total: 1_000 });
      await context.read(async () => context.progress({ note: 'inside a transaction' }));
      return {};
    };
    const row = await bench.ended(await bench.queue());
    assert.equal(row.done, 1_000);
    assert.equal(row.total, 1_000);
    assert.equal(row.note, 'inside a transaction');
    // Begun, ended, and the few of four a second in between.
    assert.ok(row.change >= 2 && row.change < 20, String(row.change));
  });

  test('a job whose process died starts again once; after the second time it fails in words', async () => {
    bench.handler = async () => ({ again: true });
    const died = async (attempts: number): Promise<string> => {
      const job = newJob();
      await bench.database.transaction(inA, async (tx) => {
        await bench.jobs?.enqueue(tx, job);
        await tx.updateTable('jobRuns').set({ state: 'running', attempts }).where('id', '=', job.id).execute();
      });
      bench.jobs?.notify();
      return job.id;
    };
    const once = await bench.ended(await died(1));
    assert.equal(once.state, 'done');
    assert.equal(once.attempts, 2);
    const twice = await bench.ended(await died(2));
    assert.equal(twice.state, 'failed');
    assert.match((twice.error as { message: string }).message, /stopped twice/);
  });

  test('an attempt that another one replaced writes nothing more, and its end changes nothing', async () => {
    let refused: unknown;
    bench.handler = async (context) => {
      await context.read((tx) =>
        tx.updateTable('jobRuns').set({ attempts: 2 }).where('id', '=', context.jobId).execute(),
      );
      refused = await context.write('tests.result', (write) => write.record({})).catch((error: unknown) => error);
      return { late: true };
    };
    bench.recorded.length = 0;
    const id = await bench.queue();
    await bench.until(id, () => refused !== undefined);
    bench.handler = async () => ({});
    await bench.ended(await bench.queue());
    assert.equal((refused as Error).name, 'Superseded');
    const row = await bench.row(id);
    assert.equal(row.state, 'running');
    assert.equal(row.result, null);
    assert.deepEqual(bench.recorded, []);
  });

  test('a stop puts a running job back, uncounted, and the next start finishes it', async () => {
    let release = (): void => undefined;
    bench.handler = async () => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return { attempt: 'first' };
    };
    const id = await bench.queue();
    await bench.until(id, (row) => row.state === 'running');
    await bench.jobs?.stop(1_000);
    const stopped = await bench.row(id);
    assert.equal(stopped.state, 'queued');
    assert.equal(stopped.attempts, 0);
    bench.handler = async () => {
      // What was given up comes to its end meanwhile.
      release();
      await setTimeout(500);
      return { attempt: 'second' };
    };
    await bench.start();
    const row = await bench.ended(id);
    assert.deepEqual(row.result, { attempt: 'second' });
    assert.equal(row.attempts, 1);
  });
});
