import {
  controlCatalogue,
  policyCatalogue,
  reviewedOn,
  reviewOf,
  versionInForce,
  type PolicyChange,
} from '@tickmark/core';
import { checkText, compareBlocks, fillBlocks, readBlocks } from '@tickmark/policies';
import { allControls } from '../controls/index.ts';
import { engagementOf, todayIn } from '../engagements/index.ts';
import { namesOf } from '../members/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { versionNumbered } from './approving.ts';
import { factsOf } from './facts.ts';
import { textInHand } from './in-hand.ts';
import { promiseHolder, promisesHeld } from './promises.ts';
import { isRetired, lifeOf, livesOf, type LivedPolicy, type LivedVersion } from './shown.ts';
import { draftOf, draftTexts, policiesOf, versionTexts, type PolicyRecord } from './store.ts';
import { policyOf } from './writing.ts';

/** What changed in a document, what is wrong with its draft, and what it promises. */
export const checkingHandlers: Pick<
  HandlersOf<'policies'>,
  'policies.compare' | 'policies.changes' | 'policies.check' | 'policies.promises'
> = {
  'policies.compare': async (context, { id, from, to }) => {
    const { tx, organizationId } = context;
    const policy = await policyOf(context, id);
    const { timeZone } = await todayIn(context);
    const life = await lifeFound(context, policy, timeZone);
    const [before, after] = [from, to].map((number) =>
      number === undefined ? undefined : versionNumbered(life, number).record.id,
    );
    const texts = await versionTexts(
      tx,
      organizationId,
      [before, after].filter((version) => version !== undefined),
    );
    const blocksOf = (version: string | undefined) => readBlocks(texts.get(version ?? '')?.text ?? '');
    return compareBlocks(blocksOf(before), after === undefined ? await draftFilled(context, policy) : blocksOf(after));
  },

  'policies.changes': async (context, { from, to }) => {
    const { tx, organizationId } = context;
    const { timeZone } = await todayIn(context);
    const lives = await livesOf(context, await policiesOf(tx, organizationId), timeZone);
    const held = lives.flatMap((life) => {
      const [before, after] = [from, to].map((day) =>
        isRetired(life.policy, day) ? undefined : versionInForce(life.versions, day),
      );
      return before === undefined && after === undefined ? [] : [{ life, before, after }];
    });
    const texts = await versionTexts(
      tx,
      organizationId,
      held.flatMap(({ before, after }) =>
        [before, after].flatMap((each) => (each === undefined ? [] : [each.record.id])),
      ),
    );
    const items = held.map(({ life: { policy, versions }, before, after }): PolicyChange => {
      const textOf = (version: LivedVersion | undefined) => texts.get(version?.record.id ?? '');
      const { words, promises, numbers } = compareBlocks(
        readBlocks(textOf(before)?.text ?? ''),
        readBlocks(textOf(after)?.text ?? ''),
      );
      const shown = (version: LivedVersion | undefined) =>
        version === undefined
          ? null
          : {
              number: version.number,
              title: textOf(version)?.title ?? policy.title,
              approvedBy: version.done.filter(({ kind }) => kind === 'approved').map(({ name }) => name),
            };
      const kind =
        before === undefined ? 'came' : after === undefined ? 'went' : before === after ? 'unchanged' : 'changed';
      const whole = kind === 'changed';
      return {
        id: policy.id,
        code: policy.code,
        title: policy.title,
        kind,
        before: shown(before),
        after: shown(after),
        words,
        // Of what came or went as a whole, all of it did.
        promises: whole ? promises : [],
        numbers: whole ? numbers : [],
        told: versions
          .filter(({ number }) => after !== undefined && number > (before?.number ?? 0) && number <= after.number)
          .flatMap(({ record }) => (record.changes === null ? [] : [record.changes])),
      };
    });
    return { items, total: items.length };
  },

  'policies.check': async (context, { id }) => {
    const { tx, organizationId } = context;
    const policy = await policyOf(context, id);
    const { today, timeZone } = await todayIn(context);
    const life = await lifeFound(context, policy, timeZone);
    const others = (await policiesOf(tx, organizationId)).filter((each) => each.id !== id);
    const bodies = await draftTexts(tx, organizationId);
    const engagement = await engagementOf(tx, organizationId, policy.engagementId);
    const facts = await factsOf(tx, organizationId, engagement);
    const owner = policy.ownerId === null ? null : ((await namesOf(tx, [policy.ownerId])).get(policy.ownerId) ?? null);
    const blocksOf = (each: PolicyRecord) => fillBlocks(readBlocks(bodies.get(each.id) ?? ''), facts);
    const controls = await allControls(tx, organizationId);
    const items = checkText(
      {
        code: policy.code,
        title: policy.title,
        owner,
        review: reviewTold(life, today),
        sections: policyCatalogue.find(({ id: code }) => code === policy.code)?.sections ?? [],
        blocks: blocksOf(policy),
      },
      others.map((each) => ({
        code: each.code,
        title: each.title,
        retired: isRetired(each, today),
        blocks: blocksOf(each),
      })),
      {
        controls: [...controlCatalogue.map(({ id: code }) => code), ...controls.map(({ code }) => code)],
        roles: Object.values(facts.values.roles),
        hold: await promiseHolder(context, engagement),
      },
    );
    return { items, total: items.length, must: items.filter(({ severity }) => severity === 'must').length };
  },

  'policies.promises': async (context, { id, engagementId }) => {
    await policyOf(context, id);
    const engagement = await engagementOf(context.tx, context.organizationId, engagementId);
    const text = await textInHand(context, id);
    if (text === undefined) throw new Error('A document that was found has no text.');
    const items = await promisesHeld(context, engagement, text.blocks);
    return { number: text.number, items, total: items.length };
  },
};

async function lifeFound(context: HandlerContext, policy: PolicyRecord, timeZone: string): Promise<LivedPolicy> {
  const [life] = await livesOf(context, [policy], timeZone);
  if (life === undefined) throw new Error('A document that was found has no life.');
  return life;
}

function reviewTold(life: LivedPolicy, today: string) {
  const last = reviewedOn(lifeOf(life), today);
  const due = reviewOf(lifeOf(life), life.policy.reviewCadence, today);
  return last === null || due === null ? null : { last, ...due };
}

async function draftFilled(context: HandlerContext, policy: PolicyRecord) {
  const { tx, organizationId } = context;
  const facts = await factsOf(tx, organizationId, await engagementOf(tx, organizationId, policy.engagementId));
  return fillBlocks(readBlocks((await draftOf(tx, organizationId, policy.id)).body), facts);
}
