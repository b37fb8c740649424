import { TickmarkError, type SincePoint } from '@tickmark/core';
import { startOfDay, zoneOf } from '@tickmark/control-testing';
import { LogError, openCheckpoint, parseCheckpoint, parseLogProof, type Checkpoint } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import { rootAt } from '../checkpoint-at.ts';
import { logUpTo, type SignedLog } from '../signed.ts';
import { base64, type SignedHistory } from './growth.ts';
import { entriesBefore, findSeen, sealedSize, writtenAt } from './point-store.ts';

export interface Asked {
  since?: string | undefined;
  checkpoint?: string | undefined;
  /** Whose mark `seen` means; null where no engagement is named. */
  mark: { userId: string; engagementId: string } | null;
  timeZone: string;
}

/**
 * The point that was asked for, counted over the whole chain of logs. Errors: bad_input where it is none, or a checkpoint
 * is not signed by the log it names, not_found and not_yet_possible where there is no such point, conflict for a
 * checkpoint of a log that is not of the chain, does_not_hold where the history that was seen is not the beginning of
 * this one.
 */
export async function pointOf(signed: SignedHistory, asked: Asked): Promise<SincePoint> {
  const { by, size } = await sizeOf(signed, asked);
  return { by, size, at: size === 0 ? null : await writtenAt(signed.tx, signed.organizationId, size - 1) };
}

async function sizeOf(signed: SignedHistory, asked: Asked): Promise<Pick<SincePoint, 'by' | 'size'>> {
  const { tx, organizationId, chain } = signed;
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
      return { by: 'date', size: Math.min(chain.size, await entriesBefore(tx, organizationId, startOf(value, asked))) };
    case 'bundle': {
      const size = await sealedSize(tx, organizationId, value);
      if (size === undefined) {
        throw new TickmarkError('not_found', 'There is no such bundle.', {
          field: 'since',
          action: 'Take an id from the list of bundles.',
        });
      }
      return { by: 'bundle', size: Math.min(chain.size, size) };
    }
    case 'seen': {
      const size = await markedSize(signed, asked);
      return size === undefined ? { by: 'beginning', size: 0 } : { by: 'seen', size };
    }
    default:
      return { by: 'beginning', size: 0 };
  }
}

function sizeAfter({ chain }: SignedHistory, entry: number): number {
  if (entry < chain.size) return entry + 1;
  if (entry < chain.written) throw notYetSigned(entry, 'since');
  throw new TickmarkError('not_found', `The log has no entry ${entry}.`, {
    field: 'since',
    action: `Take an index from the entries of the log; the newest is ${chain.written - 1}.`,
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

async function markedSize(signed: SignedHistory, { since, mark }: Asked): Promise<number | undefined> {
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
  // The mark counts over the chain; the root hash is that of the tree of the log it lies in.
  const log = logUpTo(signed.chain, seen.size);
  await holdAgainst(signed, log, { size: BigInt(seen.size - log.first), root: seen.root }, 'since');
  return seen.size;
}

/** Entries up to a checkpoint that the caller holds, once it is found to fit the log of the chain that it names. */
async function heldSize(signed: SignedHistory, text: string): Promise<number> {
  const note = noteIn(text);
  const { origin } = readCheckpoint(note);
  const { logs } = signed.chain;
  const log = logs.find((each) => each.origin === origin);
  if (log === undefined) {
    const own = logs.map((each) => each.origin).join(', ');
    const here = logs.length === 1 ? 'The log here is' : 'The logs here are';
    throw new TickmarkError('conflict', `This checkpoint is of another log: ${origin}. ${here} ${own}.`, {
      field: 'checkpoint',
      action: 'Look in the organization whose log it is.',
    });
  }
  let held: Checkpoint;
  try {
    held = openCheckpoint(nodeCrypto, note, { logs: [log.verifierKey], witnesses: [] });
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
  await holdAgainst(signed, log, held, 'checkpoint');
  return log.first + Number(held.size);
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

/** What somebody saw of a log has to be its beginning. */
async function holdAgainst(
  { tx, organizationId, chain }: SignedHistory,
  { number, size }: SignedLog,
  seen: Pick<Checkpoint, 'size' | 'root'>,
  field: string,
): Promise<void> {
  const keep =
    'Keep your checkpoint and ask the organization what happened: with one of this log, it shows that entries were rewritten.';
  const several = chain.logs.length > 1;
  if (seen.size > BigInt(size)) {
    const here = several ? `log ${number} has` : 'this one has';
    throw new TickmarkError(
      'does_not_hold',
      `You saw a log of ${seen.size} entries, and ${here} ${size}: entries that you saw are gone.`,
      { field, action: keep },
    );
  }
  const root = await rootAt(tx, organizationId, { number, size: Number(seen.size) });
  if (Buffer.from(root).equals(seen.root)) return;
  throw new TickmarkError(
    'does_not_hold',
    `The history you saw is not the beginning of this one: ${several ? `the first ${seen.size} entries of log ${number}` : `its first ${seen.size} entries`} had the root hash ${base64(seen.root)}, and here they have ${base64(root)}.`,
    { field, action: keep },
  );
}
