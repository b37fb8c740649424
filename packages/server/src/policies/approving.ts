import { canonicalBytes, sha256Hex } from '@tickmark/control-testing';
import {
  openVersion,
  refusedSubmission,
  TickmarkError,
  versionInForce,
  type Inline,
  type PolicyDocument,
  type PolicyInFull,
  type PolicyStepKind,
  type TextBlock,
} from '@tickmark/core';
import { fillBlocks, linesOf, mapLines, readBlocks, writeMarkdown } from '@tickmark/policies';
import { engagementOf, todayIn } from '../engagements/index.ts';
import { namesOf } from '../members/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { seal } from '../platform/trail/index.ts';
import { authorsOf } from './authors.ts';
import { factsOf } from './facts.ts';
import { inFull, livesOf, versionsShown, type LivedPolicy, type LivedVersion } from './shown.ts';
import {
  draftOf,
  insertStep,
  insertVersion,
  lockPolicies,
  updateDraft,
  updatePolicy,
  versionTexts,
  type PolicyRecord,
  type StepRecord,
} from './store.ts';
import { countAcceptances } from './campaign-store.ts';
import { policyOf, refuseRetired, sealsOf, unread } from './writing.ts';

type Approving =
  | 'policies.version'
  | 'policies.submit'
  | 'policies.withdraw'
  | 'policies.approve'
  | 'policies.send-back'
  | 'policies.publish'
  | 'policies.confirm'
  | 'policies.retire';

