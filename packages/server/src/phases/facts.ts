import { coverageOf, type Engagement, type PhaseFacts } from '@tickmark/core';
import { countBundles } from '../bundles/index.ts';
import { coverageFacts } from '../coverage/index.ts';
import { newestDryRun } from '../dry-runs/index.ts';
import { localDate, newestParties } from '../engagements/index.ts';
import type { HandlerContext } from '../platform/handler.ts';
import { newestPopulations } from '../populations/index.ts';
import { readinessProgress } from '../readiness/index.ts';
import { countReports } from '../reports/index.ts';
import { countRequests } from '../requests/index.ts';
import { newestResults } from '../results/index.ts';
import { scopeProgress } from '../scope/index.ts';
import { lastConclusiveEntry } from '../steps/index.ts';
import { latestTests } from '../tests/index.ts';

/** What the gates of an engagement follow from. */
export async function phaseFacts(
  { tx, organizationId, now }: Pick<HandlerContext, 'tx' | 'organizationId' | 'now'>,
  engagement: Engagement,
): Promise<PhaseFacts> {
  const { id, terms, timeZone } = engagement;
  const today = localDate(now, timeZone);
  const { counts, controls } = coverageOf(await coverageFacts(tx, organizationId, engagement));
  const { items } = await newestParties(tx, organizationId, id);
  const readiness = await readinessProgress(tx, organizationId, engagement);
  const tests = await latestTests(tx, organizationId, id);
  const run = new Set((await newestResults(tx, organizationId, id)).map(({ testId }) => testId));
  const populations = await newestPopulations(tx, organizationId, id);
  const dryRun = await newestDryRun(tx, organizationId, id);
  return {
    today,
    terms,
    parties: items.map(({ kind }) => kind),
    scope: await scopeProgress(tx, organizationId, engagement),
    coverage: counts,
    controls: {
      total: controls.length,
      unowned: controls.filter(({ lacks }) => lacks.includes('no-owner')).length,
      untested: controls.filter(({ lacks }) => lacks.includes('no-test')).length,
    },
    readiness,
    tests: { published: tests.length, run: tests.filter((test) => run.has(test.id)).length },
    populations: {
      frozen: populations.length,
      interim: populations.filter(({ manifest }) => manifest.interim).length,
    },
    requests: await countRequests(tx, organizationId, today, id),
    dryRun:
      dryRun === undefined
        ? null
        : { outdated: (await lastConclusiveEntry(tx, organizationId, id)) > dryRun.entryIndex },
    reports: await countReports(tx, organizationId, id),
    bundles: await countBundles(tx, organizationId, id),
  };
}
