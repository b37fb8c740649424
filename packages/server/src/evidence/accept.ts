import { sealedFacts, TickmarkError } from '@tickmark/core';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { seal } from '../platform/trail/index.ts';
import { decisionsAbout, insertDecision, supersede } from './given-store.ts';
import { sealsOf } from './organize.ts';
import { evidenceOf, refuseFork } from './piece.ts';
import { lockLibrary, recordsOf, type EvidenceRecord } from './store.ts';

/** What came through a capture link counts once somebody here accepts it. */
export const acceptHandlers: Pick<HandlersOf<'evidence'>, 'evidence.accept' | 'evidence.refuse'> = {
  'evidence.accept': async (context, { id, supersede: asked }) => {
    const { tx, organizationId } = context;
    const { piece, linkId } = await undecided(context, id, 'accepted');
    const supersedes = asked ? piece.toSupersede : null;
    if (supersedes !== null) await refuseSuperseded(context, supersedes);
    const decision = decisionOn(context, id, 'accepted', null);
    const now = { ...piece, supersedes };
    const entryIndex = await context.record(
      sealedFacts['evidence.accept'].parse({
        decisionId: decision.id,
        linkId,
        evidenceId: id,
        commitment: piece.commitment,
        periodFrom: piece.periodFrom,
        periodTo: piece.periodTo,
        backDated: piece.backDated,
        supersedes,
      }),
      { ...sealsOf([now]), ...seal('evidenceDecisions', decision) },
    );
    await insertDecision(tx, { ...decision, entryIndex });
    if (supersedes !== null) await supersede(tx, organizationId, id, supersedes);
    return evidenceOf(context, id, 'id');
  },

  'evidence.refuse': async (context, { id, reason }) => {
    await undecided(context, id, 'refused');
    const decision = decisionOn(context, id, 'refused', reason);
    const entryIndex = await context.record(
      sealedFacts['evidence.refuse'].parse({ decisionId: decision.id, evidenceId: id }),
      seal('evidenceDecisions', decision),
    );
    await insertDecision(context.tx, { ...decision, entryIndex });
    return evidenceOf(context, id, 'id');
  },
};

type Decision = 'accepted' | 'refused';

function decisionOn(context: HandlerContext, evidenceId: string, decision: Decision, reason: string | null) {
  const { organizationId, now, userId } = context;
  return { organizationId, id: context.newId(), evidenceId, decision, reason, decidedAt: now, decidedBy: userId };
}

/** A piece about which this can be decided; whoever else would decide waits. */
async function undecided(
  context: HandlerContext,
  id: string,
  decision: Decision,
): Promise<{ piece: EvidenceRecord; linkId: string }> {
  const { tx, organizationId } = context;
  await lockLibrary(tx, organizationId);
  await evidenceOf(context, id, 'id');
  const piece = (await recordsOf(tx, organizationId, [id])).get(id);
  const linkId = piece?.captureLinkId ?? null;
  if (piece === undefined || linkId === null) {
    throw new TickmarkError('conflict', 'This evidence did not come through a capture link, so it counts already.', {
      field: 'id',
      action: 'Take a piece that waits to be accepted.',
    });
  }
  if (piece.sha256 === null) {
    throw new TickmarkError('no_longer_possible', 'The file of this piece was deleted.', {
      field: 'id',
      action: 'Ask for it again with a new link, if it is still wanted.',
    });
  }
  const decided = (await decisionsAbout(tx, organizationId, [id])).get(id);
  if (decided?.decision === decision) {
    throw new TickmarkError('already_done', `This was ${decision} already.`, { field: 'id' });
  }
  if (decided?.decision === 'accepted') {
    throw new TickmarkError('no_longer_possible', 'This was accepted, and may have been relied on since.', {
      field: 'id',
      action: 'Add a newer version that supersedes it instead.',
    });
  }
  return { piece, linkId };
}

async function refuseSuperseded(context: HandlerContext, id: string): Promise<void> {
  try {
    await refuseFork(context, id);
  } catch (error) {
    if (!(error instanceof TickmarkError) || error.code !== 'conflict') throw error;
    throw new TickmarkError('conflict', 'What this was to supersede has a newer version by now.', {
      field: 'supersede',
      action: 'Accept it without superseding anything (supersede: false).',
    });
  }
}
