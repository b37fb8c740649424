import { TickmarkError } from '@tickmark/core';
import { newestVersions, recordsOf as piecesOf, refuseUnlinkable } from '../evidence/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { seal, type Seals } from '../platform/trail/index.ts';
import { engagementOfAll, heldRequest, heldRequests, isClosed, newStep, refuseClosed, sealsOf } from './records.ts';
import { requestOf } from './shown.ts';
import { insertSteps } from './step-store.ts';
import { deleteLinks, insertLinks, updateRequests, type RequestRecord } from './store.ts';

type Answering =
  | 'requests.link-evidence'
  | 'requests.unlink-evidence'
  | 'requests.take-newer'
  | 'requests.submit'
  | 'requests.reopen';

/** How requests are answered. Whether an answer is enough is not for the service organization to say. */
export const answerHandlers: Pick<HandlersOf<'requests'>, Answering> = {
  'requests.link-evidence': async (context, { ids, evidence }) => {
    const { tx, organizationId } = context;
    const requests = await heldRequests(context, ids, 'ids');
    const engagementId = engagementOfAll(requests, ids);
    for (const request of requests) refuseClosed(request, `ids.${ids.indexOf(request.id)}`);
    const pieces = unique(evidence);
    await refuseUnlinkable(context, evidence);
    const changed = requests.flatMap((request) => {
      const fresh = pieces.filter((id) => !request.evidence.includes(id));
      return fresh.length === 0 ? [] : [{ request, pieces: fresh, began: request.state === 'draft' }];
    });
    refuseNothing(changed, 'Each of these pieces is linked to each of these requests already.');
    await insertLinks(
      tx,
      organizationId,
      changed.flatMap(({ request, pieces: own }) => own.map((evidenceId) => ({ requestId: request.id, evidenceId }))),
    );
    const begun = changed.filter(({ began }) => began).map(({ request }) => request.id);
    await updateRequests(tx, organizationId, begun, { state: 'in-progress' });
    await context.record(
      { engagementId, ...named(changed) },
      sealsOf(
        changed.map(({ request, pieces: own }) => ({
          ...request,
          state: 'in-progress' as const,
          evidence: [...request.evidence, ...own].toSorted(),
        })),
      ),
    );
    return answer(changed);
  },

  'requests.unlink-evidence': async (context, { ids, evidence, reason }) => {
    const { tx, organizationId } = context;
    const requests = await heldRequests(context, ids, 'ids');
    const engagementId = engagementOfAll(requests, ids);
    const changed = requests.flatMap((request) => {
      const pieces = unique(evidence).filter((id) => request.evidence.includes(id));
      return pieces.length === 0 ? [] : [{ request, pieces, began: false }];
    });
    refuseNothing(changed, 'None of these pieces is linked to one of these requests.');
    const submitted = changed.filter(({ request }) => isClosed(request));
    for (const { request, pieces } of submitted) {
      const field = `ids.${ids.indexOf(request.id)}`;
      if (request.state === 'superseded') refuseClosed(request, field);
      if (reason === undefined) {
        throw new TickmarkError('bad_input', `${request.code} was submitted with this evidence.`, {
          field: 'reason',
          action: 'Say why it is taken off. The reason stays with the request.',
        });
      }
      if (pieces.length === request.evidence.length) {
        throw new TickmarkError('conflict', `${request.code} would stand as submitted with nothing linked to it.`, {
          field,
          action: 'Reopen it with a reason, and take the evidence off then.',
        });
      }
    }
    await deleteLinks(
      tx,
      organizationId,
      changed.map(({ request }) => request.id),
      evidence,
    );
    const steps = submitted.map(({ request, pieces }) =>
      newStep(context, request.id, { step: 'unlinked', words: reason ?? null, evidence: pieces }),
    );
    const entryIndex = await context.record(
      { engagementId, ...named(changed), submitted: submitted.length },
      {
        ...sealsOf(
          changed.map(({ request, pieces }) => ({
            ...request,
            evidence: request.evidence.filter((id) => !pieces.includes(id)),
          })),
        ),
        ...(Object.assign({}, ...steps.map((step) => seal('requestSteps', step))) as Seals),
      },
    );
    await insertSteps(
      tx,
      steps.map((step) => ({ ...step, entryIndex })),
    );
    return answer(changed);
  },

  'requests.take-newer': async (context, { id, evidence }) => {
    const { tx, organizationId } = context;
    const request = await heldRequest(context, id);
    refuseClosed(request, 'id');
    const stranger = evidence?.find((piece) => !request.evidence.includes(piece));
    if (stranger !== undefined) {
      throw new TickmarkError('not_found', 'This piece is not linked to the request.', {
        field: `evidence.${evidence?.indexOf(stranger)}`,
        action: 'Name pieces that are linked to it.',
      });
    }
    const newest = await newestVersions(tx, organizationId, evidence ?? request.evidence);
    const taken = [...newest].map(([before, { id: now, title }]) => ({ before, now, title }));
    refuseNothing(taken, 'None of these pieces has a newer version.', 'evidence');
    const before = taken.map((each) => each.before);
    const kept = request.evidence.filter((piece) => !before.includes(piece));
    const fresh = unique(taken.map(({ now }) => now)).filter((piece) => !kept.includes(piece));
    await deleteLinks(tx, organizationId, [id], before);
    await insertLinks(
      tx,
      organizationId,
      fresh.map((evidenceId) => ({ requestId: id, evidenceId })),
    );
    await context.record(
      { requestId: id, engagementId: request.engagementId, evidence: unique(taken.map(({ now }) => now)) },
      sealsOf([{ ...request, evidence: [...kept, ...fresh].toSorted() }]),
    );
    return { items: taken, total: taken.length };
  },

  'requests.submit': async (context, { id, answer: words }) => {
    const { tx, organizationId } = context;
    const request = await heldRequest(context, id);
    if (request.state === 'submitted') {
      throw new TickmarkError('already_done', `${request.code} was submitted already.`, {
        field: 'id',
        action: 'Reopen it with a reason, if something of it is to be corrected.',
      });
    }
    refuseClosed(request, 'id');
    await refuseDeleted(context, request);
    if (request.evidence.length === 0 && words === undefined) {
      throw new TickmarkError('not_yet_possible', `Nothing is linked to ${request.code}, and nothing is written.`, {
        field: 'answer',
        action: 'Link evidence, or write the answer, for example that there were none in the period.',
      });
    }
    const change = { state: 'submitted' as const };
    const step = newStep(context, id, { step: 'submitted', words: words ?? null, evidence: request.evidence });
    await updateRequests(tx, organizationId, [id], change);
    const entryIndex = await context.record(
      {
        requestId: id,
        engagementId: request.engagementId,
        stepId: step.id,
        evidence: request.evidence.length,
        answered: words !== undefined,
      },
      { ...sealsOf([{ ...request, ...change }]), ...seal('requestSteps', step) },
    );
    await insertSteps(tx, [{ ...step, entryIndex }]);
    return requestOf(context, id);
  },

  'requests.reopen': async (context, { id, reason }) => {
    const { tx, organizationId } = context;
    const request = await heldRequest(context, id);
    if (!isClosed(request)) {
      throw new TickmarkError('already_done', `${request.code} is open.`, { field: 'id' });
    }
    const change = { state: 'in-progress' as const, supersededBy: null };
    const step = newStep(context, id, { step: 'reopened', words: reason, evidence: [] });
    await updateRequests(tx, organizationId, [id], change);
    const entryIndex = await context.record(
      { requestId: id, engagementId: request.engagementId, stepId: step.id, from: request.state },
      { ...sealsOf([{ ...request, ...change }]), ...seal('requestSteps', step) },
    );
    await insertSteps(tx, [{ ...step, entryIndex }]);
    return requestOf(context, id);
  },
};

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].toSorted();
}

