import { randomBytes } from 'node:crypto';
import { TickmarkError, type Evidence } from '@tickmark/core';
import { localDate, organizationFacts } from '../engagements/index.ts';
import type { HandlerContext } from '../platform/handler.ts';
import { seal, type Seals } from '../platform/trail/index.ts';
import { commitmentOf } from './commitment.ts';
import { contentAt } from './preview/preview.ts';
import { readEvidenceRequest } from './read-job.ts';
import { insertEvidence, type NewRow } from './store.ts';

/** What adding a piece needs, whoever brings it. */
type Adding = Pick<
  HandlerContext,
  'tx' | 'organizationId' | 'now' | 'newId' | 'record' | 'blobs' | 'file' | 'startJob'
>;

export interface NewPiece extends Pick<Evidence, 'title' | 'method' | 'source' | 'period' | 'renewOn' | 'supersedes'> {
  /** Codes, each once. */
  controls: readonly string[];
  capturedBy: string | null;
  /** Where it comes through a capture link. */
  given?: Pick<NewRow, 'captureLinkId' | 'givenBy' | 'note' | 'askedBy' | 'forWhom' | 'toSupersede'>;
}

/** What an entry says of every piece. */
export interface PieceFacts {
  evidenceId: string;
  commitment: string;
  periodFrom: string;
  periodTo: string;
  backDated: boolean;
}

/** Seals the file that came with a call as a piece, in the entry with these facts, and has its text read. Answers its id. */
export async function addPiece(
  context: Adding,
  piece: NewPiece,
  entry: { facts(of: PieceFacts): Record<string, unknown>; seals?: Seals },
): Promise<string> {
  const { tx, organizationId } = context;
  const file = fileOf(context);
  const { timeZone } = await organizationFacts(tx, organizationId);
  const salt = randomBytes(32).toString('hex');
  const commitment = await commitmentOf(salt, await context.blobs.open(organizationId, file.sha256));
  const id = context.newId();
  const { title, method, source, period, capturedBy, supersedes, renewOn, given = {} } = piece;
  const backDated = localDate(context.now, timeZone) > period.to;
  const row = {
    organizationId,
    id,
    title,
    method,
    source,
    capturedAt: context.now,
    capturedBy,
    periodFrom: period.from,
    periodTo: period.to,
    backDated,
    fileName: file.name,
    mediaType: file.mediaType,
    size: file.size,
    sha256: file.sha256,
    salt,
    commitment,
    supersedes,
    renewOn,
    ...given,
  };
  const facts = { evidenceId: id, commitment, periodFrom: period.from, periodTo: period.to, backDated };
  const entryIndex = await context.record(entry.facts(facts), {
    ...entry.seals,
    ...seal('evidence', { ...row, controls: piece.controls.toSorted() }),
  });
  await insertEvidence(tx, { ...row, entryIndex }, piece.controls);
  await context.startJob(readEvidenceRequest);
  return id;
}

/** Errors: bad_input where no file came. */
export function fileOf({ file }: Pick<HandlerContext, 'file'>): NonNullable<HandlerContext['file']> {
  if (file !== undefined) return file;
  throw new TickmarkError('bad_input', 'No file came with the request.', {
    field: 'file',
    action: 'Send the bytes of a file with the request.',
  });
}

/**
 * What strangers give is opened by whoever looks at it, so what would run is not taken; told by the content.
 * Errors: unsupported_media.
 */
export async function refuseProgram(context: Pick<HandlerContext, 'organizationId' | 'blobs' | 'file'>): Promise<void> {
  const { sha256, size } = fileOf(context);
  const { kind, what } = await contentAt(await context.blobs.local(context.organizationId, sha256), size);
  if (kind !== 'program') return;
  throw new TickmarkError('unsupported_media', `The file is ${what}, and programs are not taken.`, {
    field: 'file',
    action: 'Send a document, a picture, a table or an archive.',
  });
}
