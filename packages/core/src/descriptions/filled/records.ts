import type { Category } from '../../categories/index.ts';
import type { Control } from '../../controls/index.ts';
import { engagementPeriod, type EngagementTerms } from '../../engagements/index.ts';
import type { Scoped } from '../../scope/index.ts';
import type { DatedChange, RecordedIncident } from '../descriptions.ts';

/** What the records hold of a system, as of the days that are described. */
export interface DescribedRecords {
  engagement: { service: string; categories: readonly Category[]; terms: EngagementTerms };
  scope: readonly Scoped[];
  /** Versions in force on the days described, one of each code, by code. */
  controls: readonly Pick<Control, 'code' | 'title' | 'description' | 'frequency' | 'ownerRole' | 'criteria'>[];
  notRelevant: readonly { criterion: string; reason: string }[];
  /** Criteria that apply and are relevant. */
  relevant: readonly string[];
  /** On record in a frozen population; null where none is frozen. */
  incidents: { read: readonly Pick<RecordedIncident, 'record'>[]; unread: number } | null;
  /** Within the period; none for a Type 1. */
  changes: readonly DatedChange[];
}

/** The days that are described, as a clause: `as of 2025-06-30`, `throughout 2025-01-01 to 2025-12-31`. */
export function daysDescribed(terms: EngagementTerms): string {
  const { from, to } = engagementPeriod(terms);
  return terms.type === 'type1' ? `as of ${from}` : `throughout the period ${from} to ${to}`;
}
