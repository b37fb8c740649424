import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, cpSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { openDatabase } from '../../../server/src/platform/database/index.ts';
import { findBinaries } from './postgres-binaries.ts';
import type { Account, Binaries } from './postgres-binaries.ts';
import { template } from './template.ts';
import type { Durability, TestDatabase } from './test-database.ts';

/** Owns the tables and is no superuser, as in production. */
const owner = 'tickmark_owner';
const templateName = 'tickmark_template';

/** Addresses of the server whose socket is in the folder. */
const addressesIn =
  (folder: string): Cluster['url'] =>
  (user, database) =>
    `postgres://${user}@localhost/${database}?host=${encodeURIComponent(folder)}`;

interface Cluster {
  url(user: string, database: string): string;
  stop(): Promise<void>;
}

const settings: Record<Durability, string[]> = {
  durable: ['fsync=on', 'synchronous_commit=on', 'full_page_writes=on'],
  fast: ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'],
};

/** Of this process. */
const servers = new Map<Durability, Promise<Cluster>>();

/** Names the folder of a server that all processes of a test run share; without it each starts its own. */
const sharedFolder = 'TICKMARK_TEST_POSTGRES';

/** Starts one server for this process and those it will start; it ends with this process. */
export async function sharePostgres(): Promise<void> {
  const { binaries, folder } = await copyMigrated();
  await start(binaries, folder, 'fast', 'remove');
  process.env[sharedFolder] = folder;
}

