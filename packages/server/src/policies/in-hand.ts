import { versionInForce, type TextBlock } from '@tickmark/core';
import { fillBlocks, readBlocks } from '@tickmark/policies';
import { engagementOf, todayIn } from '../engagements/index.ts';
import type { HandlerContext } from '../platform/handler.ts';
import { factsOf } from './facts.ts';
import { isRetired, livesOf } from './shown.ts';
import { draftOf, policiesOf, versionTexts } from './store.ts';

/** What documents are called, by id; those that are not there are left out. */
export async function documentNames(
  { tx, organizationId }: Pick<HandlerContext, 'tx' | 'organizationId'>,
  ids: readonly string[],
): Promise<Map<string, { id: string; code: string; title: string }>> {
  const policies = await policiesOf(tx, organizationId, [...new Set(ids)]);
  return new Map(policies.map(({ id, code, title }) => [id, { id, code, title }]));
}

/** The text of a document that people go by: the version in force, else the draft. undefined where there is no such document. */
export async function textInHand(
  context: HandlerContext,
  id: string,
): Promise<{ title: string; number: number | null; blocks: TextBlock[] } | undefined> {
  const { tx, organizationId } = context;
  const [policy] = await policiesOf(tx, organizationId, [id]);
  if (policy === undefined) return undefined;
  const { today, timeZone } = await todayIn(context);
  const [life] = await livesOf(context, [policy], timeZone);
  const held = life === undefined || isRetired(policy, today) ? undefined : versionInForce(life.versions, today);
  const text = held && (await versionTexts(tx, organizationId, [held.record.id])).get(held.record.id);
  if (held !== undefined && text !== undefined)
    return { title: text.title, number: held.number, blocks: readBlocks(text.text) };
  const engagement = await engagementOf(tx, organizationId, policy.engagementId);
  const { body } = await draftOf(tx, organizationId, id);
  const blocks = fillBlocks(readBlocks(body), await factsOf(tx, organizationId, engagement));
  return { title: policy.title, number: null, blocks };
}
