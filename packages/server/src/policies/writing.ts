import {
  holds,
  policyCatalogue,
  TickmarkError,
  type PolicyField,
  type PolicyFront,
  type TextBlock,
} from '@tickmark/core';
import { decideTemplate, fillBlocks, readBlocks, writeMarkdown } from '@tickmark/policies';
import { engagementOf, todayIn } from '../engagements/index.ts';
import { everyMember, namesOf } from '../members/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { seal, type Seals } from '../platform/trail/index.ts';
import { factsOf } from './facts.ts';
import { isRetired, inFull } from './shown.ts';
import {
  draftOf,
  insertDrafts,
  insertPolicies,
  lockPolicies,
  policiesOf,
  updateDraft,
  updatePolicy,
  type PolicyRecord,
} from './store.ts';
import { everyTagFilled } from './tags.ts';
import { templateOf } from './template-handlers.ts';

type Writing =
  | 'policies.draft'
  | 'policies.begin'
  | 'policies.write'
  | 'policies.save'
  | 'policies.describe'
  | 'policies.describe-many'
  | 'policies.make-own';

/** How documents are begun, written on and described, before anybody approves anything. */
export const writingHandlers: Pick<HandlersOf<'policies'>, Writing> = {
  'policies.draft': async (context, { id }) => {
    const { tx, organizationId } = context;
    const policy = await policyOf(context, id);
    const engagement = await engagementOf(tx, organizationId, policy.engagementId);
    const facts = await factsOf(tx, organizationId, engagement);
    const draft = await draftOf(tx, organizationId, id);
    const names = await namesOf(tx, [draft.savedBy]);
    return {
      id,
      revision: draft.revision,
      blocks: fillBlocks(readBlocks(draft.body), facts),
      savedAt: draft.savedAt.toISOString(),
      savedBy: { id: draft.savedBy, name: names.get(draft.savedBy) ?? null },
      tags: everyTagFilled(facts),
    };
  },

  'policies.begin': async (context, { engagementId, templates }) => {
    const { tx, organizationId, now, userId } = context;
    await lockPolicies(tx, organizationId);
    const engagement = await engagementOf(tx, organizationId, engagementId);
    const begun = new Set((await policiesOf(tx, organizationId)).map(({ code }) => code));
    const wanted = [...new Set(templates)].map((each) => templateOf(each)).filter(({ front }) => !begun.has(front.id));
    if (wanted.length === 0)
      throw new TickmarkError('already_done', 'Each of these documents is begun already.', { field: 'templates' });
    const facts = await factsOf(tx, organizationId, engagement);
    const rows = wanted.map(({ front }) => fromTemplate(front, newPolicy(context, engagementId)));
    const entryIndex = await context.record({ policies: rows.map(({ id }) => id), engagementId }, sealsOf(rows));
    await insertPolicies(tx, rows, entryIndex);
    await insertDrafts(
      tx,
      rows.map(({ id }, place) => ({
        organizationId,
        policyId: id,
        revision: 1,
        // Written as the editor would, so that whoever changes a word changes nothing else.
        body: writeMarkdown(readBlocks(decideTemplate(wanted[place] ?? templateOf(''), facts).markdown)),
        authors: [],
        savedAt: now,
        savedBy: userId,
      })),
    );
    return { items: rows.map(({ id, code }) => ({ id, code })), total: rows.length };
  },

  'policies.write': async (context, { engagementId, code: given, title, kind, purpose, blocks }) => {
    const { tx, organizationId, now, userId } = context;
    await lockPolicies(tx, organizationId);
    await engagementOf(tx, organizationId, engagementId);
    const codes = (await policiesOf(tx, organizationId)).map(({ code }) => code);
    if (given !== undefined && codes.includes(given))
      throw new TickmarkError('conflict', `${given} is another document already.`, {
        field: 'code',
        action: 'Take another code, or go on with that document.',
      });
    const code = given ?? freeCode(codes);
    const catalogued = policyCatalogue.find(({ id }) => id === code);
    const row: PolicyRecord = {
      ...newPolicy(context, engagementId),
      code,
      title,
      kind,
      purpose,
      satisfies: [...(catalogued?.satisfies ?? [])],
      reviewCadence: catalogued?.reviewCadence ?? 'annual',
      acceptedBy: catalogued?.acknowledgement === true ? everybody : [],
      ownAt: now,
      ownBy: userId,
    };
    const entryIndex = await context.record({ policies: [row.id], engagementId }, sealsOf([row]));
    await insertPolicies(tx, [row], entryIndex);
    const body = writeMarkdown(blocks as TextBlock[]);
    const authors = body === '' ? [] : [userId];
    await insertDrafts(tx, [
      { organizationId, policyId: row.id, revision: 1, body, authors, savedAt: now, savedBy: userId },
    ]);
    return { id: row.id, code };
  },

  'policies.save': async (context, { id, revision, blocks }) => {
    const { tx, organizationId, now, userId } = context;
    await lockPolicies(tx, organizationId);
    const policy = await policyOf(context, id);
    await refuseRetired(context, policy);
    const draft = await draftOf(tx, organizationId, id);
    const names = await namesOf(tx, [draft.savedBy, userId]);
    const body = writeMarkdown(blocks as TextBlock[]);
    const same = body === draft.body;
    if (revision !== draft.revision && !same) {
      throw new TickmarkError(
        'conflict',
        `${names.get(draft.savedBy) ?? 'Somebody'} saved this text since you opened it. Nothing of what you sent was kept here.`,
        { field: 'revision', action: 'Look at their text, and decide which of the two goes on.' },
      );
    }
    const next = same
      ? draft
      : {
          ...draft,
          body,
          revision: draft.revision + 1,
          authors: [...new Set([...draft.authors, userId])].sort(),
          savedAt: now,
          savedBy: userId,
        };
    if (!same) await updateDraft(tx, next);
    return {
      id,
      revision: next.revision,
      savedAt: next.savedAt.toISOString(),
      savedBy: { id: next.savedBy, name: names.get(next.savedBy) ?? null },
    };
  },

  'policies.describe': async (context, { id, revision, ...told }) => {
    await lockPolicies(context.tx, context.organizationId);
    const policy = await policyOf(context, id);
    await refuseRetired(context, policy);
    if (revision !== policy.revision) {
      const names = await namesOf(context.tx, [policy.changedBy]);
      throw new TickmarkError(
        'conflict',
        `${names.get(policy.changedBy) ?? 'Somebody'} changed the details since you looked. Nothing of what you sent was kept.`,
        { field: 'revision', action: 'Look at them again.' },
      );
    }
    await changeDetails(context, [policy], told);
    return inFull(context, id);
  },

  'policies.describe-many': async (context, { ids, ...told }) => {
    const { tx, organizationId } = context;
    await lockPolicies(tx, organizationId);
    const wanted = [...new Set(ids)];
    const policies = await policiesOf(tx, organizationId, wanted);
    if (policies.length < wanted.length) throw unknownPolicy('ids');
    const { today } = await todayIn(context);
    const changed = await changeDetails(
      context,
      policies.filter((policy) => !isRetired(policy, today)),
      told,
    );
    return { items: changed.map(({ id }) => ({ id })), total: changed.length };
  },

  'policies.make-own': async (context, { id, revision }) => {
    const { tx, organizationId, now, userId } = context;
    await lockPolicies(tx, organizationId);
    const policy = await policyOf(context, id);
    await refuseRetired(context, policy);
    if (policy.ownAt !== null)
      throw new TickmarkError('already_done', `Somebody has made ${policy.code} their own already.`, { field: 'id' });
    const draft = await draftOf(tx, organizationId, id);
    if (draft.revision !== revision) throw unread('revision');
    const next = {
      ...policy,
      revision: policy.revision + 1,
      ownAt: now,
      ownBy: userId,
      changedAt: now,
      changedBy: userId,
    };
    await context.record({ policies: [id] }, sealsOf([next]));
    await updatePolicy(tx, next);
    return inFull(context, id);
  },
};