/** A database of its own in a PostgreSQL server, copied from one that is already migrated. */
export async function postgresDatabase(durability: Durability = 'fast'): Promise<TestDatabase> {
  const url = await postgresUrl({ durability });
  const dataFolder = await mkdtemp(join(tmpdir(), 'tickmark-server-'));
  const database = await openDatabase({ url }, { losesWrites: durability === 'fast' ? 'accepted' : 'refused' });
  return {
    database,
    dataFolder,
    close: async () => {
      await database.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

/**
 * Address of a fresh database, for tests that open it themselves: migrated, or empty when asked. A server that is
 * not shared starts with the first call in this process and ends with the process.
 */
export async function postgresUrl({ migrated = true, durability = 'fast' as Durability } = {}): Promise<string> {
  // Migrations make roles, which belong to the whole server: two that migrate at once would be in each other's way.
  const shared = migrated && durability === 'fast' ? process.env[sharedFolder] : undefined;
  const url = shared === undefined ? (await ownServer(durability)).url : addressesIn(shared);
  const name = `t_${randomBytes(6).toString('hex')}`;
  // Through the write-ahead log, as by default, a copy takes twice the processor time.
  await asAdministrator(
    url,
    `create database ${name} owner ${owner} template ${migrated ? templateName : 'template0'} strategy file_copy`,
  );
  return url(owner, name);
}

function ownServer(durability: Durability): Promise<Cluster> {
  const started =
    servers.get(durability) ??
    copyMigrated().then(({ binaries, folder }) => start(binaries, folder, durability, 'remove'));
  servers.set(durability, started);
  return started;
}

/** A program, and as whom and where it runs. */
export interface Program {
  file: string;
  args: string[];
  cwd: string;
  account: Account;
}

/** The files of a durable PostgreSQL server with a migrated database; whether it runs is another matter. */
export interface PostgresFiles {
  folder: string;
  /** What runs it. */
  program: Program;
  /** Of the migrated database, while it runs. */
  url: string;
  start(): Promise<{ stop(): Promise<void> }>;
  /** Waits until a server that somebody else started answers. */
  answers(): Promise<void>;
  /** Tells such a server to end, or kills it with all its processes; it has not ended yet. */
  end(how?: 'SIGINT' | 'SIGKILL'): Promise<void>;
  /** Writes all that changed to the tables, as it does from time to time. */
  checkpoint(): Promise<void>;
  /** The same for files that are elsewhere. */
  at(folder: string): PostgresFiles;
}

/** Those of this folder, or else a copy of their own. */
export async function postgresFiles(of?: string): Promise<PostgresFiles> {
  const { binaries, folder } = of === undefined ? await copyMigrated() : { binaries: await findBinaries(), folder: of };
  return filesAt(binaries, folder);
}

function filesAt(binaries: Binaries, folder: string): PostgresFiles {
  const url = addressesIn(folder);
  return {
    folder,
    program: programOf(binaries, folder, 'durable'),
    url: url(owner, templateName),
    start: async () => {
      give(folder, binaries.account);
      chmodSync(join(folder, 'data'), 0o700);
      return start(binaries, folder, 'durable', 'keep');
    },
    answers: () => untilReady(url, folder),
    end: async (how = 'SIGINT') => {
      const [pid] = (await readFile(join(folder, 'data', 'postmaster.pid'), 'utf8')).split('\n');
      process.kill(Number(pid), how);
    },
    checkpoint: () => asAdministrator(url, 'checkpoint'),
    at: (other) => filesAt(binaries, other),
  };
}

export interface KillablePostgres {
  /** Of a migrated database. */
  url: string;
  /** Ends every process of the server by kill -9 and starts it again on its files. */
  killAndRestart(): Promise<void>;
  close(): Promise<void>;
}

/** A durable PostgreSQL server of its own, to be killed. */
export async function killablePostgres(): Promise<KillablePostgres> {
  const files = await postgresFiles();
  let server = await files.start();
  return {
    url: files.url,
    killAndRestart: async () => {
      await files.end('SIGKILL');
      await server.stop();
      server = await files.start();
    },
    close: async () => {
      await server.stop();
      await rm(files.folder, { recursive: true, force: true });
    },
  };
}

/** The files of a server that has the migrated database to copy from. */
async function copyMigrated(): Promise<{ binaries: Binaries; folder: string }> {
  const binaries = await findBinaries();
  const from = await template(`postgres-${binaries.version}`, async (folder) => {
    give(folder, binaries.account);
    const data = join(folder, 'data');
    execFileSync(
      join(binaries.bin, 'initdb'),
      ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync', '--no-instructions'],
      { ...binaries.account, cwd: folder, stdio: 'pipe' },
    );
    const server = await start(binaries, folder, 'fast', 'keep');
    await asAdministrator(server.url, `create role ${owner} login createrole`);
    await asAdministrator(server.url, `create database ${templateName} owner ${owner}`);
    await (await openDatabase({ url: server.url(owner, templateName) }, { losesWrites: 'accepted' })).close();
    await server.stop();
  });
  const folder = await mkdtemp(join(tmpdir(), 'tickmark-pg-'));
  // Ten times as fast as the asynchronous one for a thousand small files.
  cpSync(join(from, 'data'), join(folder, 'data'), { recursive: true });
  chmodSync(join(folder, 'data'), 0o700);
  give(folder, binaries.account);
  return { binaries, folder };
}

/** Only where this process is root and the server therefore somebody else. */
function give(path: string, { uid, gid }: Account): void {
  if (uid === undefined || gid === undefined) return;
  execFileSync('chown', ['-R', `${uid}:${gid}`, path], { stdio: 'pipe' });
}

function programOf({ bin, account }: Binaries, folder: string, durability: Durability): Program {
  const set = ['listen_addresses=', 'shared_buffers=64MB', 'max_connections=120', ...settings[durability]];
  const args = ['-D', join(folder, 'data'), '-k', folder, ...set.flatMap((setting) => ['-c', setting])];
  return { file: join(bin, 'postgres'), args, cwd: folder, account };
}

/**
 * The shell between us and the server reads our pipe: it ends with this process, even by kill -9, and
 * then the shell ends the server and removes its files.
 */
const guard = `
folder=$1 after=$2
shift 2
"$@" >"$folder/log" 2>&1 </dev/null &
server=$!
cat >/dev/null
kill -INT $server
wait $server
if [ "$after" = remove ]; then rm -rf "$folder"; fi
`;

async function start(
  binaries: Binaries,
  folder: string,
  durability: Durability,
  after: 'keep' | 'remove',
): Promise<Cluster> {
  const { file, args, cwd, account } = programOf(binaries, folder, durability);
  const child = spawn('/bin/sh', ['-c', guard, 'sh', folder, after, file, ...args], {
    ...account,
    cwd,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = addressesIn(folder);
  // Neither the guard nor its pipe keeps a finished test process alive.
  child.unref();
  if ('unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  await untilReady(url, folder);
  return {
    url,
    stop: async () => {
      child.ref();
      child.stdin.end();
      await ended;
    },
  };
}

async function untilReady(url: Cluster['url'], folder: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await asAdministrator(url, 'select 1');
    } catch (cause) {
      if (attempt === 200) throw new Error(`PostgreSQL did not start; see ${folder}/log`, { cause });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function asAdministrator(url: Cluster['url'], statement: string): Promise<void> {
  const client = new Client({ connectionString: url('postgres', 'postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