interface LinkChange {
  request: RequestRecord;
  /** Pieces that are linked, or taken off. */
  pieces: string[];
  began: boolean;
}

/** Ids for an entry. */
function named(changed: readonly LinkChange[]) {
  return {
    requests: changed.map(({ request }) => request.id),
    evidence: unique(changed.flatMap(({ pieces }) => pieces)),
  };
}

function answer(changed: readonly LinkChange[]) {
  const items = changed.map(({ request: { id, code }, pieces, began }) => ({ id, code, evidence: pieces, began }));
  return { items, total: items.length };
}

function refuseNothing(changed: readonly unknown[], message: string, field = 'ids'): void {
  if (changed.length === 0) throw new TickmarkError('already_done', message, { field });
}

/** Nobody is handed a file that is gone. Errors: not_yet_possible. */
async function refuseDeleted({ tx, organizationId }: HandlerContext, { code, evidence }: RequestRecord): Promise<void> {
  const pieces = await piecesOf(tx, organizationId, evidence);
  const gone = [...pieces.values()].find(({ sha256 }) => sha256 === null);
  if (gone === undefined) return;
  throw new TickmarkError('not_yet_possible', `The file of “${gone.title}”, linked to ${code}, was deleted.`, {
    field: 'id',
    action: 'Take this piece off the request, or link another in its place.',
  });
}
