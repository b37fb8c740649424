import { sealedFacts, type DeletionReason } from '@tickmark/core';
import { deleteFiles, sealsOf, type EvidenceRecord } from '../evidence/index.ts';
import type { WriteContext } from '../platform/handler.ts';
import { seal } from '../platform/trail/index.ts';

/** How and why pieces are deleted. */
export interface Deleting {
  op: 'retention.delete' | 'retention.delete-due';
  reason: DeletionReason;
  words: string | null;
  /** What they are called from then on. */
  title?: string | undefined;
}

/**
 * Deletes the files of pieces: one entry names each with its commitment, the records lose what belongs to the files, and the
 * bytes go once this is committed (`removeFiles`). Whoever calls looked for what stands against it, under the lock of
 * the library.
 */
export async function deletePieces(
  context: WriteContext,
  pieces: readonly EvidenceRecord[],
  { op, reason, words, title }: Deleting,
): Promise<void> {
  const { tx, organizationId, now: deletedAt, userId: deletedBy } = context;
  const deletions = pieces.map((piece) => ({
    deletion: { organizationId, evidenceId: piece.id, deletedAt, deletedBy, reason, words },
    left: { ...piece, title: title ?? piece.title, sha256: null, salt: null, fileName: null, note: null },
    sha256: piece.sha256 ?? '',
  }));
  const entryIndex = await context.record(
    sealedFacts[op].parse({
      reason,
      pieces: pieces.map(({ id, commitment }) => ({ evidenceId: id, commitment })),
    }),
    Object.assign(
      sealsOf(deletions.map(({ left }) => left)),
      ...deletions.map(({ deletion }) => seal('evidenceDeletions', deletion)),
    ),
  );
  await deleteFiles(
    tx,
    organizationId,
    deletions.map(({ deletion, left, sha256 }) => ({ row: { ...deletion, entryIndex }, title: left.title, sha256 })),
  );
}
