import { TickmarkError } from '@tickmark/core';
import type { HandlerContext } from '../platform/handler.ts';
import { evidenceWithIds, recordsOf } from './store.ts';

/** Only what counts as evidence and has its file is linked. Errors: not_found, no_longer_possible, conflict. */
export async function refuseUnlinkable({ tx, organizationId }: HandlerContext, ids: readonly string[]): Promise<void> {
  const countsNow = await evidenceWithIds(tx, organizationId, ids);
  const refused = ids.find((id) => !countsNow.has(id));
  if (refused === undefined) return;
  const field = `evidence.${ids.indexOf(refused)}`;
  const piece = (await recordsOf(tx, organizationId, [refused])).get(refused);
  if (piece === undefined) {
    throw new TickmarkError('not_found', 'There is no such evidence.', {
      field,
      action: 'Take ids from the evidence library.',
    });
  }
  if (piece.sha256 === null) {
    throw new TickmarkError('no_longer_possible', `The file of “${piece.title}” was deleted.`, {
      field,
      action: 'Leave this piece out.',
    });
  }
  throw new TickmarkError(
    'conflict',
    `“${piece.title}” came through a capture link and was not accepted, so it is no evidence.`,
    { field, action: 'Accept it first, or leave it out.' },
  );
}