/** Errors: not_found; foreign ids get the same answer as unknown ones. */
export async function policyOf(
  { tx, organizationId }: Pick<HandlerContext, 'tx' | 'organizationId'>,
  id: string,
): Promise<PolicyRecord> {
  const [policy] = await policiesOf(tx, organizationId, [id]);
  if (policy === undefined) throw unknownPolicy('id');
  return policy;
}

function unknownPolicy(field: string): TickmarkError {
  return new TickmarkError('not_found', 'There is no such document.', {
    field,
    action: 'Take an id from the list of documents.',
  });
}

/** Somebody wrote on what was not read. */
export function unread(field: string): TickmarkError {
  return new TickmarkError('conflict', 'The text was changed since you read it.', {
    field,
    action: 'Read it again as it stands now.',
  });
}

/** Errors: no_longer_possible. */
export async function refuseRetired(context: HandlerContext, policy: PolicyRecord): Promise<void> {
  if (!isRetired(policy, (await todayIn(context)).today)) return;
  throw new TickmarkError('no_longer_possible', `${policy.code} is retired, so it stays as it is.`, {
    field: 'id',
    action: 'Begin another document in its place.',
  });
}

const everybody: PolicyRecord['acceptedBy'] = ['owner', 'compliance-manager', 'control-owner', 'employee'];

