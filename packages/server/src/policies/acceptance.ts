import { effectiveFromOf, TickmarkError, versionInForce, type PolicyDocument } from '@tickmark/core';
import { countWords, mapLines, readBlocks } from '@tickmark/policies';
import { todayIn } from '../engagements/index.ts';
import { namesOf } from '../members/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { seal } from '../platform/trail/index.ts';
import {
  acceptancesOf,
  campaignsOf,
  insertAcceptance,
  insertCampaign,
  updateCampaign,
  type CampaignRecord,
} from './campaign-store.ts';
import { asked, campaignOf, shown, stateOf, waitingFor } from './campaign-state.ts';
import { isRetired, livesOf, type LivedVersion } from './shown.ts';
import { lockPolicies, versionTexts } from './store.ts';
import { policyOf } from './writing.ts';

type Accepting =
  | 'policies.campaigns'
  | 'policies.campaign'
  | 'policies.ask'
  | 'policies.remind'
  | 'policies.close-campaign'
  | 'policies.mine'
  | 'policies.published'
  | 'policies.accept';

/** Who is asked to accept what is in force, and who did. */
export const acceptanceHandlers: Pick<HandlersOf<'policies'>, Accepting> = {
  'policies.campaigns': async (context) => {
    const state = await stateOf(context);
    const records = await campaignsOf(context.tx, context.organizationId);
    const items = await Promise.all(records.map((record) => shown(context, state, record)));
    return { items, total: items.length };
  },

  'policies.campaign': async (context, { id }) => {
    const state = await stateOf(context);
    const record = await campaignOf(context, id);
    const acceptances = await acceptancesOf(context.tx, context.organizationId, { campaigns: [id] });
    const emails = new Map(state.members.map(({ userId, email }) => [userId, email]));
    const pairs = asked(state, record, acceptances);
    const names = new Map([
      ...(await namesOf(
        context.tx,
        pairs.map(({ person }) => person),
      )),
      // What they were called when they accepted counts for whoever did.
      ...acceptances.map(({ person, name }) => [person, name] as const),
    ]);
    const accepted = new Map(acceptances.map((each) => [`${each.person} ${each.versionId}`, each]));
    const inOrder = [...Map.groupBy(pairs, ({ person }) => person)].map(([userId, own]) => ({
      userId,
      name: names.get(userId) ?? 'Somebody who is no member any more',
      email: emails.get(userId) ?? null,
      dueOn: own[0]?.dueOn ?? record.dueOn,
      documents: own.map(({ version, state: stands }) => {
        const of = state.versions.get(version);
        const acceptance = accepted.get(`${userId} ${version}`);
        return {
          id: of?.life.policy.id ?? '',
          number: of?.version.number ?? 0,
          state: stands,
          acceptance:
            acceptance === undefined
              ? null
              : {
                  at: acceptance.at.toISOString(),
                  name: acceptance.name,
                  sha256: acceptance.sha256,
                  entryIndex: Number(acceptance.entryIndex),
                },
        };
      }),
    }));
    const rank = ({ documents }: (typeof inOrder)[number]): number =>
      documents.some((each) => each.state === 'overdue')
        ? 0
        : documents.some((each) => each.state === 'waiting')
          ? 1
          : 2;
    return {
      ...(await shown(context, state, record)),
      asked: inOrder.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'en')),
    };
  },

  'policies.ask': async (context, { title, policies, roles, people, dueOn }) => {
    const { tx, organizationId, now, userId } = context;
    await lockPolicies(tx, organizationId);
    const state = await stateOf(context);
    if (dueOn < state.today)
      throw new TickmarkError('bad_input', `${dueOn} has passed.`, {
        field: 'dueOn',
        action: `Give ${state.today} or a later day.`,
      });
    for (const [place, person] of people.entries())
      if (!state.members.some((member) => member.userId === person))
        throw new TickmarkError('not_found', 'There is no such member.', {
          field: `people.${place}`,
          action: 'Take an id from the list of members.',
        });
    const versions = [...new Set(policies)].map((id, place) => {
      const life = state.lives.find(({ policy }) => policy.id === id);
      if (life === undefined)
        throw new TickmarkError('not_found', 'There is no such document.', {
          field: `policies.${place}`,
          action: 'Take an id from the list of documents.',
        });
      const held = isRetired(life.policy, state.today) ? undefined : versionInForce(life.versions, state.today);
      if (held === undefined)
        throw new TickmarkError('not_yet_possible', `No version of ${life.policy.code} is in force.`, {
          field: `policies.${place}`,
          action: 'Publish one first, or leave it out.',
        });
      return held.record.id;
    });
    const row = {
      organizationId,
      id: context.newId(),
      title,
      roles: [...new Set(roles)],
      people: [...new Set(people)],
      versions,
      dueOn,
      startedAt: now,
      startedBy: userId,
      remindedAt: null,
      closedAt: null,
      closedBy: null,
    };
    if (asked(state, { ...row, entryIndex: 0 }, []).length === 0)
      throw new TickmarkError('bad_input', 'Nobody would be asked.', {
        field: 'roles',
        action: 'Choose roles that somebody has, or name people.',
      });
    const entryIndex = await context.record({ campaignId: row.id, versions, dueOn }, seal('policyCampaigns', row));
    await insertCampaign(tx, row, entryIndex);
    return shown(context, state, { ...row, entryIndex });
  },

  'policies.remind': async (context, { id }) => {
    const { tx, organizationId, now } = context;
    await lockPolicies(tx, organizationId);
    const state = await stateOf(context);
    const record = await campaignOf(context, id);
    refuseClosed(record);
    const acceptances = await acceptancesOf(tx, organizationId, { campaigns: [id] });
    const left = Map.groupBy(
      asked(state, record, acceptances).filter((each) => each.state === 'waiting' || each.state === 'overdue'),
      ({ person }) => person,
    );
    if (left.size === 0)
      throw new TickmarkError('already_done', 'Everybody has accepted what they were asked for.', { field: 'id' });
    const next = { ...record, remindedAt: now };
    await context.record({ campaignId: id, people: left.size }, sealOf(next));
    await updateCampaign(tx, next);
    const people = state.members.flatMap(({ userId, name, email }) => {
      const own = left.get(userId);
      return own === undefined ? [] : [{ userId, name, email, left: own.length }];
    });
    return {
      people: people.toSorted((a, b) => a.name.localeCompare(b.name, 'en')),
      total: people.length,
      subject: `Please accept by ${record.dueOn}: ${record.title}`,
      text: `You are asked to read and accept documents by ${record.dueOn} and have not done all of it yet. Sign in to Tickmark and open “Accept documents”: what is left stands there. It takes the time of reading them.`,
    };
  },

  'policies.close-campaign': async (context, { id }) => {
    const { tx, organizationId, now, userId } = context;
    await lockPolicies(tx, organizationId);
    const state = await stateOf(context);
    const record = await campaignOf(context, id);
    if (record.closedAt !== null) throw new TickmarkError('already_done', 'Nobody is asked any more.', { field: 'id' });
    const next = { ...record, closedAt: now, closedBy: userId };
    await context.record({ campaignId: id }, sealOf(next));
    await updateCampaign(tx, next);
    return shown(context, state, next);
  },

  'policies.mine': async (context) => {
    const { tx, organizationId, userId } = context;
    const state = await stateOf(context, true);
    const waiting = await waitingFor(context, state);
    const accepted = await acceptancesOf(tx, organizationId, { person: userId });
    const texts = await versionTexts(tx, organizationId, [...waiting.map(({ version }) => version), ...state.current]);
    const titled = (version: string) => {
      const of = state.versions.get(version);
      return {
        policyId: of?.life.policy.id ?? '',
        code: of?.life.policy.code ?? '',
        title: texts.get(version)?.title ?? of?.life.policy.title ?? '',
        number: of?.version.number ?? 0,
      };
    };
    return {
      waiting: waiting
        .map(({ campaign, version, dueOn, state: stands }) => ({
          ...titled(version),
          campaignId: campaign.id,
          purpose: texts.get(version)?.purpose ?? '',
          sha256: state.versions.get(version)?.version.record.sha256 ?? '',
          words: countWords(texts.get(version)?.text ?? ''),
          dueOn,
          overdue: stands === 'overdue',
          reminded: campaign.remindedAt !== null,
        }))
        .toSorted((a, b) => a.dueOn.localeCompare(b.dueOn) || a.code.localeCompare(b.code, 'en', { numeric: true })),
      accepted: accepted
        .map(({ versionId, at, entryIndex }) => ({
          ...titled(versionId),
          at: at.toISOString(),
          entryIndex: Number(entryIndex),
        }))
        .toReversed(),
      inForce: [...state.current]
        .flatMap((version) => {
          const of = state.versions.get(version);
          return of === undefined
            ? []
            : [
                {
                  ...titled(version),
                  purpose: texts.get(version)?.purpose ?? '',
                  effectiveFrom: effectiveFromOf(of.version) ?? state.today,
                },
              ];
        })
        .toSorted((a, b) => a.code.localeCompare(b.code, 'en', { numeric: true })),
      today: state.today,
    };
  },

  'policies.published': async (context, { id }) => {
    const policy = await policyOf(context, id);
    const { today, timeZone } = await todayIn(context);
    const [life] = await livesOf(context, [policy], timeZone);
    const held = life === undefined || isRetired(policy, today) ? undefined : versionInForce(life.versions, today);
    const document = held && (await textOf(context, held));
    if (held === undefined || document === undefined)
      throw new TickmarkError('not_found', 'No version of this document is in force.', {
        field: 'id',
        action: 'Take an id from the documents in force.',
      });
    return {
      id,
      code: document.code,
      title: document.title,
      number: held.number,
      effectiveFrom: effectiveFromOf(held) ?? today,
      sha256: held.record.sha256,
      // Which control a sentence creates is nothing to those who follow it.
      blocks: mapLines(readBlocks(document.text), (line) => line.filter(({ obligation }) => obligation === undefined)),
    };
  },

  'policies.accept': async (context, { campaignId, id, sha256 }) => {
    const { tx, organizationId, now, userId } = context;
    await lockPolicies(tx, organizationId);
    const state = await stateOf(context, true);
    const campaign = await campaignOf(context, campaignId, 'campaignId');
    const acceptances = await acceptancesOf(tx, organizationId, { campaigns: [campaignId], person: userId });
    const mine = asked(state, campaign, acceptances).find(
      ({ person, version }) => person === userId && state.versions.get(version)?.life.policy.id === id,
    );
    const of = mine && state.versions.get(mine.version);
    if (mine === undefined || of === undefined)
      throw new TickmarkError('not_found', 'You are not asked to accept this document.', {
        field: 'id',
        action: 'Take one from the list of what you are asked for.',
      });
    if (mine.state === 'accepted')
      throw new TickmarkError('already_done', 'You have accepted it already.', { field: 'id' });
    if (mine.state === null)
      throw new TickmarkError('no_longer_possible', 'Nobody is asked to accept this version any more.', {
        field: 'id',
        action: 'Look at what you are asked for now.',
      });
    if (of.version.record.sha256 !== sha256)
      throw new TickmarkError('conflict', 'That is not the version that you are asked to accept.', {
        field: 'sha256',
        action: 'Read the document again, and accept what you have read.',
      });
    const row = {
      organizationId,
      id: context.newId(),
      campaignId,
      policyId: id,
      versionId: mine.version,
      sha256,
      person: userId,
      name: (await namesOf(tx, [userId])).get(userId) ?? '',
      at: now,
    };
    const entryIndex = await context.record(
      { policyId: id, versionId: row.versionId, number: of.version.number, sha256, campaignId },
      seal('policyAcceptances', row),
    );
    await insertAcceptance(tx, row, entryIndex);
    return { at: now.toISOString(), entryIndex, waiting: (await waitingFor(context, state)).length };
  },
};

function refuseClosed({ closedAt }: CampaignRecord): void {
  if (closedAt === null) return;
  throw new TickmarkError('no_longer_possible', 'The campaign is closed.', {
    field: 'id',
    action: 'Ask again with a new one.',
  });
}

const sealOf = (row: CampaignRecord) => seal('policyCampaigns', { ...row });

async function textOf(
  { tx, organizationId }: HandlerContext,
  { record }: LivedVersion,
): Promise<PolicyDocument | undefined> {
  return (await versionTexts(tx, organizationId, [record.id])).get(record.id);
}