/** How a draft becomes a version, is approved by name, holds, and ends. */
export const approvingHandlers: Pick<HandlersOf<'policies'>, Approving> = {
  'policies.version': async (context, { id, number }) => {
    const { tx, organizationId } = context;
    const { life, today } = await lifeOfOne(context, id);
    const version = versionNumbered(life, number);
    const document = await textOfVersion(context, version);
    const names = await namesOf(tx, [
      ...version.record.authors,
      ...version.record.approvers,
      version.record.submittedBy,
    ]);
    const shown = versionsShown(life, {
      today,
      person: (user) => ({ id: user, name: names.get(user) ?? null }),
      accepted: await countAcceptances(tx, organizationId, [id]),
    }).find((each) => each.number === number);
    if (shown === undefined) throw new Error('A version that was found is not there.');
    return { version: shown, document, blocks: readBlocks(document.text) };
  },

  'policies.submit': async (context, { id, revision, changes }) => {
    const { tx, organizationId, now, userId } = context;
    const { life, policy } = await holdLife(context, id);
    const open = openVersion(life.versions);
    if (open !== undefined)
      throw new TickmarkError('no_longer_possible', `Version ${open.number} waits to be approved or published.`, {
        field: 'id',
        action: 'Withdraw it first, or let it be published.',
      });
    const draft = await draftOf(tx, organizationId, id);
    if (draft.revision !== revision) throw unread('revision');
    const authors = authorsOf(life, draft.authors, userId);
    const refused = refusedSubmission({
      madeOwn: policy.ownAt !== null,
      owner: policy.ownerId,
      approvers: policy.approvers,
      quorum: policy.quorum,
      authors,
    });
    if (refused !== null)
      throw new TickmarkError('not_yet_possible', refused.message, { field: refused.field, action: refused.action });
    const last = life.versions.at(-1);
    const engagement = await engagementOf(tx, organizationId, policy.engagementId);
    const filled = fillBlocks(readBlocks(draft.body), await factsOf(tx, organizationId, engagement));
    refuseMissing(filled);
    const document: PolicyDocument = {
      code: policy.code,
      number: (last?.number ?? 0) + 1,
      title: policy.title,
      kind: policy.kind,
      purpose: policy.purpose,
      satisfies: policy.satisfies,
      reviewCadence: policy.reviewCadence,
      text: writeMarkdown(mapLines(filled, (line) => line.map(withoutTag))),
      source: draft.body,
    };
    if (last !== undefined && isSaid(await textOfVersion(context, last), document) && !wasRefused(last))
      throw new TickmarkError('already_done', `Version ${last.number} says all of that already.`, { field: 'id' });
    const row = {
      organizationId,
      id: context.newId(),
      policyId: id,
      number: document.number,
      document,
      sha256: sha256Hex(canonicalBytes(document)),
      changes: changes ?? null,
      authors,
      approvers: policy.approvers,
      quorum: policy.quorum,
      submittedAt: now,
      submittedBy: userId,
    };
    const entryIndex = await context.record(
      { policyId: id, versionId: row.id, number: row.number, sha256: row.sha256 },
      seal('policyVersions', row),
    );
    await insertVersion(tx, row, entryIndex);
    return inFull(context, id);
  },

  'policies.withdraw': async (context, { id, number, note }) => {
    const { life } = await holdLife(context, id);
    const version = versionNumbered(life, number);
    refuseClosed(life, version);
    return step(context, life, version, { kind: 'withdrawn', note: note ?? null });
  },

  'policies.approve': async (context, { id, number, sha256, note }) => {
    const { life } = await holdLife(context, id);
    const version = versionNumbered(life, number);
    refuseClosed(life, version);
    refuseOther(version, sha256);
    const { userId } = context;
    if (!version.record.approvers.includes(userId))
      throw new TickmarkError('not_permitted', 'You are not named to approve it.', {
        action: 'Ask somebody who is, or have the approvers changed before the next version.',
      });
    if (version.record.authors.includes(userId))
      throw new TickmarkError('not_permitted', 'You wrote on this version, so somebody else has to approve it.', {
        action: 'Ask another approver.',
      });
    if (version.steps.some(({ kind, by }) => kind === 'approved' && by === userId))
      throw new TickmarkError('already_done', 'You have approved it already.', { field: 'number' });
    return step(context, life, version, { kind: 'approved', note: note ?? null });
  },

  'policies.send-back': async (context, { id, number, sha256, note }) => {
    const { life } = await holdLife(context, id);
    const version = versionNumbered(life, number);
    refuseClosed(life, version);
    refuseOther(version, sha256);
    if (!version.record.approvers.includes(context.userId))
      throw new TickmarkError('not_permitted', 'You are not named to approve it, and so not to send it back.', {
        action: 'Ask somebody who is.',
      });
    return step(context, life, version, { kind: 'sent-back', note });
  },

  'policies.publish': async (context, { id, number, effectiveFrom }) => {
    const { tx, organizationId } = context;
    const { life, today } = await holdLife(context, id);
    const version = versionNumbered(life, number);
    refuseClosed(life, version);
    const missing = version.quorum - version.steps.filter(({ kind }) => kind === 'approved').length;
    if (missing > 0)
      throw new TickmarkError(
        'not_yet_possible',
        `Version ${number} lacks ${missing} ${missing === 1 ? 'approval' : 'approvals'}.`,
        { field: 'number', action: 'Ask the approvers.' },
      );
    const from = effectiveFrom ?? today;
    if (from < today)
      throw new TickmarkError('bad_input', `${from} has passed; nothing holds before it is published.`, {
        field: 'effectiveFrom',
        action: `Give ${today} or a later day.`,
      });
    const draft = await draftOf(tx, organizationId, id);
    const text = await textOfVersion(context, version);
    // What was written since belongs to the next version, with everybody who may have written it.
    if (draft.body === text.source) await updateDraft(tx, { ...draft, authors: [] });
    return step(context, life, version, { kind: 'published', note: null, effectiveFrom: from });
  },

  'policies.confirm': async (context, { id, number, sha256, note }) => {
    const { life, policy, today } = await holdLife(context, id);
    const version = versionNumbered(life, number);
    if (versionInForce(life.versions, today) !== version)
      throw new TickmarkError('not_yet_possible', `Version ${number} is not in force.`, {
        field: 'number',
        action: 'Look at the one that is.',
      });
    refuseOther(version, sha256);
    const { userId } = context;
    if (userId !== policy.ownerId && !policy.approvers.includes(userId))
      throw new TickmarkError('not_permitted', 'Its owner or one of its approvers confirms it.', {
        action: 'Ask one of them.',
      });
    return step(context, life, version, { kind: 'confirmed', note });
  },

  'policies.retire': async (context, { id, on, reason }) => {
    const { now, userId } = context;
    const { policy, today } = await holdLife(context, id, { retired: true });
    const day = on ?? today;
    if (day < today)
      throw new TickmarkError('bad_input', `${day} has passed; until now the document held.`, {
        field: 'on',
        action: `Give ${today} or a later day.`,
      });
    if (policy.retiredOn !== null && (policy.retiredOn <= today || policy.retiredOn === day))
      throw new TickmarkError('already_done', `${policy.code} is retired from ${policy.retiredOn} on.`, {
        field: 'id',
      });
    const next: PolicyRecord = {
      ...policy,
      revision: policy.revision + 1,
      retiredOn: day,
      retiredReason: reason,
      retiredBy: userId,
      changedAt: now,
      changedBy: userId,
    };
    await context.record({ policies: [id], on: day }, sealsOf([next]));
    await updatePolicy(context.tx, next);
    return inFull(context, id);
  },
};

