import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  carriesBytes,
  httpMethod,
  operations,
  type ErrorBody,
  type Job,
  type OperationName,
  type OperationNamed,
  type Role,
} from '@tickmark/core';
import { pino } from 'pino';
import type { z } from 'zod';
import { prepareInstance } from '../../src/instance/index.ts';
import { allJobHandlers } from '../../src/jobs/index.ts';
import { startSequencer } from '../../src/log/index.ts';
import { openBlobs, type Blobs } from '../../src/platform/blobs/index.ts';
import type { OpenDatabase } from '../../src/platform/database/index.ts';
import type { JobHandlers } from '../../src/platform/handler.ts';
import { createOutgoing } from '../../src/platform/http/outgoing.ts';
import { startJobs } from '../../src/platform/jobs/index.ts';
import { createUploads, openStaging, uploadLimits } from '../../src/platform/uploads/index.ts';
import { record } from '../../src/platform/trail/index.ts';
import { createServer } from '../../src/server.ts';
import { startStamper } from '../../src/timestamps/index.ts';
import { startAsker } from '../../src/witnesses/index.ts';

export interface Reply {
  status: number;
  headers: Headers;
  body: unknown;
  error: ErrorBody | undefined;
  bytes: Buffer;
}

type Output<N extends OperationName> = z.output<OperationNamed<N>['output']>;

interface CallOptions {
  as?: Person | undefined;
  file?: string | Uint8Array | undefined;
  fileName?: string;
  organization?: string | undefined;
  /** Secret of a capture link. */
  link?: string | undefined;
  /** A complete upload in place of a file. */
  upload?: string | undefined;
}

export interface Person {
  token: string;
  organization: string;
}

export const password = 'four words make a password';

export const questions = {
  name: 'Northwind',
  service: 'Keeps the books of small shops.',
  categories: ['security'],
  terms: { type: 'type2', period: { from: '2025-03-01', to: '2026-02-28' } },
  timeZone: 'Europe/Berlin',
};

interface HouseOptions {
  /** What a fault test puts around the job handlers. */
  wrap?: (handlers: JobHandlers) => JobHandlers;
  /** Key and blobs of a house that was stopped before, on the same database. */
  after?: { masterKey: Uint8Array; blobs: Blobs };
  /** How often the witnesses of a log are asked, in milliseconds; 20 without one. */
  askEveryMs?: number;
  /** How often the timestamp authorities of a log are asked, in milliseconds; an hour without one. */
  stampEveryMs?: number;
}

