import type { AnyOperation, Role } from '@tickmark/core';
import { enterScope, type SessionToken } from '../auth/index.ts';
import type { Blobs } from '../blobs/blobs.ts';
import type { Uploads } from '../uploads/index.ts';
import { instanceLogId, type Tx } from '../database/database.ts';
import type { AccountContext, HandlerContext, JobRequest, LinkContext, LinkHolder, StagedFile } from '../handler.ts';
import { record, type Told } from '../trail/index.ts';
import type { Credentials } from './caller.ts';

/** What one call of a handler may draw on. */
export interface Work {
  operation: AnyOperation;
  tx: Tx;
  now: Date;
  newId(): string;
}

/** A context, and what its handler did with it. */
export interface Prepared<C> {
  context: C;
  /** Log entries written so far, with the log they went to. */
  entries: { organizationId: string; index: number }[];
  /** Whether the handler queued long work. */
  startedJob: boolean;
  /** Present when the handler set or cleared the session cookie. */
  cookie?: { token: SessionToken | null };
}

/** Queues long work in the transaction of the write that asks for it; returns the job id. */
export type StartJob = (
  tx: Tx,
  job: JobRequest & { id: string; organizationId: string; requestedBy: string; now: Date },
) => Promise<string>;

export interface InsideOrganization {
  organizationId: string;
  userId: string;
  role: Role;
  blobs: Blobs;
  uploads: Uploads;
  file: StagedFile | undefined;
  startJob: StartJob;
}

/** The context of an operation inside one organization. */
export function organizationContext(work: Work, inside: InsideOrganization): Prepared<HandlerContext> {
  const { organizationId, userId, role, blobs, uploads, file, startJob } = inside;
  const prepared: Prepared<HandlerContext> = {
    entries: [],
    startedJob: false,
    context: {
      ...shared(work),
      organizationId,
      userId,
      actor: { userId, role },
      blobs,
      uploads,
      file,
      record: (facts, seals) => recordOnce(work, prepared.entries, { organizationId, by: userId }, { facts, seals }),
      startJob: (request) => {
        if (work.operation.effect !== 'write') throw new Error(`${work.operation.name} is no write, but starts a job.`);
        prepared.startedJob = true;
        return startJob(work.tx, { ...request, id: work.newId(), organizationId, requestedBy: userId, now: work.now });
      },
    },
  };
  return prepared;
}

/** The context of an operation that a link opens: its entries name the link, and no user. */
export function linkContext(
  work: Work,
  link: LinkHolder,
  beside: Pick<InsideOrganization, 'blobs' | 'uploads' | 'file' | 'startJob'>,
): Prepared<LinkContext> {
  const { organizationId, linkId, madeBy } = link;
  const { startJob, ...files } = beside;
  const prepared: Prepared<LinkContext> = {
    entries: [],
    startedJob: false,
    context: {
      ...shared(work),
      ...files,
      organizationId,
      link,
      record: (facts, seals) =>
        recordOnce(work, prepared.entries, { organizationId, by: null, link: linkId }, { facts, seals }),
      startJob: (request) => {
        prepared.startedJob = true;
        return startJob(work.tx, { ...request, id: work.newId(), organizationId, requestedBy: madeBy, now: work.now });
      },
    },
  };
  return prepared;
}

/** The context of an operation on accounts: it speaks of the instance until it enters an organization. */
export function accountContext(
  work: Work,
  caller: { userId: string | null; credentials: Credentials; request: AccountContext['request'] },
): Prepared<AccountContext> {
  const place = { organizationId: instanceLogId, by: caller.userId };
  const prepared: Prepared<AccountContext> = {
    entries: [],
    startedJob: false,
    context: {
      ...shared(work),
      userId: caller.userId,
      sessionToken: caller.credentials.token,
      request: caller.request,
      record: (facts, seals) => recordOnce(work, prepared.entries, place, { facts, seals }),
      setSession: (token) => {
        prepared.cookie = { token };
      },
      enterOrganization: async (organizationId, userId) => {
        await enterScope(work.tx, { role: 'app', organizationId, userId });
        place.organizationId = organizationId;
        place.by = userId;
      },
    },
  };
  return prepared;
}

function shared({ tx, now, newId }: Work): Pick<HandlerContext, 'tx' | 'now' | 'newId'> {
  return { tx, now, newId };
}

async function recordOnce(
  { operation, tx, now }: Work,
  entries: { organizationId: string; index: number }[],
  { organizationId, ...who }: { organizationId: string; by: string | null; link?: string },
  told: Omit<Told, 'op'>,
): Promise<number> {
  if (operation.effect !== 'write') throw new Error(`${operation.name} is no write, but leaves a log entry.`);
  const index = await record(tx, { organizationId, op: operation.name, at: now, ...who, ...told });
  entries.push({ organizationId, index });
  return index;
}
