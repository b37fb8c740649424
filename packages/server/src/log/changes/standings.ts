import { changedStandings, resultSide, weighDecisions, type Standing, type StandingsSince } from '@tickmark/core';
import { decisionsOf } from '../../conclusions/index.ts';
import { newestDryRun } from '../../dry-runs/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { resultsStanding, type StandingResult } from './standings-store.ts';

interface Between {
  tx: Tx;
  organizationId: string;
  engagementId: string;
  /** Entries at the point, and under the newer checkpoint. */
  from: number;
  to: number;
}

/** What stands otherwise in an engagement after `to` entries than it did after `from`. */
export async function standingsBetween(between: Between): Promise<StandingsSince> {
  return { tests: await changedTests(between), conclusions: await changedConclusions(between) };
}

async function changedTests({ tx, organizationId, engagementId, from, to }: Between): Promise<StandingsSince['tests']> {
  const keyOf = ({ code, controlId }: StandingResult) => `${code} ${controlId}`;
  const before = new Map(
    (await resultsStanding(tx, organizationId, engagementId, from)).map((result) => [keyOf(result), result]),
  );
  return (await resultsStanding(tx, organizationId, engagementId, to)).flatMap((result) => {
    const earlier = before.get(keyOf(result));
    const [was, is] = [earlier === undefined ? null : resultSide(earlier.document), resultSide(result.document)];
    if (was?.words === is.words) return [];
    const { code, control, version, id: resultId } = result;
    return [{ code, control, version, resultId, before: was, now: is }];
  });
}

async function changedConclusions(between: Between): Promise<StandingsSince['conclusions']> {
  const now = await concludedAt(between, between.to);
  if (now === undefined) return null;
  const before = await concludedAt(between, between.from);
  return {
    before: before?.dryRunId ?? null,
    now: now.dryRunId,
    ...changedStandings(before?.standings ?? [], now.standings),
  };
}

/** What the newest dry run among the first entries proposes, with the decisions on it that were made by then. */
async function concludedAt(
  { tx, organizationId, engagementId }: Between,
  entries: number,
): Promise<{ dryRunId: string; standings: Standing[] } | undefined> {
  const dryRun = await newestDryRun(tx, organizationId, engagementId, { entries });
  if (dryRun === undefined) return undefined;
  const decisions = await decisionsOf(tx, organizationId, dryRun.id);
  const made = decisions.filter(({ entryIndex }) => entryIndex < entries);
  return { dryRunId: dryRun.id, standings: weighDecisions(dryRun.document, made) };
}
