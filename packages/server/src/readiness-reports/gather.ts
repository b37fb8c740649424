import { canonicalBytes, sha256Hex } from '@tickmark/control-testing';
import {
  categoriesWithoutCriteria,
  controlCatalogue,
  coverageOf,
  criteria as criteriaCatalogue,
  currentPhase,
  gradeControls,
  gradeCriteria,
  phaseTitles,
  questionCatalogue,
  readiness,
  readinessFactsOf,
  ungradedCriteria,
  type Engagement,
  type ReadinessFacts,
} from '@tickmark/core';
import { coverageFacts } from '../coverage/index.ts';
import { organizationFacts } from '../engagements/index.ts';
import { stepsOf } from '../phases/index.ts';
import { countItems, gapsOfPlan, roadmapOf, shownItems } from '../plan/index.ts';
import type { HandlerContext } from '../platform/handler.ts';
import { assessedOf, countAnswers, countGaps, countSections, gapsSince, heldQuestions } from '../readiness/index.ts';
import { scopeState } from '../scope/index.ts';

const hashOf = (value: unknown): string => sha256Hex(canonicalBytes(value));
let catalogue: ReadinessFacts['catalogue'] | undefined;

/** What an engagement's readiness report would say now. */
export async function readinessNow(context: HandlerContext, engagement: Engagement): Promise<ReadinessFacts> {
  const { tx, organizationId, now } = context;
  const held = await heldQuestions(tx, organizationId, engagement);
  const assessed = await assessedOf(tx, organizationId, engagement, held);
  const controls = gradeControls(assessed);
  const criteria = gradeCriteria(assessed, controls);
  const gapCounts = countGaps(held);
  const items = await shownItems(context, engagement);
  const gaps = await gapsOfPlan(context, engagement);
  const scope = await scopeState(tx, organizationId, engagement);
  const phase = currentPhase(await stepsOf(tx, organizationId, engagement.id));
  catalogue ??= {
    questions: hashOf(questionCatalogue),
    criteria: hashOf(criteriaCatalogue),
    controls: hashOf(controlCatalogue),
  };
  return readinessFactsOf({
    madeAt: now,
    organization: await organizationFacts(tx, organizationId),
    engagement,
    phase: phase === null ? null : { id: phase, title: phaseTitles[phase] },
    catalogue,
    scope: { items: scope.items, holes: scope.holes.length },
    answers: countAnswers(held),
    sections: countSections(held),
    gapCounts,
    asked: held,
    since: await gapsSince(tx, organizationId, engagement.id),
    criteria,
    controls,
    readyFor: readiness(criteria, gapCounts.critical + gapCounts.high, {
      notRelevant: ungradedCriteria(assessed).length,
      emptied: categoriesWithoutCriteria(assessed),
    }),
    coverage: coverageOf(await coverageFacts(tx, organizationId, engagement)),
    plan: {
      items,
      counts: countItems(items),
      without: gaps.flatMap(({ id, item, relevant }) => (item === null && relevant ? [id] : [])),
      itemOfGap: new Map(gaps.flatMap(({ id, item }) => (item === null ? [] : [[id, item.code] as const]))),
    },
    roadmap: (await roadmapOf(context, engagement)).roadmap,
  });
}
