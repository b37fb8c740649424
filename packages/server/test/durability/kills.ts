import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { fillDataFolder, killablePostgres } from '../../../testkit/src/databases/index.ts';
import { shortLived } from '../../../testkit/src/processes/index.ts';
import { caller, password, questions, tokenOf, type Person } from '../engagements/house.ts';
import { faultsOf } from './held.ts';
import { uploadUntil, type Call, type Upload } from './load.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

export interface Kills {
  rounds: number;
  acknowledged: number;
  /** Sent when the server died, and never answered. */
  unanswered: number;
  /** Of those that were never answered, the ones that are not there: what a lost write looks like to the same check. */
  unansweredLost: number;
  faults: string[];
}

/**
 * Kills a server by kill -9 while four clients upload, starts it again and asks it for what it acknowledged. With
 * PostgreSQL, every other round kills the database server instead, and then this one. Each round has an organization
 * of its own, so a round costs the same however many there were.
 */
export async function runKills(database: 'embedded' | 'server', rounds: number, random: () => number): Promise<Kills> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'tickmark-kills-'));
  const postgres = database === 'server' ? await killablePostgres() : undefined;
  if (postgres === undefined) await fillDataFolder(dataFolder);
  const result: Kills = { rounds, acknowledged: 0, unanswered: 0, unansweredLost: 0, faults: [] };
  const begin = () => start(dataFolder, postgres?.url);
  let server = await begin();
  try {
    const claim = server.claim;
    const body = { claim, name: 'Olga Owner', email: 'olga@northwind.example', password };
    const token = tokenOf(await server.call('instance.claim', body));
    for (let round = 0; round < rounds; round += 1) {
      const made = await server.call(
        'organizations.create',
        { ...questions, name: `Northwind ${round}` },
        { as: { token, organization: '' } },
      );
      const { organization } = made.body as { organization: { id: string } };
      const as: Person = { token, organization: organization.id };
      const until = new AbortController();
      const enough = Promise.withResolvers<void>();
      const acknowledged: Upload[] = [];
      const wanted = 4 + Math.floor(random() * 24);
      const loaded = uploadUntil(until.signal, {
        call: server.call,
        as,
        clients: 4,
        seed: `round ${round}`,
        acknowledged: (upload) => {
          if (acknowledged.push(upload) === wanted) enough.resolve();
        },
      });
      await Promise.race([enough.promise, loaded]);
      await setTimeout(random() * 30);
      until.abort();
      if (postgres !== undefined && round % 2 === 1) await postgres.killAndRestart();
      await server.kill();
      const sent = await loaded;
      server = await begin();
      const faults = await faultsOf(server.call, as, acknowledged);
      result.faults.push(...faults.map((fault) => `round ${round}: ${fault}`));
      const listed = await server.call('evidence.list', { limit: 500 }, { as });
      const there = new Set((listed.body as { items: { sha256: string }[] }).items.map(({ sha256 }) => sha256));
      const answered = new Set(acknowledged.map(({ sha256 }) => sha256));
      const unanswered = sent.filter((sha256) => !answered.has(sha256));
      result.acknowledged += acknowledged.length;
      result.unanswered += unanswered.length;
      result.unansweredLost += unanswered.filter((sha256) => !there.has(sha256)).length;
    }
  } finally {
    await server.kill();
    await postgres?.close();
    await rm(dataFolder, { recursive: true, force: true });
  }
  return result;
}

interface Started {
  call: Call;
  claim: string | undefined;
  kill(): Promise<void>;
}

async function start(dataFolder: string, databaseUrl: string | undefined): Promise<Started> {
  const place = databaseUrl === undefined ? [] : ['--database-url', databaseUrl];
  const child = spawn(process.execPath, [...shortLived, main, '--data', dataFolder, '--port', '0', ...place], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  for await (const line of createInterface({ input: child.stdout })) {
    const [, url, claim] = /^Tickmark runs at (http:\/\/[^/]+)(?:\/claim#([\w-]+))?/.exec(line) ?? [];
    if (url === undefined) throw new Error(`The server said: ${line}`);
    return { call: caller(url, (request) => fetch(request)), claim, kill: () => kill(child) };
  }
  throw new Error(`The server did not start: ${said}`);
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
