import { stepProgress, type StepFacts } from '@tickmark/core';
import { countBundles } from '../bundles/index.ts';
import { allControls } from '../controls/index.ts';
import { descriptionProgress } from '../descriptions/index.ts';
import { newestDryRun } from '../dry-runs/index.ts';
import { engagementOf, localDate, newestDecisions, notRelevantOf, organizationFacts } from '../engagements/index.ts';
import { planProgress } from '../plan/index.ts';
import { policyProgress } from '../policies/index.ts';
import { newestPopulations } from '../populations/index.ts';
import { countReports } from '../reports/index.ts';
import { readinessProgress } from '../readiness/index.ts';
import { countRequests } from '../requests/index.ts';
import { newestResults } from '../results/index.ts';
import { scopeProgress } from '../scope/index.ts';
import { latestTests } from '../tests/index.ts';
import type { HandlersOf } from '../platform/handler.ts';
import { lastConclusiveEntry } from './store.ts';

export const stepHandlers: HandlersOf<'steps'> = {
  'steps.list': async ({ tx, organizationId, now, userId }, input) => {
    const engagement = await engagementOf(tx, organizationId, input.engagementId);
    const populations = await newestPopulations(tx, organizationId, engagement.id);
    const tested = new Set((await newestResults(tx, organizationId, engagement.id)).map((result) => result.testId));
    const tests = await latestTests(tx, organizationId, engagement.id);
    const dryRun = await newestDryRun(tx, organizationId, engagement.id);
    const { timeZone } = await organizationFacts(tx, organizationId);
    const facts: StepFacts = {
      today: localDate(now, engagement.timeZone),
      engagement,
      controls: await allControls(tx, organizationId),
      notRelevant: notRelevantOf(await newestDecisions(tx, organizationId, engagement.id)),
      populations: {
        frozen: populations.length,
        interim: populations.filter((population) => population.manifest.interim).length,
      },
      tests: tests.map(({ id, definition }) => ({ control: definition.control, run: tested.has(id) })),
      dryRun:
        dryRun === undefined
          ? null
          : {
              byState: dryRun.document.counts.byState,
              criteria: dryRun.document.counts.criteria,
              notRelevant: dryRun.document.notRelevant?.length ?? 0,
              outdated: (await lastConclusiveEntry(tx, organizationId, engagement.id)) > dryRun.entryIndex,
            },
      scope: await scopeProgress(tx, organizationId, engagement),
      readiness: await readinessProgress(tx, organizationId, engagement),
      plan: await planProgress(tx, organizationId, engagement.id, localDate(now, timeZone)),
      documents: await policyProgress({ tx, organizationId, now, userId }, engagement),
      description: await descriptionProgress(tx, organizationId, engagement),
      reports: await countReports(tx, organizationId, engagement.id),
      bundles: await countBundles(tx, organizationId, engagement.id),
      requests: await countRequests(tx, organizationId, localDate(now, timeZone), engagement.id),
    };
    return { items: stepProgress(facts) };
  },
};
