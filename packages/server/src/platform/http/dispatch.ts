import {
  carriesBytes,
  holds,
  httpMethod,
  operations,
  TickmarkError,
  type AnyOperation,
  type Role,
} from '@tickmark/core';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { admitAttempt, enterScope, findSession, type MasterKey, type SignedIn } from '../auth/index.ts';
import { keepFiles, type Blobs } from '../blobs/index.ts';
import type { Clock } from '../clock/index.ts';
import { instanceLogId, type Database, type Scope, type Tx } from '../database/database.ts';
import type { News } from '../jobs/index.ts';
import type { Uploads } from '../uploads/index.ts';
import {
  Afterwards,
  MadeFile,
  type AccountContext,
  type HandlerContext,
  type Handlers,
  type LinkContext,
  type LinkHolder,
  type StagedFile,
} from '../handler.ts';
import { parseInput } from './bad-input.ts';
import {
  chooseMembership,
  notPermitted,
  notSignedIn,
  readCredentials,
  refuseCrossSite,
  type Credentials,
} from './caller.ts';
import { accountContext, linkContext, organizationContext, type Prepared, type StartJob } from './contexts.ts';
import { notFound } from './errors.ts';
import { followChanges } from './follow.ts';
import { findOutput, inputHash, keepOutput, readIdempotencyKey } from './idempotency.ts';
import { findHolder, type Links } from './links.ts';
import { readInput } from './read-request.ts';
import { respond, type Outcome } from './respond.ts';
import { Sendings } from './sendings.ts';
import { receivePiece, stageFile } from './stage-upload.ts';

export interface DispatcherParts {
  /** Asked for by the first request: loading them takes longer than all else a server needs. */
  handlers(): Promise<Handlers>;
  database: Database;
  blobs: Blobs;
  uploads: Uploads;
  startJob: StartJob;
  /** Of the jobs that work in this process. */
  news: News;
  clock: Clock;
  newId(): string;
  masterKey: MasterKey;
  links: Links;
  log: Logger;
  /** Told after each commit that left a log entry: the log has something to sign. */
  onEntry(organizationId: string): void;
  /** Told after each commit that queued long work. */
  onJob?(): void;
  /** Told whenever a member calls into an organization: its log may wait since the last stop, or its evidence. */
  onVisit?(organizationId: string, userId: string): void;
}

/** What the transport knows of a request beside the request itself. */
export interface Arrival {
  /** Address of the peer. */
  ip: string;
  /** Scheme, host and port under which this server is reached. */
  origin: string;
  /** Ends waits: the server closes, or the client has gone. */
  signal: AbortSignal;
}

type AnyContext = HandlerContext | AccountContext | LinkContext;
type AnyHandler = (context: AnyContext, input: unknown) => Promise<unknown>;

const byName = new Map<string, AnyOperation>(operations.map((operation) => [operation.name, operation]));

/**
 * Runs operations: sign-in, organization, permission, parsing, one transaction with the tenant's
 * scope, idempotency, handler, exactly one log entry, output parsing, commit. A throw anywhere
 * before the commit changes nothing.
 */
export function createDispatcher(parts: DispatcherParts) {
  const sendings = new Sendings();
  return async (request: Request, name: string, arrival: Arrival): Promise<Response> => {
    const operation = byName.get(name);
    if (operation === undefined) throw notFound();
    refuseOtherMethod(request, operation);
    const credentials = readCredentials(request);
    refuseCrossSite(request, arrival.origin, credentials);
    const now = parts.clock.now();
    if (operation.access === 'link') return answerHolder(parts, sendings, operation, request, arrival, now);
    const caller = await findCaller(parts.database, credentials, now);
    const reached = reach(operation, caller, request);
    const handler = (await parts.handlers())[operation.name] as AnyHandler;
    const call: Call = { operation, handler, request, arrival, credentials, caller, now, ...reached };
    if (call.membership !== null && caller !== null) parts.onVisit?.(call.membership.organizationId, caller.userId);
    const input = parseInput(operation.input, await readInput(request, operation.transport));
    const outcome = await followChanges(operation, input, arrival.signal, parts.news, () =>
      guarded(parts, call, input),
    );
    tellOf(parts, outcome);
    if (outcome.cookie === undefined && caller?.renewed && credentials.byCookie) {
      outcome.cookie = { token: caller.renewed };
    }
    return respond(request, arrival, outcome, parts.blobs);
  };
}

