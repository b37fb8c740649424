/** A server process for the kill test: works on jobs of the data folder given, and says so line by line. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { openBlobs } from '../../../src/platform/blobs/index.ts';
import { openDatabase } from '../../../src/platform/database/index.ts';
import type { JobHandler } from '../../../src/platform/handler.ts';
import { startJobs } from '../../../src/platform/jobs/index.ts';
import { organizationA, userA } from '../database/rows.ts';

const [dataFolder, mode, id] = process.argv.slice(2);
if (dataFolder === undefined || id === undefined) throw new Error('usage: interrupted-worker FOLDER hang|finish JOB');
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const database = await openDatabase({ dataFolder });
const run: JobHandler = async (context) => {
  say(`begun ${context.jobId}`);
  if (mode === 'hang') await new Promise((resolve) => setTimeout(resolve, 600_000));
  return { finished: true };
};
const jobs = await startJobs({
  database,
  blobs: openBlobs(join(dataFolder, 'blobs')),
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
  log: { error: (facts, message) => say(`${message} ${JSON.stringify(facts)}`) },
  now: () => new Date(),
  newId: randomUUID,
  record: async () => 0,
  workFolder: join(dataFolder, 'work'),
});
const scope = { role: 'app', organizationId: organizationA, userId: userA } as const;
const find = () =>
  database.transaction(scope, (tx) => tx.selectFrom('jobRuns').selectAll().where('id', '=', id).executeTakeFirst());
if ((await find()) === undefined) {
  await database.transaction(scope, (tx) =>
    jobs.enqueue(tx, {
      id,
      organizationId: organizationA,
      requestedBy: userA,
      kind: 'run-tests',
      title: 'T',
      unit: 'tests',
      input: {},
      now: new Date(),
    }),
  );
  say('acknowledged');
  jobs.notify();
}
for (let row = await find(); row?.state !== 'done' && row?.state !== 'failed'; row = await find()) {
  await new Promise((resolve) => setTimeout(resolve, 20));
}
const row = await find();
say(`ended ${row?.state} after ${row?.attempts}`);
await jobs.stop(1_000);
await database.close();