/** A document with its versions, held until the transaction ends. Errors: not_found, no_longer_possible where it is retired. */
async function holdLife(
  context: HandlerContext,
  id: string,
  { retired = false }: { retired?: boolean } = {},
): Promise<{ life: LivedPolicy; policy: PolicyRecord; today: string }> {
  await lockPolicies(context.tx, context.organizationId);
  const found = await lifeOfOne(context, id);
  if (!retired) await refuseRetired(context, found.policy);
  return found;
}

async function lifeOfOne(
  context: HandlerContext,
  id: string,
): Promise<{ life: LivedPolicy; policy: PolicyRecord; today: string }> {
  const policy = await policyOf(context, id);
  const { today, timeZone } = await todayIn(context);
  const [life] = await livesOf(context, [policy], timeZone);
  if (life === undefined) throw new Error('A document that was found has no life.');
  return { life, policy, today };
}

/** Errors: not_found. */
export function versionNumbered({ versions }: LivedPolicy, number: number): LivedVersion {
  const found = versions.find((version) => version.number === number);
  if (found !== undefined) return found;
  throw new TickmarkError('not_found', `There is no version ${number}.`, {
    field: 'number',
    action: 'Take a number from the versions of the document.',
  });
}

async function textOfVersion(
  { tx, organizationId }: Pick<HandlerContext, 'tx' | 'organizationId'>,
  { record }: LivedVersion,
): Promise<PolicyDocument> {
  const text = (await versionTexts(tx, organizationId, [record.id])).get(record.id);
  if (text === undefined) throw new Error('A version has no text.');
  return text;
}

/** Only what is in review or approved can be moved. Errors: no_longer_possible. */
function refuseClosed({ versions }: LivedPolicy, version: LivedVersion): void {
  if (openVersion(versions) === version) return;
  throw new TickmarkError('no_longer_possible', `Version ${version.number} waits for nothing any more.`, {
    field: 'number',
    action: 'Look at what was done to it.',
  });
}

function refuseOther({ record, number }: LivedVersion, sha256: string): void {
  if (record.sha256 === sha256) return;
  throw new TickmarkError('conflict', `That is not the hash of version ${number}.`, {
    field: 'sha256',
    action: 'Read the version, and send the hash that it has.',
  });
}

function wasRefused({ steps }: LivedVersion): boolean {
  return steps.some(({ kind }) => kind === 'withdrawn' || kind === 'sent-back');
}

/** Whether one version says what another does, whatever their numbers are. */
function isSaid(before: PolicyDocument, after: PolicyDocument): boolean {
  const said = (document: PolicyDocument): string => sha256Hex(canonicalBytes({ ...document, number: 0 }));
  return said(before) === said(after);
}

function withoutTag(piece: Inline): Inline {
  const { tag: _, ...rest } = piece;
  return rest;
}

/** Nobody approves a text with holes. Errors: not_yet_possible. */
function refuseMissing(blocks: readonly TextBlock[]): void {
  const missing = [
    ...new Set(
      blocks
        .flatMap(linesOf)
        .flat()
        .filter((piece) => piece.missing)
        .map(({ text }) => text),
    ),
  ];
  const [first] = missing;
  if (first === undefined) return;
  throw new TickmarkError(
    'not_yet_possible',
    `${missing.length === 1 ? 'Something is' : `${missing.length} things are`} not written down yet: ${missing.join(', ')}.`,
    { field: 'id', action: 'Write it down in the scope, or put words of your own in its place.' },
  );
}

/** Writes what was done to a version. */
async function step(
  context: HandlerContext,
  { policy }: LivedPolicy,
  { record }: LivedVersion,
  { kind, note, effectiveFrom = null }: { kind: PolicyStepKind; note: string | null; effectiveFrom?: string | null },
): Promise<PolicyInFull> {
  const { tx, organizationId, now, userId } = context;
  const row: Omit<StepRecord, 'entryIndex'> = {
    organizationId,
    id: context.newId(),
    policyId: policy.id,
    versionId: record.id,
    kind,
    sha256: record.sha256,
    authors: record.authors,
    approvers: record.approvers,
    note,
    effectiveFrom,
    at: now,
    by: userId,
    name: (await namesOf(tx, [userId])).get(userId) ?? '',
  };
  const entryIndex = await context.record(
    {
      policyId: policy.id,
      versionId: record.id,
      number: record.number,
      sha256: record.sha256,
      ...(effectiveFrom === null ? {} : { effectiveFrom }),
    },
    seal('policySteps', row),
  );
  await insertStep(tx, row, entryIndex);
  return inFull(context, policy.id);
}