/** What every new document begins with. */
function newPolicy(
  { organizationId, newId, now, userId }: HandlerContext,
  engagementId: string,
): Omit<PolicyRecord, 'code' | 'title' | 'kind' | 'purpose' | 'satisfies' | 'reviewCadence' | 'acceptedBy'> {
  return {
    organizationId,
    id: newId(),
    revision: 1,
    engagementId,
    ownerId: null,
    approvers: [],
    quorum: 1,
    template: null,
    ownAt: null,
    ownBy: null,
    retiredOn: null,
    retiredReason: null,
    retiredBy: null,
    changedAt: now,
    changedBy: userId,
    createdAt: now,
    createdBy: userId,
  };
}

function fromTemplate(front: PolicyFront, base: ReturnType<typeof newPolicy>): PolicyRecord {
  return {
    ...base,
    code: front.id,
    title: front.title,
    kind: front.kind,
    purpose: front.purpose,
    satisfies: [...front.satisfies],
    reviewCadence: front.reviewCadence,
    acceptedBy: front.acknowledgement ? everybody : [],
    template: front.id,
  };
}

/** The first code after those of the catalogue that no document has. */
function freeCode(codes: readonly string[]): string {
  let number = policyCatalogue.length + 1;
  while (codes.includes(`POL-${number}`)) number += 1;
  return `POL-${number}`;
}

export function sealsOf(rows: readonly PolicyRecord[]): Seals {
  return Object.assign({}, ...rows.map((row) => seal('policies', { ...row }))) as Seals;
}

type Told = Partial<
  Pick<
    PolicyRecord,
    'title' | 'kind' | 'purpose' | 'satisfies' | 'approvers' | 'quorum' | 'reviewCadence' | 'acceptedBy'
  >
> & {
  owner?: string | null | undefined;
};

/** Writes what is told of these documents where it is not so already. Errors: not_found, bad_input, already_done. */
async function changeDetails(
  context: HandlerContext,
  policies: readonly PolicyRecord[],
  { owner, ...told }: { [Field in keyof Told]?: Told[Field] | undefined },
): Promise<PolicyRecord[]> {
  const { now, userId } = context;
  await refusePeople(context, owner, told.approvers);
  const given = Object.fromEntries(
    Object.entries(told).filter(([, value]) => value !== undefined),
  ) as Partial<PolicyRecord>;
  const fields = new Set<PolicyField>();
  const changed = policies.flatMap((policy) => {
    const next: PolicyRecord = {
      ...policy,
      ...given,
      ...(owner === undefined ? {} : { ownerId: owner }),
      ...(given.approvers === undefined ? {} : { approvers: [...new Set(given.approvers)] }),
    };
    if (next.quorum > Math.max(1, next.approvers.length))
      throw new TickmarkError(
        'bad_input',
        `${next.quorum} approvals are asked for, and ${next.approvers.length} people may give one.`,
        {
          field: 'quorum',
          action: 'Name more approvers, or ask for fewer approvals.',
        },
      );
    const moved = (Object.keys(next) as (keyof PolicyRecord)[]).filter(
      (key) => JSON.stringify(next[key]) !== JSON.stringify(policy[key]),
    );
    for (const key of moved) fields.add((key === 'ownerId' ? 'owner' : key) as PolicyField);
    return moved.length === 0 ? [] : [{ ...next, revision: policy.revision + 1, changedAt: now, changedBy: userId }];
  });
  if (changed.length === 0) throw new TickmarkError('already_done', 'All of that is so already.');
  await context.record({ policies: changed.map(({ id }) => id), changed: [...fields].sort() }, sealsOf(changed));
  for (const row of changed) await updatePolicy(context.tx, row);
  return changed;
}

/** Whoever is named is a member who may do it. Errors: not_found, bad_input. */
async function refusePeople(
  { tx, organizationId }: HandlerContext,
  owner: string | null | undefined,
  approvers: readonly string[] | undefined,
): Promise<void> {
  const members = await everyMember(tx, organizationId);
  const named = [
    ...(owner === undefined || owner === null ? [] : [{ id: owner, field: 'owner' }]),
    ...(approvers ?? []).map((id, place) => ({ id, field: `approvers.${place}` })),
  ];
  for (const { id, field } of named) {
    const member = members.get(id);
    if (member === undefined)
      throw new TickmarkError('not_found', 'There is no such member.', {
        field,
        action: 'Take an id from the list of members.',
      });
    if (!holds(member.role, 'policies.approve'))
      throw new TickmarkError('bad_input', `${member.name} may not approve documents, and not answer for one.`, {
        field,
        action: 'Give them a role that may, or name somebody else.',
      });
  }
}
