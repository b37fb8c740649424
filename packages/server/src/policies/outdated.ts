import type { PolicyFacts } from '@tickmark/core';
import { changedTags } from '@tickmark/policies';
import { engagementOf } from '../engagements/index.ts';
import type { HandlerContext } from '../platform/handler.ts';
import { factsOf } from './facts.ts';
import { versionTexts } from './store.ts';

/** Tags that other words fill now than when a version was handed in, by the id of each version that has any. */
export async function outdatedVersions(
  { tx, organizationId }: Pick<HandlerContext, 'tx' | 'organizationId'>,
  versions: readonly { id: string; engagementId: string }[],
): Promise<Map<string, string[]>> {
  const texts = await versionTexts(
    tx,
    organizationId,
    versions.map(({ id }) => id),
  );
  const engagements = [...new Set(versions.map(({ engagementId }) => engagementId))];
  const known = new Map<string, PolicyFacts>();
  for (const id of engagements)
    known.set(id, await factsOf(tx, organizationId, await engagementOf(tx, organizationId, id)));
  return new Map(
    versions.flatMap(({ id, engagementId }) => {
      const [text, facts] = [texts.get(id), known.get(engagementId)];
      const tags = text === undefined || facts === undefined ? [] : changedTags(text.source, text.text, facts);
      return tags.length === 0 ? [] : [[id, tags] as const];
    }),
  );
}
