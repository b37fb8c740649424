import { applyingRequests, holds, requestCatalogue, roleTitles, TickmarkError } from '@tickmark/core';
import { allControls } from '../controls/index.ts';
import { engagementOf } from '../engagements/index.ts';
import { lockLibrary, refuseUnknown } from '../evidence/index.ts';
import { memberOf } from '../members/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { seal, sealRemoval, type Seals } from '../platform/trail/index.ts';
import { engagementOfAll, heldRequest, heldRequests, newStep, refuseClosed, sealsOf } from './records.ts';
import { requestOf, requestsOf } from './shown.ts';
import { insertSteps, requestsWithSteps } from './step-store.ts';
import {
  deleteRequests,
  insertRequests,
  listedOfCatalogue,
  requestCalled,
  successorsAmong,
  updateRequests,
  type RequestChange,
} from './store.ts';

type Managing =
  | 'requests.add'
  | 'requests.add-from-catalogue'
  | 'requests.update'
  | 'requests.assign'
  | 'requests.remove'
  | 'requests.supersede';

/** What is on the list of an engagement, and what each request says. */
export const manageHandlers: Pick<HandlersOf<'requests'>, Managing> = {
  'requests.add': async (context, input) => {
    const { tx, organizationId, now, userId } = context;
    const { engagementId, code } = input;
    await engagementOf(tx, organizationId, engagementId);
    const controls = unique(input.controls);
    await refuseUnknown(context, controls, 'controls');
    await refuseUnableOwner(context, input.owner ?? null);
    await lockLibrary(tx, organizationId);
    await refuseTakenCode(context, engagementId, code);
    const row = {
      organizationId,
      id: context.newId(),
      engagementId,
      code,
      catalogueId: null,
      area: input.area,
      title: input.title,
      kind: input.kind,
      phase: input.phase,
      controls,
      needsCompletenessAccuracy: input.needsCompletenessAccuracy ?? input.kind === 'population',
      ownerId: input.owner ?? null,
      dueOn: input.dueOn ?? null,
      state: 'draft' as const,
      note: input.note ?? null,
      supersededBy: null,
      createdAt: now,
      createdBy: userId,
    };
    const entryIndex = await context.record(
      { requestId: row.id, engagementId },
      seal('requests', { ...row, evidence: [] }),
    );
    await insertRequests(tx, [{ ...row, entryIndex }]);
    return requestOf(context, row.id);
  },

  'requests.add-from-catalogue': async (context, { engagementId, owner, dueOn }) => {
    const { tx, organizationId, now, userId } = context;
    const engagement = await engagementOf(tx, organizationId, engagementId);
    await refuseUnableOwner(context, owner ?? null);
    await lockLibrary(tx, organizationId);
    const held = applyingRequests(engagement, await allControls(tx, organizationId), requestCatalogue);
    const listed = await listedOfCatalogue(tx, organizationId, engagementId);
    const applying = held.filter(({ notApplying }) => notApplying === null);
    const fresh = applying.filter(({ id }) => !listed.has(id));
    if (fresh.length === 0) {
      throw new TickmarkError('already_done', `All ${applying.length} that apply are on the list already.`, {
        field: 'engagementId',
        action: 'Adopt controls or add a category to the engagement, and more of the catalogue may apply.',
      });
    }
    const rows = fresh.map((request) => ({
      organizationId,
      id: context.newId(),
      engagementId,
      code: request.id,
      catalogueId: request.id,
      area: request.area,
      title: request.title,
      kind: request.kind,
      phase: request.phase,
      controls: request.controls,
      needsCompletenessAccuracy: request.needsCompletenessAccuracy,
      ownerId: owner ?? null,
      dueOn: dueOn ?? null,
      state: 'draft' as const,
      note: null,
      supersededBy: null,
      createdAt: now,
      createdBy: userId,
    }));
    const entryIndex = await context.record(
      { engagementId, codes: rows.map(({ code }) => code) },
      Object.assign({}, ...rows.map((row) => seal('requests', { ...row, evidence: [] }))) as Seals,
    );
    await insertRequests(
      tx,
      rows.map((row) => ({ ...row, entryIndex })),
    );
    const items = await requestsOf(
      context,
      rows.map(({ id }) => id),
    );
    const already = applying.filter(({ id }) => listed.has(id)).map(({ id }) => id);
    const others = held.flatMap(({ id, title, notApplying }) =>
      notApplying === null ? [] : [{ id, title, ...notApplying }],
    );
    const counts = { already: already.length, notApplying: others.length };
    return { items, total: items.length, counts, already, notApplying: others };
  },

  'requests.update': async (context, { id, ...input }) => {
    const { tx, organizationId } = context;
    const request = await heldRequest(context, id);
    refuseClosed(request, 'id');
    const given: RequestChange = {
      ...input,
      ...(input.controls === undefined ? {} : { controls: unique(input.controls) }),
    };
    const changed = changedFields(request, given);
    if (changed.length === 0) {
      throw new TickmarkError('already_done', 'The request says all of this already.', {
        field: 'id',
        action: 'Give what is to be otherwise.',
      });
    }
    if (given.controls !== undefined) {
      const before = request.controls;
      // What it names already may have been adopted long ago; only what comes in is looked at.
      await refuseUnknown(
        context,
        given.controls.filter((code) => !before.includes(code)),
        'controls',
      );
    }
    if (given.code !== undefined && given.code.toLowerCase() !== request.code.toLowerCase()) {
      await refuseTakenCode(context, request.engagementId, given.code);
    }
    const change = Object.fromEntries(changed.map((field) => [field, given[field]])) as RequestChange;
    await updateRequests(tx, organizationId, [id], change);
    await context.record(
      { requestId: id, engagementId: request.engagementId, changed },
      sealsOf([{ ...request, ...change }]),
    );
    return requestOf(context, id);
  },

  'requests.assign': async (context, { ids, owner, dueOn, state }) => {
    const { tx, organizationId } = context;
    const given: RequestChange = {
      ...(owner === undefined ? {} : { ownerId: owner }),
      ...(dueOn === undefined ? {} : { dueOn }),
      ...(state === undefined ? {} : { state }),
    };
    if (Object.keys(given).length === 0) {
      throw new TickmarkError('bad_input', 'It was not said what is to be otherwise.', {
        field: 'owner',
        action: 'Give an owner, a due date or a state.',
      });
    }
    await refuseUnableOwner(context, owner ?? null);
    const requests = await heldRequests(context, ids, 'ids');
    const engagementId = engagementOfAll(requests, ids);
    for (const request of requests) refuseClosed(request, `ids.${ids.indexOf(request.id)}`);
    if (state === 'draft') {
      const done = await requestsWithSteps(tx, organizationId, ids);
      const begun = requests.find((r) => r.state !== 'draft' && (r.evidence.length > 0 || done.has(r.id)));
      if (begun !== undefined) {
        throw new TickmarkError('conflict', `Work on ${begun.code} has begun, so it is no draft any more.`, {
          field: `ids.${ids.indexOf(begun.id)}`,
          action: 'Leave it out, or take its evidence off first if it was never submitted.',
        });
      }
    }
    const changed = requests.filter((request) => changedFields(request, given).length > 0);
    if (changed.length === 0) {
      throw new TickmarkError('already_done', 'All of this is said of each of them already.', { field: 'ids' });
    }
    const changedIds = changed.map(({ id }) => id);
    await updateRequests(tx, organizationId, changedIds, given);
    const fields = [...new Set(changed.flatMap((request) => changedFields(request, given)))];
    await context.record(
      { engagementId, requests: changedIds, changed: fields.map((field) => (field === 'ownerId' ? 'owner' : field)) },
      sealsOf(changed.map((request) => ({ ...request, ...given }))),
    );
    const items = await requestsOf(context, changedIds);
    return { items, total: items.length };
  },

  'requests.remove': async (context, { ids }) => {
    const { tx, organizationId } = context;
    const requests = await heldRequests(context, ids, 'ids');
    const engagementId = engagementOfAll(requests, ids);
    const done = await requestsWithSteps(tx, organizationId, ids);
    const successors = await successorsAmong(tx, organizationId, ids);
    for (const { id, code, state, evidence } of requests) {
      const begun = state !== 'draft' || evidence.length > 0 || done.has(id);
      if (!begun && !successors.has(id)) continue;
      const why = begun ? `Work on ${code} has begun` : `${code} takes the place of another request`;
      throw new TickmarkError('no_longer_possible', `${why}, so it stays on the list.`, {
        field: `ids.${ids.indexOf(id)}`,
        action: 'Only drafts that nothing is linked to, and that take the place of no other request, are taken off.',
      });
    }
    const removed = requests.map(({ id }) => id);
    await deleteRequests(tx, organizationId, removed);
    await context.record(
      { engagementId, requests: removed },
      Object.assign({}, ...requests.map((request) => sealRemoval('requests', request))) as Seals,
    );
    return { removed };
  },

  'requests.supersede': async (context, { id, by, reason }) => {
    const { tx, organizationId } = context;
    if (id === by) {
      throw new TickmarkError('conflict', 'A request does not take its own place.', {
        field: 'by',
        action: 'Name the request that takes its place.',
      });
    }
    const request = await heldRequest(context, id);
    const successor = await heldRequest(context, by, 'by');
    if (request.state === 'superseded') {
      throw new TickmarkError('already_done', `${request.code} is superseded already.`, {
        field: 'id',
        action: 'Reopen it first, if another is to take its place.',
      });
    }
    if (successor.engagementId !== request.engagementId || successor.state === 'superseded') {
      throw new TickmarkError(
        'conflict',
        successor.state === 'superseded'
          ? `${successor.code} is superseded itself.`
          : `${successor.code} belongs to another engagement.`,
        { field: 'by', action: 'Name a request of the same engagement that is not superseded.' },
      );
    }
    const change = { state: 'superseded' as const, supersededBy: by };
    const step = newStep(context, id, { step: 'superseded', words: reason, evidence: [] });
    const { engagementId } = request;
    await updateRequests(tx, organizationId, [id], change);
    const entryIndex = await context.record(
      { requestId: id, engagementId, by, stepId: step.id },
      { ...sealsOf([{ ...request, ...change }]), ...seal('requestSteps', step) },
    );
    await insertSteps(tx, [{ ...step, entryIndex }]);
    return requestOf(context, id);
  },
};

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].toSorted();
}

