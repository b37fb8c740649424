import { coverageOf, examinedControls, suggestControls } from '@tickmark/core';
import { engagementOf, notRelevantOf } from '../engagements/index.ts';
import type { HandlersOf } from '../platform/handler.ts';
import { coverageFacts, toldByScope } from './facts.ts';

export const coverageHandlers: HandlersOf<'coverage'> = {
  'coverage.map': async ({ tx, organizationId }, { engagementId }) => {
    const engagement = await engagementOf(tx, organizationId, engagementId);
    return coverageOf(await coverageFacts(tx, organizationId, engagement));
  },

  'coverage.suggest': async ({ tx, organizationId }, { engagementId }) => {
    const engagement = await engagementOf(tx, organizationId, engagementId);
    const known = await coverageFacts(tx, organizationId, engagement);
    const { versions, decisions } = known;
    const { facts } = await toldByScope(tx, organizationId, engagementId);
    const notRelevant = notRelevantOf(decisions);
    const adopted = new Set(examinedControls(engagement, versions));
    const items = suggestControls({ categories: engagement.categories, scope: facts, notRelevant, adopted });
    const count = (state: (typeof items)[number]['state']): number =>
      items.filter((each) => each.state === state).length;
    const { criteria } = coverageOf(known);
    const taken = new Set(items.filter(({ state }) => state === 'suggested').flatMap((each) => each.criteria));
    return {
      items,
      total: items.length,
      counts: {
        adopted: count('adopted'),
        suggested: count('suggested'),
        optional: count('optional'),
        leftOut: count('left-out'),
      },
      facts,
      without: criteria
        .filter(({ criterion, state }) => state === 'no-control' && !taken.has(criterion))
        .map(({ criterion }) => criterion),
    };
  },
};
