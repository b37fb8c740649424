import type { z } from 'zod';
import type { ErrorCode } from '../errors/index.ts';
import type { Permission } from '../roles/index.ts';

/**
 * Who may call:
 * - `anyone`: no session needed (the first claim, signing in).
 * - `account`: a session, no organization chosen yet.
 * - `organization`: a session and a membership; `permission` is checked against its role.
 * - `link`: whoever shows the secret of a capture link in the header `Tickmark-Link`; no session, and whoever is signed in
 *   is nobody else to it.
 */
export type Access =
  | { access: 'anyone' }
  | { access: 'account' }
  | { access: 'link' }
  | { access: 'organization'; permission: Permission };

/**
 * How bytes travel:
 * - `json`: JSON in, JSON out.
 * - `upload`: always POST. The request body is the bytes of the file, streamed; the JSON input stands
 *   percent-encoded in the header `Tickmark-Input`, the file name percent-encoded in
 *   `Tickmark-File-Name`; JSON out. Headers hold 16 KiB together. In place of a body, the header
 *   `Tickmark-Upload` may name a file that was sent in pieces before (`uploads.begin`).
 * - `piece`: like `upload`, but the body is the next piece of a file that is on its way.
 * - `download`: JSON in (query), bytes out as an attachment. The output schema describes the file.
 */
export type Transport = 'json' | 'upload' | 'piece' | 'download';

/**
 * What a call leaves behind:
 * - `read`: nothing.
 * - `write`: exactly one log entry.
 * - `stage`: bytes on their way, which nothing refers to yet; no log entry, and they go by themselves
 *   when no write takes them up.
 * - `remember`: something that one person keeps for themselves and nobody else sees, or that somebody looked at a
 *   capture link; no log entry, because nothing of the examination changes.
 * - `draft`: a text that people write on together and that holds for nobody yet; no log entry, for a write hands it in
 *   as a whole, with everybody who wrote on it.
 */
export type Effect = 'read' | 'write' | 'stage' | 'remember' | 'draft';

/** Whether the request body is bytes, and the input a header. */
export function carriesBytes(transport: Transport): transport is 'upload' | 'piece' {
  return transport === 'upload' || transport === 'piece';
}

/** GET where an operation reads and its input fits into an address, else POST. */
export function httpMethod(operation: { effect: Effect; transport: Transport; longInput: boolean }): 'GET' | 'POST' {
  const { effect, transport, longInput } = operation;
  return effect === 'read' && !carriesBytes(transport) && !longInput ? 'GET' : 'POST';
}

interface Shape<Name extends string, In extends z.ZodType, Out extends z.ZodType> {
  /** `noun.verb`; also the HTTP path `/api/<name>`, the CLI command and the name in the trail. */
  name: Name;
  effect: Effect;
  transport?: Transport;
  /** Set where what a read is asked with may be longer than an address can be: it travels in the body of a POST. */
  longInput?: boolean;
  /** One sentence for OpenAPI and the command line. */
  summary: string;
  input: In;
  output: Out;
  /**
   * Codes beyond bad_input, not_signed_in, not_permitted and internal, which any operation may answer; by a link
   * also wrong_credentials and too_many_requests.
   */
  errors: readonly ErrorCode[];
}

export type Operation<
  Name extends string = string,
  In extends z.ZodType = z.ZodType,
  Out extends z.ZodType = z.ZodType,
> = Shape<Name, In, Out> & Access & { transport: Transport; longInput: boolean };

/** Declares one operation as data. Every surface is derived from the list in `operations/list.ts`. */
export function defineOperation<
  const Name extends `${string}.${string}`,
  In extends z.ZodType,
  Out extends z.ZodType,
  const A extends Access,
>(operation: Shape<Name, In, Out> & A): Shape<Name, In, Out> & A & { transport: Transport; longInput: boolean } {
  return { ...operation, transport: operation.transport ?? 'json', longInput: operation.longInput ?? false };
}
