/**
 * A CSV file of a million and of ten million rows sent to a server in pieces and frozen by it as a population. Each
 * server is a process of its own; its peak of memory, DuckDB's and the database's included, must not be more than a
 * quarter above at ten times the rows. The counts of rows and of rejected rows must be those of the file that was written.
 *
 * node bench/import-server.ts
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { operations, type Job, type OperationName, type PopulationManifest } from '@tickmark/core';
import { accountsZone, faultyAccountRows, writeAccounts } from '@tickmark/testkit/files';
import { callOperation } from '../packages/cli/src/operations/client.ts';
import { memorySessions } from '../packages/cli/src/operations/session.ts';

const allowedGrowth = 1.25;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** What the process of a server says as it ends, on a line of standard error. */
const sayUse = "process.on('exit', () => console.error(JSON.stringify(process.resourceUsage())))";

const few = await measure(1_000_000);
const growth = (await measure(10_000_000)) / few;
console.log(`memory ${growth.toFixed(2)} times, ${allowedGrowth} allowed`);
process.exitCode = growth > allowedGrowth ? 1 : 0;

/** Peak of memory in MB of a server that has one file to import. */
async function measure(count: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'tickmark-bench-'));
  try {
    const file = join(folder, 'accounts.csv');
    await writeAccounts(file, 'csv', count);
    const { address, stop } = await startServer(join(folder, 'data'));
    const began = performance.now();
    const { rows, rejected } = await importFile(address, file, faultyAccountRows(count));
    const seconds = (performance.now() - began) / 1000;
    const peakMb = (await stop()).maxRSS / 1024;
    if (rows !== count - faultyAccountRows(count) || rejected.count !== faultyAccountRows(count))
      throw new Error(`${rows} rows and ${rejected.count} rejected, of ${count}`);
    const megabytes = ((await stat(file)).size / 1e6).toFixed(0);
    console.log(
      `${count.toLocaleString('en-US').padStart(10)} rows, ${megabytes} MB   sent and frozen in ${seconds.toFixed(1)} s   peak ${Math.round(peakMb)} MB`,
    );
    return peakMb;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function startServer(data: string): Promise<{ address: URL; stop(): Promise<NodeJS.ResourceUsage> }> {
  const child = spawn(
    process.execPath,
    ['--import', `data:text/javascript,${sayUse}`, 'packages/server/src/main.ts', '--data', data, '--port', '0'],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let printed = '';
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const address = await new Promise<URL>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString('utf8');
      const [found] = /http:\/\/\S+/.exec(printed) ?? [];
      if (found !== undefined && printed.endsWith('\n')) resolve(new URL(found));
    });
    void ended.then(() => reject(new Error(`the server ended:\n${said}`)));
  });
  return {
    address,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      return JSON.parse(said.trimEnd().split('\n').at(-1) ?? '') as NodeJS.ResourceUsage;
    },
  };
}

/** What a person does who has just started it, up to the frozen population. */
async function importFile(address: URL, file: string, acceptRejected: number): Promise<PopulationManifest> {
  const sessions = memorySessions();
  const call = async (name: OperationName, input: Record<string, unknown>, sent?: string) => {
    const operation = operations.find((known) => known.name === name);
    if (operation === undefined) throw new TypeError(`no operation ${name}`);
    return (await callOperation({
      server: address.origin,
      sessions,
      operation,
      input,
      ...(sent === undefined ? {} : { file: sent }),
    })) as Record<string, unknown>;
  };
  const person = { name: 'Olga Owner', email: 'olga@northwind.example', password: 'four words make a password' };
  await call('instance.claim', { claim: address.hash.slice(1), ...person });
  const made = await call('organizations.create', {
    name: 'Northwind',
    service: 'Keeps the books of small shops.',
    categories: ['security'],
    terms: { type: 'type2', period: { from: '2025-03-01', to: '2026-02-28' } },
    timeZone: accountsZone,
  });
  const { jobId } = await call(
    'populations.import',
    {
      engagementId: (made['engagement'] as { id: string }).id,
      kind: 'accounts',
      name: 'Accounts',
      reading: { format: 'csv', localTime: accountsZone },
      acceptRejected,
    },
    file,
  );
  let job = (await call('jobs.get', { id: jobId })) as unknown as Job;
  while (job.state === 'queued' || job.state === 'running')
    job = (await call('jobs.get', { id: jobId, changedSince: job.change })) as unknown as Job;
  if (job.state === 'failed') throw new Error(JSON.stringify(job.error));
  const population = await call('populations.get', { id: job.result?.['populationId'] });
  return population['manifest'] as PopulationManifest;
}
