import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { OperationName, Role } from '@tickmark/core';
import { carriesBytes, operations, httpMethod } from '@tickmark/core';
import { pino } from 'pino';
import { prepareInstance } from '../../src/instance/index.ts';
import { createHandlers } from '../../src/operations.ts';
import { openBlobs } from '../../src/platform/blobs/index.ts';
import type { Handlers } from '../../src/platform/handler.ts';
import { News } from '../../src/platform/jobs/index.ts';
import { createUploads, openStaging, uploadLimits } from '../../src/platform/uploads/index.ts';
import { createOutgoing } from '../../src/platform/http/outgoing.ts';
import { createServer } from '../../src/server.ts';
import { embeddedDatabase } from '../../../testkit/src/databases/index.ts';

export interface Reply {
  status: number;
  headers: Headers;
  body: Record<string, unknown> & {
    error?: { code: string; message: string; field?: string; action?: string; id?: string };
  };
}

export interface Person {
  token: string;
  userId: string;
  email: string;
}

export interface CallOptions {
  as?: Person | undefined;
  organization?: string | undefined;
  headers?: Record<string, string>;
  body?: RequestInit['body'];
}

export const password = 'four words make a password';

/** A server over real HTTP with an embedded database of its own and a clock that the test moves. */
export async function startInstance(
  overrides: (handlers: Handlers) => Partial<Handlers> = () => ({}),
  publicUrl?: string,
) {
  const made = await embeddedDatabase();
  const { database, dataFolder: folder } = made;
  const masterKey = randomBytes(32);
  const time = { now: new Date('2026-03-02T09:00:00.000Z') };
  const logged: string[] = [];
  const entries: string[] = [];
  const clock = { now: () => new Date(time.now) };
  const blobs = openBlobs(join(folder, 'blobs'));
  const staging = openStaging(join(folder, 'uploads'));
  const limits = uploadLimits(4 * 1024 ** 3);
  const news = new News();
  const idle = { hurryWitnesses: () => undefined, hurryTimestamps: () => undefined };
  const witnessing = { outgoing: createOutgoing({ allowLoopback: false }), ...idle };
  const handlers = createHandlers({ masterKey, ...witnessing });
  const claim = await prepareInstance(database, { masterKey, now: time.now });
  const server = await createServer({
    database,
    blobs,
    uploads: createUploads({ database, blobs, staging, clock, limits }),
    startJob: async (_, job) => job.id,
    news,
    clock,
    newId: randomUUID,
    masterKey,
    webRoot: join(folder, 'web'),
    publicUrl,
    ...witnessing,
    log: pino({}, { write: (line: string) => logged.push(line) }),
    onEntry: (organizationId) => entries.push(organizationId),
    handlers: { ...handlers, ...overrides(handlers) },
  });
  const { port } = await server.listen(0);
  const url = `http://127.0.0.1:${port}`;

  const send = async (path: string, init: RequestInit): Promise<Reply> => {
    const response = await fetch(`${url}${path}`, init);
    const text = await response.text();
    const body = response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : { text };
    return { status: response.status, headers: response.headers, body };
  };

  /** Calls one operation; a test that means to send something odd gives the body itself. */
  const call = (name: OperationName, input: unknown = {}, options: CallOptions = {}): Promise<Reply> => {
    const operation = operations.find((found) => found.name === name);
    if (operation === undefined) throw new Error(`No operation ${name}`);
    const headers: Record<string, string> = { ...options.headers };
    if (options.as) headers['authorization'] ??= `Bearer ${options.as.token}`;
    if (options.organization) headers['tickmark-organization'] = options.organization;
    if (httpMethod(operation) === 'GET') {
      const query = Object.entries(input as object).map(([key, value]): [string, string] => [
        key,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]);
      return send(`/api/${name}?${new URLSearchParams(query)}`, { headers });
    }
    if (carriesBytes(operation.transport)) {
      headers['tickmark-input'] ??= encodeURIComponent(JSON.stringify(input));
      return send(`/api/${name}`, { method: 'POST', headers, body: options.body });
    }
    headers['content-type'] ??= 'application/json';
    return send(`/api/${name}`, { method: 'POST', headers, body: options.body ?? JSON.stringify(input) });
  };

  const personOf = (reply: Reply, email: string): Person => {
    if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
    const token = tokenOf(reply);
    return { token, userId: (reply.body['user'] as { id: string }).id, email };
  };

  const owner = async (): Promise<Person> => {
    const email = 'olga@northwind.example';
    return personOf(await call('instance.claim', { claim, name: 'Olga Owner', email, password }), email);
  };

  const organization = async (as: Person, name = 'Northwind'): Promise<string> => {
    const reply = await call('organizations.create', { ...questions, name }, { as });
    if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
    return (reply.body['organization'] as { id: string }).id;
  };

  const member = async (
    as: Person,
    organizationId: string,
    role: Role,
    email = `${role}@northwind.example`,
  ): Promise<Person> => {
    const invited = await call('members.invite', { email, role }, { as, organization: organizationId });
    return personOf(
      await call('members.accept', { invitation: invited.body['invitation'], name: role, password }),
      email,
    );
  };

  /** Rows as the owner of the tables sees them, beyond row-level security. */
  const rows = (text: string, parameters: unknown[] = []): Promise<Record<string, unknown>[]> =>
    database.owner((connection) => connection.query(text, parameters));

  const stop = async (): Promise<void> => {
    await server.close();
    await made.close();
  };

  return {
    url,
    claim,
    time,
    logged,
    entries,
    database,
    masterKey,
    folder,
    send,
    call,
    owner,
    organization,
    member,
    personOf,
    rows,
    stop,
  };
}

export type Instance = Awaited<ReturnType<typeof startInstance>>;

export function tokenOf(reply: Reply): string {
  return /tickmark_session=([\w-]+)/.exec(reply.headers.get('set-cookie') ?? '')?.[1] ?? '';
}

export const questions = {
  name: 'Northwind',
  service: 'Keeps the books of small shops.',
  categories: ['security'],
  terms: { type: 'type2', period: { from: '2025-03-01', to: '2026-02-28' } },
  timeZone: 'Europe/Berlin',
};
