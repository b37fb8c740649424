import type { Category } from '../categories/index.ts';
import type { Control } from '../controls/index.ts';
import type { CriterionStateKind } from '../dry-runs/index.ts';
import type { EngagementTerms } from '../engagements/index.ts';
import type { GapCounts } from '../readiness/index.ts';
import type { PolicyState } from '../policies/index.ts';
import type { Step } from './steps.ts';

/** Records to count; nothing here is an opinion. */
export interface StepFacts {
  /** Today's date in the organization's time zone. */
  today: string;
  engagement: { terms: EngagementTerms; categories: readonly Category[] } | null;
  /** Adopted controls, retired ones too. */
  controls: readonly Pick<Control, 'code' | 'criteria' | 'effectiveFrom' | 'retiredOn'>[];
  /** Criteria that were taken for not relevant to the engagement. */
  notRelevant: readonly string[];
  /** Frozen populations, latest versions only. */
  populations: { frozen: number; interim: number };
  /** Published tests, latest versions only, by control; `run`: has a result. */
  tests: readonly { control: string; run: boolean }[];
  /** The newest dry run; `outdated`: a result, a control or the relevance of a criterion changed after it. */
  dryRun: {
    byState: Readonly<Record<CriterionStateKind, number>>;
    /** Relevant ones. */
    criteria: number;
    /** Taken out of it, and never counted as concluded. */
    notRelevant: number;
    outdated: boolean;
  } | null;
  /** Items of the scope, and what is missing in it. */
  scope: { items: number; holes: number };
  /** Questions of the readiness assessment that are asked, and what the answers tell to be missing. */
  readiness: {
    total: number;
    answered: number;
    unknown: number;
    notApplicable: number;
    unanswered: number;
    /** Of what speaks of a relevant criterion. */
    gaps: GapCounts;
    /** Gaps that speak only of criteria which were taken for not relevant. */
    apart: number;
  };
  /** Items of the plan of action; `open`: with work left, overdue ones too. */
  plan: { total: number; open: number; overdue: number; toVerify: number };
  /** Documents that the engagement needs, by where they stand; `others`: beside them, retired ones left out. */
  documents: {
    needed: number;
    inForce: number;
    byState: Readonly<Record<PolicyState, number>>;
    others: number;
    reviewOverdue: number;
  };
  /** Of the system (Section III): parts in which somebody wrote, and the newest frozen version. */
  description: {
    written: number;
    frozen: {
      number: number;
      approved: boolean;
      /** Whether it is of the days that the engagement has now. */ sameDays: boolean;
    } | null;
  };
  reports: number;
  bundles: number;
  /** On the list of the engagement, superseded ones left out. */
  requests: { total: number; submitted: number; overdue: number };
}

/** A step as it is counted, without its name. */
export type Counted = Omit<Step, 'id' | 'title'>;

/** Nothing is begun, and why. */
export function waiting(summary: string): Pick<Counted, 'summary' | 'state' | 'done' | 'next' | 'due'> {
  return { summary, state: 'not-begun', done: 0, next: null, due: null };
}
