import {
  applicableCriteria,
  changesInPeriod,
  engagementPeriod,
  examinedControls,
  versionWindows,
  type Control,
  type DatedChange,
  type DescribedRecords,
  type Description,
  type Engagement,
  type ScopeHole,
  type ScopeItem,
} from '@tickmark/core';
import { allControls } from '../controls/index.ts';
import { newestDecisions, notRelevantOf } from '../engagements/index.ts';
import { controlsWithEvidence } from '../evidence/index.ts';
import type { Tx } from '../platform/database/index.ts';
import type { HandlerContext } from '../platform/handler.ts';
import { newestResults } from '../results/index.ts';
import { scopeChanges, scopeState } from '../scope/index.ts';
import { incidentsOnRecord } from './incidents.ts';

/** What the records hold of the system of an engagement. */
export interface KnownOfSystem {
  records: DescribedRecords;
  scope: readonly ScopeItem[];
  holes: readonly ScopeHole[];
  controls: readonly Control[];
  changes: readonly DatedChange[];
  incidents: Description['incidents'];
  /** Codes of controls of which something shows that they are there. */
  shown: ReadonlySet<string>;
}

export async function knownOfSystem(
  { tx, organizationId, blobs }: Pick<HandlerContext, 'tx' | 'organizationId' | 'blobs'>,
  engagement: Engagement,
): Promise<KnownOfSystem> {
  const incidents = await incidentsOnRecord(tx, blobs, organizationId, engagement);
  const { terms, categories, service } = engagement;
  const period = engagementPeriod(terms);
  const all = await allControls(tx, organizationId);
  const controls = describedControls(engagement, all);
  const { items, holes } = await scopeState(tx, organizationId, engagement);
  const decisions = await newestDecisions(tx, organizationId, engagement.id);
  const notRelevant = notRelevantOf(decisions);
  const changes =
    terms.type === 'type2' ? changesInPeriod(all, await scopeChanges(tx, organizationId, engagement), period) : [];
  return {
    scope: items,
    holes,
    controls,
    changes,
    incidents,
    shown: await shownControls(tx, organizationId, engagement),
    records: {
      engagement: { service, categories, terms },
      scope: items,
      controls,
      notRelevant: notRelevant.map((criterion) => ({ criterion, reason: decisions.get(criterion)?.reason ?? '' })),
      relevant: applicableCriteria(categories)
        .map(({ id }) => id)
        .filter((id) => !notRelevant.includes(id)),
      incidents:
        incidents === null
          ? null
          : { read: incidents.items, unread: incidents.population.rows - incidents.items.length },
      changes,
    },
  };
}

/** The controls that the engagement examines, each as it was last in force on the days described. */
function describedControls(engagement: Engagement, all: readonly Control[]): Control[] {
  const period = engagementPeriod(engagement.terms);
  return examinedControls(engagement, all).flatMap((code) => versionWindows(all, code, period).at(-1)?.version ?? []);
}

/** By the date of a Type 1, or within the period of a Type 2 (DC section 200): a piece of evidence, or a test that found it effective. */
async function shownControls(tx: Tx, organizationId: string, { id, terms }: Engagement): Promise<Set<string>> {
  const { from, to } = engagementPeriod(terms);
  const days = { from: terms.type === 'type1' ? '0001-01-01' : from, to };
  const results = await newestResults(tx, organizationId, id);
  // What failed throughout shows of no control that it was there.
  const operated = results.filter(({ document: { proposal } }) =>
    ['effective', 'effective-with-isolated-deviations'].includes(proposal.kind),
  );
  return new Set([
    ...(await controlsWithEvidence(tx, organizationId, days)),
    ...operated.map(({ definition }) => definition.control),
  ]);
}
