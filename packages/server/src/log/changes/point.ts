import { TickmarkError, type SincePoint } from '@tickmark/core';
import { startOfDay, zoneOf } from '@tickmark/control-testing';
import { LogError, openCheckpoint, parseCheckpoint, parseLogProof, type Checkpoint } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import { rootAt } from '../checkpoint-at.ts';
import { base64, type SignedLog } from './growth.ts';
import { entriesBefore, findSeen, sealedSize, writtenAt } from './point-store.ts';

export interface Asked {
  since?: string | undefined;
  checkpoint?: string | undefined;
  /** Whose mark `seen` means; null where no engagement is named. */
  mark: { userId: string; engagementId: string } | null;
  timeZone: string;
}

/**
 * The point in the log that was asked for. Errors: bad_input where it is none, or a checkpoint is not signed by this log,
 * not_found and not_yet_possible where the log has no such point, conflict for a checkpoint of another log,
 * does_not_hold where the history that was seen is not the beginning of this one.
 */
export async function pointOf(signed: SignedLog, asked: Asked): Promise<SincePoint> {
  const { by, size } = await sizeOf(signed, asked);
  return { by, size, at: size === 0 ? null : await writtenAt(signed.tx, signed.organizationId, size - 1) };
}

async function sizeOf(signed: SignedLog, asked: Asked): Promise<Pick<SincePoint, 'by' | 'size'>> {
  const { tx, organizationId, log } = signed;
  if (asked.checkpoint !== undefined) {
    if (asked.since === undefined) return { by: 'checkpoint', size: await heldSize(signed, asked.checkpoint) };
    throw new TickmarkError('bad_input', 'Two points are given.', {
      field: 'since',
      action: 'Give since or a checkpoint, and not both.',
    });
  }
  const [kind, value = ''] = (asked.since ?? 'seen').split(':');
  switch (kind) {
    case 'entry':
      return { by: 'entry', size: sizeAfter(signed, Number(value)) };
    case 'date':
      return { by: 'date', size: Math.min(log.size, await entriesBefore(tx, organizationId, startOf(value, asked))) };
    case 'bundle': {
      const size = await sealedSize(tx, organizationId, value);
      if (size === undefined) {
        throw new TickmarkError('not_found', 'There is no such bundle.', {
          field: 'since',
          action: 'Take an id from the list of bundles.',
        });
      }
      return { by: 'bundle', size: Math.min(log.size, size) };
    }
    case 'seen': {
      const size = await markedSize(signed, asked);
      return size === undefined ? { by: 'beginning', size: 0 } : { by: 'seen', size };
    }
    default:
      return { by: 'beginning', size: 0 };
  }
}

function sizeAfter({ log }: SignedLog, entry: number): number {
  if (entry < log.size) return entry + 1;
  if (entry < log.nextIndex) throw notYetSigned(entry, 'since');
  throw new TickmarkError('not_found', `The log has no entry ${entry}.`, {
    field: 'since',
    action: `Take an index from the entries of the log; the newest is ${log.nextIndex - 1}.`,
  });
}

export function notYetSigned(entry: number, field: string): TickmarkError {
  return new TickmarkError('not_yet_possible', `Entry ${entry} is not yet under a signed checkpoint.`, {
    field,
    action: 'Ask again in a second.',
  });
}

function startOf(day: string, { timeZone }: Asked): Date {
  const date = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== day) {
    throw new TickmarkError('bad_input', `${day} is no day of the calendar.`, {
      field: 'since',
      action: 'Give a day such as date:2026-11-01.',
    });
  }
  return new Date(startOfDay(zoneOf(timeZone), day));
}

async function markedSize(signed: SignedLog, { since, mark }: Asked): Promise<number | undefined> {
  const { tx, organizationId } = signed;
  if (mark === null) {
    if (since === undefined) return undefined;
    throw new TickmarkError('bad_input', 'What is seen is marked for each engagement, and none is named.', {
      field: 'engagementId',
      action: 'Name the engagement, or another point.',
    });
  }
  const seen = await findSeen(tx, { organizationId, ...mark });
  if (seen === undefined) return undefined;
  await holdAgainst(signed, { size: BigInt(seen.size), root: seen.root }, 'since');
  return seen.size;
}

/** Entries under a checkpoint that the caller holds, once it is found to fit this log. */
async function heldSize(signed: SignedLog, text: string): Promise<number> {
  const { verifierKey, checkpoint: newest } = signed.log;
  const note = noteIn(text);
  const [{ origin }, own] = [readCheckpoint(note), parseCheckpoint(newest).origin];
  if (origin !== own) {
    throw new TickmarkError('conflict', `This checkpoint is of another log: ${origin}. The log here is ${own}.`, {
      field: 'checkpoint',
      action: 'Look in the organization whose log it is.',
    });
  }
  let held: Checkpoint;
  try {
    held = openCheckpoint(nodeCrypto, note, { logs: [verifierKey], witnesses: [] });
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    throw new TickmarkError(
      'bad_input',
      `This checkpoint bears the name of this log, and the key of the log has not signed it.`,
      {
        field: 'checkpoint',
        action: `It proves nothing of this log; ask whoever gave it to you. ${error.message}`,
      },
    );
  }
  await holdAgainst(signed, held, 'checkpoint');
  return Number(held.size);
}

/** A checkpoint as a note, or the one in a proof; line ends as some editors write them are taken for plain ones. */
function noteIn(text: string): string {
  const plain = text.replaceAll('\r\n', '\n');
  if (!plain.startsWith('c2sp.org/tlog-proof@')) return plain.endsWith('\n') ? plain : `${plain}\n`;
  try {
    return parseLogProof(plain).checkpoint;
  } catch (error) {
    throw noCheckpoint(error);
  }
}

function readCheckpoint(note: string): Checkpoint {
  try {
    return parseCheckpoint(note);
  } catch (error) {
    throw noCheckpoint(error);
  }
}

function noCheckpoint(cause: unknown): unknown {
  if (!(cause instanceof LogError)) return cause;
  return new TickmarkError('bad_input', `This is neither a checkpoint nor a proof: ${cause.message}`, {
    field: 'checkpoint',
    action: 'Give a checkpoint as the page of the log shows it, log/checkpoint of a bundle, or a .tlog-proof file.',
    cause,
  });
}

/** What somebody saw of this log has to be its beginning. */
async function holdAgainst(
  { tx, organizationId, log }: SignedLog,
  seen: Pick<Checkpoint, 'size' | 'root'>,
  field: string,
): Promise<void> {
  const keep =
    'Keep your checkpoint and ask the organization what happened: with one of this log, it shows that entries were rewritten.';
  if (seen.size > BigInt(log.size)) {
    throw new TickmarkError(
      'does_not_hold',
      `You saw a log of ${seen.size} entries, and this one has ${log.size}: entries that you saw are gone.`,
      { field, action: keep },
    );
  }
  const root = await rootAt(tx, organizationId, Number(seen.size));
  if (Buffer.from(root).equals(seen.root)) return;
  throw new TickmarkError(
    'does_not_hold',
    `The history you saw is not the beginning of this one: its first ${seen.size} entries had the root hash ${base64(seen.root)}, and here they have ${base64(root)}.`,
    { field, action: keep },
  );
}