function tellOf(parts: DispatcherParts, { entries, startedJob }: Outcome): void {
  for (const { organizationId } of entries) parts.onEntry(organizationId);
  if (startedJob) parts.onJob?.();
}

/** Runs an operation for whoever has a link, signed in or not; nothing is sent by one that is closed. */
async function answerHolder(
  parts: DispatcherParts,
  sendings: Sendings,
  operation: AnyOperation,
  request: Request,
  arrival: Arrival,
  now: Date,
): Promise<Response> {
  const link = await findHolder(parts, request, arrival.ip, now);
  const input = parseInput(operation.input, await readInput(request, operation.transport));
  const handler = (await parts.handlers())[operation.name] as AnyHandler;
  const call = { operation, handler, request, arrival, now };
  const { transport } = operation;
  const ended = carriesBytes(transport) ? sendings.begin(transport, link.linkId, arrival.ip, now) : undefined;
  try {
    if (ended !== undefined && link.closed !== null) throw link.closed;
    const outcome = await heldRun(parts, call, link, input);
    tellOf(parts, outcome);
    return await respond(request, arrival, outcome, parts.blobs);
  } finally {
    ended?.();
  }
}

async function heldRun(parts: DispatcherParts, call: Arrived, link: LinkHolder, input: unknown): Promise<Outcome> {
  const { operation, request } = call;
  // The link is in the place of a person: what is on its way by it is its own.
  const sender = { organizationId: link.organizationId, userId: link.linkId };
  if (operation.transport === 'piece') await receivePiece(parts.uploads, sender, request, input);
  const file = operation.transport === 'upload' ? await stageFile(parts, sender, request, link.maxBytes) : undefined;
  return parts.database.transaction({ role: 'app', ...sender }, async (tx) => {
    const { blobs, uploads, startJob } = parts;
    if (file !== undefined) await keepFiles(tx, blobs, link.organizationId, [file.sha256]);
    const work = { operation, tx, now: call.now, newId: parts.newId };
    return handle(call, link.organizationId, linkContext(work, link, { blobs, uploads, startJob, file }), input);
  });
}

/** A request whose operation is known. */
interface Arrived {
  operation: AnyOperation;
  handler: AnyHandler;
  request: Request;
  arrival: Arrival;
  now: Date;
}

interface Call extends Arrived {
  credentials: Credentials;
  caller: SignedIn | null;
  /** null for operations on accounts. */
  membership: { organizationId: string; role: Role } | null;
}

function refuseOtherMethod(request: Request, operation: AnyOperation): void {
  const method = httpMethod(operation);
  if (request.method === method) return;
  throw new TickmarkError('bad_input', `${operation.name} answers to ${method} only.`, { action: `Send ${method}.` });
}

async function findCaller(database: Database, { token }: Credentials, now: Date): Promise<SignedIn | null> {
  if (token === null) return null;
  const scope: Scope = { role: 'identity', userId: null, organizationId: instanceLogId };
  return database.transaction(scope, (tx) => findSession(tx, token, now));
}

/** Whether this caller may call this operation at all, and inside which organization. */
function reach(operation: AnyOperation, caller: SignedIn | null, request: Request): Pick<Call, 'membership'> {
  if (operation.access === 'anyone') return { membership: null };
  if (caller === null) throw notSignedIn();
  if (operation.access !== 'organization') return { membership: null };
  const membership = chooseMembership(caller, request.headers.get('tickmark-organization'));
  if (!holds(membership.role, operation.permission)) throw notPermitted(operation.permission, membership.role);
  return { membership };
}

/** Whoever is not signed in and must show a secret gets a limited number of tries. */
async function guarded(parts: DispatcherParts, call: Call, input: unknown): Promise<Outcome> {
  const { operation, arrival, now } = call;
  const errors: readonly string[] = operation.errors;
  if (operation.access !== 'anyone' || !errors.includes('wrong_credentials')) return stagedRun(parts, call, input);
  const { email } = input as { email?: unknown };
  const account = typeof email === 'string' ? email : null;
  const succeeded = await admitAttempt(parts.database, { address: arrival.ip, account }, now);
  const outcome = await stagedRun(parts, call, input);
  await succeeded();
  return outcome;
}