/** The whole server without a socket: requests go through its HTTP surface, jobs and sequencer run. */
export async function startHouse(database: OpenDatabase, dataFolder: string, options: HouseOptions = {}) {
  const { wrap = (handlers) => handlers, after, askEveryMs = 20, stampEveryMs = 3_600_000 } = options;
  const masterKey = after?.masterKey ?? randomBytes(32);
  const time = { now: new Date('2026-03-02T09:00:00.000Z') };
  const now = (): Date => new Date(time.now);
  const logged: string[] = [];
  const log = pino({}, { write: (line: string) => logged.push(line) });
  const claim = await prepareInstance(database, { masterKey, now: time.now });
  const blobs = after?.blobs ?? openBlobs(join(dataFolder, `blobs-${randomUUID()}`));
  const staging = openStaging(join(dataFolder, `uploads-${randomUUID()}`));
  const outgoing = createOutgoing({ allowLoopback: true });
  const onError = (error: unknown): void => log.error({ err: error }, 'in the background');
  const asker = startAsker({ database, masterKey, outgoing, now, everyMs: askEveryMs, onError });
  const stamper = startStamper({
    database,
    masterKey,
    outgoing,
    now,
    newId: randomUUID,
    onError,
    everyMs: stampEveryMs,
  });
  const onSigned = (id: string): void => {
    asker.notify(id);
    stamper.notify(id);
  };
  const sequencer = startSequencer({ database, masterKey, onSigned, onError });
  const workFolder = join(dataFolder, `work-${randomUUID()}`);
  await mkdir(workFolder);
  const jobs = await startJobs({
    database,
    blobs,
    handlers: async () =>
      wrap(
        allJobHandlers({
          database,
          masterKey,
          settleWitnesses: (id) => asker.settle(id),
          settleTimestamps: (id, entryIndex) => stamper.settle(id, entryIndex),
          increments: join(dataFolder, 'increments'),
        }),
      ),
    log,
    now,
    newId: randomUUID,
    record: async (tx, told, { organizationId, userId, at }) => {
      const index = await record(tx, { ...told, organizationId, at, by: userId });
      sequencer.notify(organizationId);
      return index;
    },
    workFolder,
  });
  const server = await createServer({
    database,
    blobs,
    uploads: createUploads({ database, blobs, staging, clock: { now }, limits: uploadLimits(4 * 1024 ** 3) }),
    startJob: jobs.enqueue,
    news: jobs.news,
    clock: { now },
    newId: randomUUID,
    masterKey,
    webRoot: join(dataFolder, 'web'),
    outgoing,
    hurryWitnesses: (id, entryIndex) => asker.hurry(id, entryIndex),
    hurryTimestamps: (id, entryIndex) => stamper.hurry(id, entryIndex),
    log,
    onEntry: (organizationId) => {
      jobs.notify();
      sequencer.notify(organizationId);
    },
  });

  const call = caller('http://localhost', (request) => server.fetch(request));

  /** Calls what must succeed. */
  const ok = async <N extends OperationName>(
    name: N,
    input: Record<string, unknown>,
    options: CallOptions,
  ): Promise<Output<N>> => {
    const reply = await call(name, input, options);
    if (reply.status !== 200) throw new Error(`${name}: ${reply.status} ${reply.bytes.toString()}\n${logged.join('')}`);
    return reply.body as Output<N>;
  };

  /** Waits for a job to end, as the web page does. */
  const finished = async (jobId: string, as: Person): Promise<Job> => {
    let job = await ok('jobs.get', { id: jobId }, { as });
    while (job.state === 'queued' || job.state === 'running') {
      job = await ok('jobs.get', { id: jobId, changedSince: job.change }, { as });
    }
    return job;
  };

  /** Starts long work and answers how it ended. */
  const run = async (
    name:
      | 'populations.import'
      | 'populations.collect-git'
      | 'populations.reconcile'
      | 'tests.run'
      | 'increments.add'
      | 'increments.compare'
      | 'reports.render'
      | 'bundles.create'
      | 'log.check',
    input: Record<string, unknown>,
    options: CallOptions & { as: Person },
  ): Promise<Job> => finished((await ok(name, input, options)).jobId, options.as);

  let claimed: string | undefined;
  /** A new organization with its engagement, and its owner. */
  const organization = async (name = 'Northwind', changes: Record<string, unknown> = {}) => {
    claimed ??= tokenOf(
      await call('instance.claim', { claim, name: 'Olga Owner', email: 'olga@northwind.example', password }),
    );
    const made = await ok(
      'organizations.create',
      { ...questions, ...changes, name },
      { as: { token: claimed, organization: '' } },
    );
    const owner: Person = { token: claimed, organization: made.organization.id };
    return { owner, engagementId: made.engagement.id };
  };

  const member = async (owner: Person, role: Role): Promise<Person> => {
    const email = `${role}-${randomUUID()}@northwind.example`;
    const { invitation } = await ok('members.invite', { email, role }, { as: owner });
    const token = tokenOf(await call('members.accept', { invitation, name: role, password }));
    return { token, organization: owner.organization };
  };

  /** Serves over a socket as well, for another instance to call; returns the address. */
  const listen = async (): Promise<string> => `http://127.0.0.1:${(await server.listen(0)).port}`;

  const stop = async (graceMs?: number): Promise<void> => {
    await jobs.stop(graceMs);
    await sequencer.stop();
    await asker.stop();
    await stamper.stop();
    await server.close();
  };

  return {
    call,
    ok,
    run,
    finished,
    organization,
    member,
    listen,
    fetch: (request: Request) => server.fetch(request),
    stop,
    time,
    logged,
    blobs,
    database,
    masterKey,
    jobs,
    sequencer,
  };
}

/** Calls operations over HTTP, by whatever takes a request. */
export function caller(address: string, send: (request: Request) => Promise<Response>) {
  return async (
    name: OperationName,
    input: Record<string, unknown> = {},
    { as, file, fileName = 'file.csv', organization = as?.organization, link, upload }: CallOptions = {},
  ): Promise<Reply> => {
    const operation = operations.find((found) => found.name === name);
    if (operation === undefined) throw new Error(`No operation ${name}`);
    const headers: Record<string, string> = {};
    if (as) headers['authorization'] = `Bearer ${as.token}`;
    if (organization) headers['tickmark-organization'] = organization;
    if (link !== undefined) headers['tickmark-link'] = link;
    if (upload !== undefined) headers['tickmark-upload'] = upload;
    const url = new URL(`/api/${name}`, address);
    let request = new Request(url, { headers });
    if (httpMethod(operation) === 'GET') {
      for (const [key, value] of Object.entries(input)) {
        url.searchParams.set(key, typeof value === 'string' ? value : JSON.stringify(value));
      }
      request = new Request(url, { headers });
    } else if (carriesBytes(operation.transport)) {
      headers['tickmark-input'] = encodeURIComponent(JSON.stringify(input));
      headers['tickmark-file-name'] = encodeURIComponent(fileName);
      const body = file === undefined ? null : typeof file === 'string' ? file : new Blob([new Uint8Array(file)]);
      request = new Request(url, { method: 'POST', headers, body });
    } else {
      headers['content-type'] = 'application/json';
      request = new Request(url, { method: 'POST', headers, body: JSON.stringify(input) });
    }
    const response = await send(request);
    const bytes = Buffer.from(await response.arrayBuffer());
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    const body: unknown = isJson ? JSON.parse(bytes.toString()) : null;
    const error = (body as { error?: ErrorBody } | null)?.error;
    return { status: response.status, headers: response.headers, bytes, body, error };
  };
}

export type House = Awaited<ReturnType<typeof startHouse>>;

export function tokenOf(reply: Reply): string {
  const token = /tickmark_session=([\w-]+)/.exec(reply.headers.get('set-cookie') ?? '')?.[1];
  if (token === undefined) throw new Error(`Not signed in: ${reply.bytes.toString()}`);
  return token;
}