/** Names of the fields that would be otherwise. */
function changedFields(request: object, given: RequestChange): (keyof RequestChange)[] {
  const before = request as RequestChange;
  return (Object.keys(given) as (keyof RequestChange)[]).filter(
    (field) => given[field] !== undefined && JSON.stringify(given[field]) !== JSON.stringify(before[field]),
  );
}

/** Errors: conflict where a request of the engagement has this code. */
async function refuseTakenCode(
  { tx, organizationId }: HandlerContext,
  engagementId: string,
  code: string,
): Promise<void> {
  const taken = await requestCalled(tx, organizationId, engagementId, code);
  if (taken === undefined) return;
  throw new TickmarkError('conflict', `The list has a request ${code} already: ${taken.title}.`, {
    field: 'code',
    action: 'Give it another code.',
  });
}

/** Who answers a request has to be able to. Errors: not_found, conflict. */
async function refuseUnableOwner({ tx, organizationId }: HandlerContext, owner: string | null): Promise<void> {
  if (owner === null) return;
  const member = await memberOf(tx, organizationId, owner, 'owner');
  if (holds(member.role, 'requests.answer')) return;
  throw new TickmarkError(
    'conflict',
    `${member.name} is ${article(roleTitles[member.role])}, and that role does not answer requests.`,
    {
      field: 'owner',
      action: 'Name an owner, a compliance manager or a control owner, or give them another role first.',
    },
  );
}

function article(title: string): string {
  const word = title.toLowerCase();
  return `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`;
}