async function stagedRun(parts: DispatcherParts, call: Call, input: unknown): Promise<Outcome> {
  const { operation, membership, request, caller } = call;
  const key = operation.effect === 'write' ? readIdempotencyKey(request) : null;
  const organizationId = membership?.organizationId ?? instanceLogId;
  const userId = caller?.userId ?? null;
  const sender = membership === null || userId === null ? null : { organizationId, userId };
  if (operation.transport === 'piece' && sender !== null) await receivePiece(parts.uploads, sender, request, input);
  const file =
    operation.transport === 'upload' && sender !== null ? await stageFile(parts, sender, request) : undefined;
  const scope: Scope = { role: membership === null ? 'identity' : 'app', organizationId, userId };
  const outcome = await parts.database.transaction(scope, async (tx) => {
    if (membership !== null && userId !== null) await confirmRole(tx, organizationId, userId, membership.role);
    if (file !== undefined) await keepFiles(tx, parts.blobs, organizationId, [file.sha256]);
    if (key === null || userId === null) return handleFor(parts, call, input, tx, file);
    const inputSha256 = inputHash(input, file?.sha256);
    const write = { organizationId, userId, key, operation: operation.name, inputSha256 };
    const earlier = await findOutput(tx, write, parts.masterKey);
    if (earlier !== undefined)
      return { operation, organizationId, output: earlier.output, entries: [], startedJob: false, replayed: true };
    const outcome = await handleFor(parts, call, input, tx, file);
    if (membership === null) await enterScope(tx, scope);
    await keepOutput(tx, write, outcome.output, call.now, parts.masterKey);
    return outcome;
  });
  if (!(outcome.output instanceof Afterwards)) return outcome;
  return { ...outcome, output: parseOutput(operation, await outcome.output.work()) };
}

/** A role taken away while a long upload came in must not write any more. */
async function confirmRole(tx: Tx, organizationId: string, userId: string, role: Role): Promise<void> {
  const found = await sql`
    select 1 from tickmark.members
    where organization_id = ${organizationId} and user_id = ${userId} and role = ${role}`.execute(tx);
  if (found.rows.length === 0) {
    throw new TickmarkError('not_permitted', 'Your role has just changed.', { action: 'Try again.' });
  }
}

async function handleFor(
  parts: DispatcherParts,
  call: Call,
  input: unknown,
  tx: Tx,
  file: StagedFile | undefined,
): Promise<Outcome> {
  const { operation, membership, caller, now, request, arrival, credentials } = call;
  const work = { operation, tx, now, newId: parts.newId };
  const prepared =
    membership !== null && caller !== null
      ? organizationContext(work, {
          ...membership,
          userId: caller.userId,
          blobs: parts.blobs,
          uploads: parts.uploads,
          file,
          startJob: parts.startJob,
        })
      : accountContext(work, {
          userId: caller?.userId ?? null,
          credentials,
          request: { ip: arrival.ip, userAgent: request.headers.get('user-agent') },
        });
  return handle(call, membership?.organizationId ?? instanceLogId, prepared, input);
}

async function handle(
  { operation, handler }: Arrived,
  organizationId: string,
  prepared: Prepared<AnyContext>,
  input: unknown,
): Promise<Outcome> {
  const answer = await handler(prepared.context, input);
  if (operation.effect === 'write' && prepared.entries.length !== 1) {
    throw new Error(`${operation.name} left ${prepared.entries.length} log entries; a write leaves exactly one.`);
  }
  if (answer instanceof Afterwards && operation.effect !== 'read') {
    throw new Error(`${operation.name} is no read, but answers after its transaction.`);
  }
  return {
    operation,
    organizationId,
    output: answer instanceof Afterwards ? answer : parseOutput(operation, answer),
    entries: prepared.entries,
    startedJob: prepared.startedJob,
    cookie: prepared.cookie,
    replayed: false,
  };
}

function parseOutput(operation: AnyOperation, answer: unknown): unknown {
  if (answer instanceof MadeFile && operation.transport === 'download' && operation.effect === 'read') return answer;
  const output = operation.output.safeParse(answer);
  if (output.success) return output.data;
  throw new Error(`${operation.name} answered what its schema does not allow.`, { cause: output.error });
}
