import { engagementPeriod, type Assessed, type Engagement } from '@tickmark/core';
import { allControls } from '../controls/index.ts';
import { newestDecisions } from '../engagements/index.ts';
import { acceptedOfPeriod } from '../evidence/index.ts';
import type { Tx } from '../platform/database/index.ts';
import { newestResults } from '../results/index.ts';
import { latestTests } from '../tests/index.ts';
import type { Held } from './shown.ts';

/** What the grades of an engagement follow from. */
export async function assessedOf(
  tx: Tx,
  organizationId: string,
  engagement: Engagement,
  held: readonly Held[],
): Promise<Assessed> {
  const results = await newestResults(tx, organizationId, engagement.id);
  const tests = await latestTests(tx, organizationId, engagement.id);
  return {
    engagement,
    versions: await allControls(tx, organizationId),
    answers: new Map(held.flatMap(({ question, given }) => (given === null ? [] : [[question.id, given.answer]]))),
    results: results.map(({ control, code, document: { proposal, interim, period, items, occurrences } }) => ({
      control,
      code,
      proposal: proposal.kind,
      interim,
      period,
      passed: occurrences === undefined ? items.pass : occurrences.met,
    })),
    tests: tests.map(({ definition }) => ({ control: definition.control, code: definition.id })),
    seen: await seenControls(tx, organizationId, engagement, held),
    decisions: await newestDecisions(tx, organizationId, engagement.id),
  };
}

/**
 * Controls with evidence of days of the engagement that came from outside through a capture link and was accepted by a
 * member who gave none of the answers about them. Of what members bring themselves nothing tells that anybody else has
 * looked at it.
 */
async function seenControls(
  tx: Tx,
  organizationId: string,
  engagement: Engagement,
  held: readonly Held[],
): Promise<Set<string>> {
  const accepted = await acceptedOfPeriod(tx, organizationId, engagementPeriod(engagement.terms));
  const answerers = (control: string): string[] =>
    held.flatMap(({ question, given }) => (given !== null && question.controls.includes(control) ? [given.by.id] : []));
  return new Set(
    accepted
      .filter(({ control, acceptedBy }) => !answerers(control).includes(acceptedBy))
      .map(({ control }) => control),
  );
}
