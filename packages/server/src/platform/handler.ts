import type { JobKind, OperationName, OperationNamed, Role, TickmarkError } from '@tickmark/core';
import type { z } from 'zod';
import type { Blobs, StoredBlob } from './blobs/blobs.ts';
import type { Tx } from './database/database.ts';
import type { Seals } from './trail/index.ts';
import type { Uploads } from './uploads/index.ts';

export interface Actor {
  userId: string;
  role: Role;
}

/** What every write sees, in a request and in a job alike. */
export interface WriteContext {
  tx: Tx;
  organizationId: string;
  userId: string;
  /** The moment of this write; also the time in its log entry. */
  now: Date;
  newId(): string;
  /**
   * Leaves the log entry of this write and returns its index. Every write calls it exactly once;
   * the dispatcher refuses to commit otherwise. No personal data in `facts`. `seals` are of the records
   * it writes, so that a later change of one beside the log is found.
   */
  record(facts: Record<string, unknown>, seals?: Seals): Promise<number>;
}

/** An uploaded file: already in the blob store, fsynced, not yet referred to by anything. */
export interface StagedFile extends StoredBlob {
  name: string;
  /** Found from the content, not from the name. */
  mediaType: string;
}

export interface JobRequest {
  kind: JobKind;
  title: string;
  unit: string;
  input: Record<string, unknown>;
  /** Where one of this kind waits that has not begun, it does this as well, and no other is queued. */
  once?: boolean;
}

/** What a handler of an operation inside one organization sees. */
export interface HandlerContext extends WriteContext {
  actor: Actor;
  blobs: Blobs;
  uploads: Uploads;
  file: StagedFile | undefined;
  /** Queues long work; it starts only if this transaction commits. Returns the job id. */
  startJob(request: JobRequest): Promise<string>;
}

/** What a handler of an operation on accounts sees: no organization yet. */
export interface AccountContext extends Omit<WriteContext, 'organizationId' | 'userId'> {
  /** null only where `access` is `anyone`. */
  userId: string | null;
  /** Bearer of the session cookie this request came with. */
  sessionToken: string | null;
  request: { ip: string; userAgent: string | null };
  /** Sets or clears the session cookie on the response. */
  setSession(token: { value: string; expiresAt: Date } | null): void;
  /**
   * Goes on inside an organization (creating it, accepting an invitation): row-level security and
   * `record` speak of it from here on.
   */
  enterOrganization(organizationId: string, userId: string): Promise<void>;
  startJob?: never;
}

/** Whoever showed the secret of a capture link: no user, and one thing of one organization. */
export interface LinkHolder {
  organizationId: string;
  linkId: string;
  /** Who made the link: a job that follows is asked for by them. */
  madeBy: string;
  /** Bytes that a file sent by it may have. */
  maxBytes: number;
  /** Why nothing can be sent by it any more; null while something can. */
  closed: TickmarkError | null;
}

/** What a handler of an operation that a link opens sees: the link in the place of a user. */
export interface LinkContext extends Omit<WriteContext, 'userId'> {
  link: LinkHolder;
  blobs: Blobs;
  uploads: Uploads;
  file: StagedFile | undefined;
  startJob(request: JobRequest): Promise<string>;
}

type AccessOf<N extends OperationName> = OperationNamed<N>['access'];
export type ContextFor<N extends OperationName> =
  AccessOf<N> extends 'organization' ? HandlerContext : AccessOf<N> extends 'link' ? LinkContext : AccountContext;

/**
 * What a read answers once its transaction has ended: for work over a file, which would otherwise hold a
 * session of the database, of which the embedded one has a single one for everybody.
 */
export class Afterwards<T> {
  readonly work: () => Promise<T>;
  constructor(work: () => Promise<T>) {
    this.work = work;
  }
}

/** What a download hands to its caller alone: bytes that were made for it and are kept nowhere. */
export class MadeFile {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  readonly mediaType: string;
  constructor(bytes: Uint8Array, named: { fileName: string; mediaType: string }) {
    this.bytes = bytes;
    this.fileName = named.fileName;
    this.mediaType = named.mediaType;
  }
}

type OutputOf<N extends OperationName> = z.input<OperationNamed<N>['output']>;

export type Handler<N extends OperationName> = (
  context: ContextFor<N>,
  input: z.output<OperationNamed<N>['input']>,
) => Promise<OutputOf<N> | MadeFile | Afterwards<OutputOf<N> | MadeFile>>;

/** One handler per operation; a missing one does not compile. */
export type Handlers = { [N in OperationName]: Handler<N> };

/** The handlers of one noun: `HandlersOf<'populations'>`. */
export type HandlersOf<Noun extends string> = {
  [N in Extract<OperationName, `${Noun}.${string}`>]: Handler<N>;
};

/** What a job sees. Its writes go through `write`, one log entry each, under the name given. */
export interface JobContext {
  organizationId: string;
  requestedBy: string;
  jobId: string;
  blobs: Blobs;
  /** An empty folder of this job, removed when it ends. */
  folder: string;
  now(): Date;
  newId(): string;
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  write<T>(op: string, work: (context: WriteContext) => Promise<T>): Promise<T>;
  /**
   * Keeps what follows from sealed bytes alone and can be made again at any time, such as the words of a file for a
   * search, or does what an entry has said already. It is no record of anything, so it leaves no log entry.
   */
  derive<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  progress(step: { done?: number; total?: number | null; note?: string | null }): Promise<void>;
}

/** Returns what the job made, as ids. A TickmarkError is shown to the user; anything else is opaque. */
export type JobHandler = (context: JobContext, input: Record<string, unknown>) => Promise<Record<string, unknown>>;
export type JobHandlers = Record<JobKind, JobHandler>;
