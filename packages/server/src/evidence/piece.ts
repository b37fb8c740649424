import { addDays } from '@tickmark/control-testing';
import { deletionReasonTitles, TickmarkError, type Deletion, type Evidence, type FileOutput } from '@tickmark/core';
import { localDate, organizationFacts } from '../engagements/index.ts';
import type { HandlerContext } from '../platform/handler.ts';
import { findEvidence, lockEvidence, type RenewalDays } from './store.ts';

type Asking = Pick<HandlerContext, 'tx' | 'organizationId' | 'now'>;

const soon = 30;

/** Days in the zone of the organization by which renewal is told. */
export async function daysOf({ tx, organizationId, now }: Asking): Promise<RenewalDays> {
  const { timeZone } = await organizationFacts(tx, organizationId);
  const today = localDate(now, timeZone);
  return { today, soonUntil: addDays(today, soon) };
}

/** Errors: not_found. */
export async function evidenceOf(context: Asking, id: string, field: string): Promise<Evidence> {
  const found = await findEvidence(context.tx, context.organizationId, await daysOf(context), id);
  if (found !== undefined) return found;
  throw new TickmarkError('not_found', 'There is no such evidence.', {
    field,
    action: 'Take an id from the evidence library.',
  });
}

/**
 * A version has one successor: two would leave open which of them counts. What came through a capture link has none
 * before it counts itself.
 * Errors: not_found, conflict.
 */
export async function refuseFork(context: Asking, id: string): Promise<void> {
  await lockEvidence(context.tx, id);
  const { supersededBy, given } = await evidenceOf(context, id, 'supersedes');
  if (given !== null && given.state !== 'accepted') {
    throw new TickmarkError(
      'conflict',
      'This came through a capture link and was not accepted, so it is no evidence.',
      {
        field: 'supersedes',
        action: 'Accept it first, or supersede nothing.',
      },
    );
  }
  if (supersededBy === null) return;
  throw new TickmarkError('conflict', 'This evidence has a newer version already.', {
    field: 'supersedes',
    action: `Supersede the newest version: ${supersededBy} comes next.`,
  });
}

/** What a piece says of its file. Errors: gone where the file was deleted. */
export function storedFile({ deleted, sha256, fileName, mediaType, size }: Evidence): FileOutput {
  if (deleted === null && sha256 !== null && fileName !== null) return { sha256, fileName, mediaType, size };
  throw goneError(deleted);
}

/** Who deleted a file, when and why. */
export function goneError(deleted: Deletion | null): TickmarkError {
  if (deleted === null) return new TickmarkError('gone', 'The file of this evidence is gone.', { field: 'id' });
  const { at, by, reason, entryIndex } = deleted;
  return new TickmarkError(
    'gone',
    `The file of this evidence was deleted on ${at.slice(0, 10)} by ${by.name ?? 'somebody who is no member any more'}: ${deletionReasonTitles[reason]}.`,
    { field: 'id', action: `Entry ${entryIndex} of the log tells of it. Its record stays.` },
  );
}
