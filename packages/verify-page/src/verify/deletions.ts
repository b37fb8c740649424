import { Broken } from './broken.ts';
import { date, id, sha256 } from './forms.ts';
import type { Manifest } from './manifest.ts';
import type { Statement } from './one-log.ts';
import { flag, list, Misfit, nullable, object, oneOf, orAbsent, type Shape } from './shape.ts';

const came = object({
  evidenceId: id,
  commitment: sha256,
  periodFrom: date,
  periodTo: date,
  backDated: flag,
  supersedes: nullable(id),
  renewOn: orAbsent(date, undefined),
  tags: orAbsent(list(id), undefined),
});
const given = {
  linkId: id,
  evidenceId: id,
  commitment: sha256,
  periodFrom: date,
  periodTo: date,
  backDated: flag,
};
/** Through a capture link; evidence once an entry accepts it, which says all of it again. */
const gave = object(given);
const accepted = object({ ...given, decisionId: id, supersedes: nullable(id) });
const went = object({
  reason: oneOf('schedule', 'wrong-file', 'personal-data', 'secret', 'law'),
  pieces: list(object({ evidenceId: id, commitment: sha256 })),
});
const held = object({
  holdId: id,
  evidenceId: nullable(id),
  reason: oneOf('litigation', 'examination', 'investigation', 'other'),
});
const released = object({ holdId: id });

/** A piece of evidence as the entry that brought it has it. */
interface Piece {
  entry: number;
  evidenceId: string;
  commitment: string;
  /** Days it speaks for. */
  periodFrom: string;
  periodTo: string;
}

/**
 * Verifies that evidence was deleted by entries alone, and is listed so. The log is read first, then the manifest held
 * against it.
 * @throws Broken under EL100 to EL104.
 */
export function checkDeletions(statements: readonly Statement[], manifest: Manifest): void {
  const { pieces, deletions } = follow(statements);
  for (const { id: evidenceId, entry, path } of manifest.evidence) {
    const deletion = deletions.get(evidenceId);
    if (deletion !== undefined)
      throw new Broken('EL101', `${path} is here, though entry ${deletion} says that it was deleted.`, { entry, path });
  }
  const accounted = new Set(manifest.evidence.map(({ entry }) => entry));
  const byEntry = new Map(pieces.map((piece) => [piece.entry, piece]));
  const deleted = new Set<number>();
  for (const item of manifest.deletedEvidence) {
    const piece = byEntry.get(item.entry);
    const agrees =
      piece !== undefined &&
      piece.evidenceId === item.id &&
      piece.commitment === item.commitment &&
      deletions.get(item.id) === item.deletion;
    if (!agrees || deleted.has(item.entry))
      throw new Broken('EL100', `“${item.title}” is listed as deleted, and entry ${item.deletion} does not say so.`, {
        entry: item.deletion,
        path: 'bundle.json',
      });
    deleted.add(item.entry);
  }
  const { from, to } = manifest.engagement;
  for (const { entry, periodFrom, periodTo } of pieces) {
    const ofPeriod = periodFrom <= to && from <= periodTo;
    if (ofPeriod && !accounted.has(entry) && !deleted.has(entry))
      throw new Broken('EL100', `The evidence that entry ${entry} brought is neither here nor listed as deleted.`, {
        entry,
      });
  }
}

/** What came and went, from the first entry to the last. */
function follow(statements: readonly Statement[]): { pieces: Piece[]; deletions: Map<string, number> } {
  const pieces: Piece[] = [];
  const first = new Map<string, Piece>();
  const deletions = new Map<string, number>();
  const holds = new Map<string, string | null>();
  statements.forEach((statement, entry) => {
    switch (statement.op) {
      case 'evidence.upload': {
        const piece = { entry, ...factsOf(came, statement, entry, 'EL100') };
        pieces.push(piece);
        if (!first.has(piece.evidenceId)) first.set(piece.evidenceId, piece);
        break;
      }
      case 'capture-links.give': {
        const piece = { entry, ...factsOf(gave, statement, entry, 'EL100') };
        if (!first.has(piece.evidenceId)) first.set(piece.evidenceId, piece);
        break;
      }
      case 'evidence.accept': {
        const piece = { entry, ...factsOf(accepted, statement, entry, 'EL100') };
        pieces.push(piece);
        if (!first.has(piece.evidenceId)) first.set(piece.evidenceId, piece);
        break;
      }
      case 'retention.hold': {
        const { holdId, evidenceId } = factsOf(held, statement, entry, 'EL104');
        holds.set(holdId, evidenceId);
        break;
      }
      case 'retention.release':
        holds.delete(factsOf(released, statement, entry, 'EL104').holdId);
        break;
      case 'retention.delete':
      case 'retention.delete-due':
        for (const { evidenceId, commitment } of factsOf(went, statement, entry, 'EL102').pieces) {
          if (first.get(evidenceId)?.commitment !== commitment)
            throw new Broken('EL102', `Entry ${entry} deletes evidence that no entry before it brought.`, { entry });
          if (deletions.has(evidenceId))
            throw new Broken('EL103', `Entry ${entry} deletes what was deleted before.`, { entry });
          for (const what of holds.values())
            if (what === null || what === evidenceId)
              throw new Broken('EL104', `Entry ${entry} deletes evidence on which a hold stands.`, { entry });
          deletions.set(evidenceId, entry);
        }
    }
  });
  return { pieces, deletions };
}

function factsOf<T>(shape: Shape<T>, { op, facts }: Statement, entry: number, rule: string): T {
  try {
    return shape(facts);
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    throw new Broken(rule, `Entry ${entry}, ${op}, does not say what it should.`, { entry });
  }
}
