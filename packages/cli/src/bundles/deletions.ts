import {
  deletionReasonTitles,
  sealedFacts,
  type BundleManifest,
  type DeletionReason,
  type LogStatement,
} from '@tickmark/core';
import { DoesNotHold } from './does-not-hold.ts';
import type { BundledLog } from './log.ts';

/** A file that an entry committed to. */
interface Sealed {
  id: string;
  entry: number;
  commitment: string;
  by: string | null;
  /** Days it speaks for. */
  from: string;
  to: string;
}

interface Deleted {
  entry: number;
  reason: DeletionReason;
  by: string | null;
}

/**
 * Verifies that no evidence of the period is missing without an entry that says it was deleted (EL100, EL101), and that
 * evidence was deleted once, after it came and under no hold (EL102 to EL104). Returns what can no longer be examined.
 */
export function checkDeletions(manifest: BundleManifest, log: BundledLog): string[] {
  const { sealed, deleted } = readDeletions(log);
  for (const { id, entry, path } of manifest.evidence) {
    const deletion = deleted.get(id);
    if (deletion === undefined) continue;
    throw new DoesNotHold('EL101', `Entry ${deletion.entry} says that ${path} was deleted, and it is in the bundle.`, {
      entry,
      path,
    });
  }
  const listed = checkListed(manifest, sealed, deleted);
  const there = new Set(manifest.evidence.map(({ entry }) => entry));
  const { from, to } = manifest.engagement;
  for (const piece of sealed) {
    const speaks = piece.from <= to && piece.to >= from;
    if (!speaks || there.has(piece.entry) || listed.has(piece.entry)) continue;
    throw new DoesNotHold(
      'EL100',
      deleted.has(piece.id)
        ? `The evidence of entry ${piece.entry} was deleted, and the bundle does not list it as such.`
        : `The evidence of entry ${piece.entry}, which speaks for ${piece.from} to ${piece.to}, is not in the bundle, and no entry says that it was deleted.`,
      { entry: piece.entry },
    );
  }
  return warningsOf(
    sealed.flatMap((piece) => {
      const deletion = listed.has(piece.entry) ? deleted.get(piece.id) : undefined;
      return deletion === undefined ? [] : [{ piece, deletion }];
    }),
  );
}

/** Goes through the log from its first entry on (EL102 to EL104). */
function readDeletions(log: BundledLog): { sealed: Sealed[]; deleted: Map<string, Deleted> } {
  const sealed = new Map<string, Sealed>();
  const every: Sealed[] = [];
  const deleted = new Map<string, Deleted>();
  /** What each hold that stands holds; null is all evidence. */
  const holds = new Map<string, string | null>();
  for (const [entry, { op, facts, by }] of log.sealed) {
    if (op === 'evidence.upload' || op === 'evidence.accept' || op === 'capture-links.give') {
      const { evidenceId: id, commitment, periodFrom: from, periodTo: to } = read('EL100', op, entry, facts);
      const piece = { id, entry, commitment, by, from, to };
      if (!sealed.has(id)) sealed.set(id, piece);
      // What came through a capture link is evidence by the entry that accepts it, and by no other.
      if (op !== 'capture-links.give') every.push(piece);
    } else if (op === 'retention.hold') {
      const { holdId, evidenceId } = read('EL104', op, entry, facts);
      holds.set(holdId, evidenceId);
    } else if (op === 'retention.release') holds.delete(read('EL104', op, entry, facts).holdId);
    else if (op === 'retention.delete' || op === 'retention.delete-due') {
      const { reason, pieces } = read('EL102', op, entry, facts);
      for (const { evidenceId, commitment } of pieces) {
        const fault = faultOf(evidenceId, commitment, { sealed, deleted, holds });
        if (fault !== undefined) throw new DoesNotHold(fault.rule, `Entry ${entry} ${fault.message}`, { entry });
        deleted.set(evidenceId, { entry, reason, by });
      }
    }
  }
  return { sealed: every, deleted };
}

function faultOf(
  id: string,
  commitment: string,
  known: {
    sealed: ReadonlyMap<string, Sealed>;
    deleted: ReadonlyMap<string, Deleted>;
    holds: ReadonlyMap<string, string | null>;
  },
): { rule: string; message: string } | undefined {
  const piece = known.sealed.get(id);
  if (piece === undefined)
    return { rule: 'EL102', message: `deletes the evidence ${id}, which no entry before it sealed.` };
  if (piece.commitment !== commitment)
    return { rule: 'EL102', message: `deletes other evidence than entry ${piece.entry} commits to.` };
  const earlier = known.deleted.get(id);
  if (earlier !== undefined)
    return { rule: 'EL103', message: `deletes the evidence of entry ${piece.entry}, as entry ${earlier.entry} does.` };
  if ([...known.holds.values()].some((held) => held === null || held === id))
    return { rule: 'EL104', message: `deletes the evidence of entry ${piece.entry}, on which a hold stands.` };
  return undefined;
}

/** The entries of the files that the bundle lists as deleted; each is as the log has it (EL100). */
function checkListed(
  { deletedEvidence = [] }: BundleManifest,
  sealed: readonly Sealed[],
  deleted: ReadonlyMap<string, Deleted>,
): Set<number> {
  const listed = new Set<number>();
  for (const { id, title, entry, commitment, deletion } of deletedEvidence) {
    const piece = sealed.find((each) => each.entry === entry);
    const asSealed = piece?.id === id && piece.commitment === commitment && deleted.get(id)?.entry === deletion;
    if (!asSealed || listed.has(entry)) {
      throw new DoesNotHold(
        'EL100',
        `bundle.json lists “${title}” as deleted by entry ${deletion}, and the log does not say so of the evidence of entry ${entry}.`,
        { entry: deletion, path: 'bundle.json' },
      );
    }
    listed.add(entry);
  }
  return listed;
}

function warningsOf(pairs: readonly { piece: Sealed; deletion: Deleted }[]): string[] {
  if (pairs.length === 0) return [];
  const reasons = Map.groupBy(pairs, ({ deletion }) => deletion.reason);
  const counted = [...reasons].map(([reason, some]) => `${some.length} ${deletionReasonTitles[reason].toLowerCase()}`);
  const files = pairs.length === 1 ? 'The file of 1 piece' : `The files of ${pairs.length} pieces`;
  const alone = pairs.filter(({ piece, deletion }) => piece.by === deletion.by && deletion.reason !== 'schedule');
  return [
    `${files} of evidence of this period ${pairs.length === 1 ? 'was' : 'were'} deleted and can no longer be examined: ${counted.join(', ')}.${alone.length === 0 ? '' : ` ${alone.length} before ${alone.length === 1 ? 'its' : 'their'} time by who had brought ${alone.length === 1 ? 'it' : 'them'}.`}`,
  ];
}

type ReadOp =
  | 'evidence.upload'
  | 'evidence.accept'
  | 'capture-links.give'
  | 'retention.hold'
  | 'retention.release'
  | 'retention.delete'
  | 'retention.delete-due';

function read<Op extends ReadOp>(
  rule: string,
  op: Op,
  entry: number,
  facts: LogStatement['facts'],
): ReturnType<(typeof sealedFacts)[Op]['parse']> {
  const parsed = sealedFacts[op].safeParse(facts);
  if (!parsed.success)
    throw new DoesNotHold(rule, `Entry ${entry}, ${op}, does not have the facts it should.`, { entry });
  return parsed.data as ReturnType<(typeof sealedFacts)[Op]['parse']>;
}
