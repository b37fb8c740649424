/** Words for the documents of an organization, as they stand on screens and in sentences. */

/** Where a document stands, from what its newest version and its draft are. */
export const policyStates = ['template', 'draft', 'in-review', 'approved', 'published', 'retired'] as const;
export type PolicyState = (typeof policyStates)[number];

export const policyStateTitles: Record<PolicyState, string> = {
  template: 'Template text',
  draft: 'Draft',
  'in-review': 'In review',
  approved: 'Approved',
  published: 'Published',
  retired: 'Retired',
};

/** Where one version stands. `published` is announced for a later day; `in-force` holds today. */
export const policyVersionStates = [
  'in-review',
  'sent-back',
  'withdrawn',
  'approved',
  'published',
  'in-force',
  'superseded',
  'retired',
] as const;
export type PolicyVersionState = (typeof policyVersionStates)[number];

export const policyVersionStateTitles: Record<PolicyVersionState, string> = {
  'in-review': 'In review',
  'sent-back': 'Sent back',
  withdrawn: 'Withdrawn',
  approved: 'Approved',
  published: 'Published, not in force yet',
  'in-force': 'In force',
  superseded: 'Superseded',
  retired: 'Retired',
};

/** What somebody did to a version. `confirmed`: looked at it when its review was due and left it as it is. */
export const policyStepKinds = ['approved', 'sent-back', 'withdrawn', 'published', 'confirmed'] as const;
export type PolicyStepKind = (typeof policyStepKinds)[number];

export const policyStepTitles: Record<PolicyStepKind, string> = {
  approved: 'Approved',
  'sent-back': 'Sent back',
  withdrawn: 'Withdrawn',
  published: 'Published',
  confirmed: 'Reviewed, nothing to change',
};

export const policyReviewStates = ['not-due', 'due', 'overdue'] as const;
export type PolicyReviewState = (typeof policyReviewStates)[number];

export const policyReviewStateTitles: Record<PolicyReviewState, string> = {
  'not-due': 'Not due',
  due: 'Due soon',
  overdue: 'Overdue',
};

export const policyFieldTitles = {
  code: 'code',
  title: 'title',
  kind: 'kind',
  purpose: 'purpose',
  satisfies: 'criteria',
  owner: 'owner',
  approvers: 'approvers',
  quorum: 'number of approvals',
  reviewCadence: 'rhythm of its review',
  acceptedBy: 'who accepts it',
  engagementId: 'engagement whose scope fills it',
} as const;
export type PolicyField = keyof typeof policyFieldTitles;

/** How the rhythm that a test asks by stands to one that is promised. */
export const askedRhythms = ['less-often', 'the-same', 'more-often'] as const;
export type AskedRhythm = (typeof askedRhythms)[number];

/** Where what is promised, what a control says, what its tests ask and what they found differ; the gravest first. */
export const promiseDrifts = [
  'occurrence-missed',
  'occurrence-late',
  'control-retired',
  'control-differs',
  'number-differs',
  'asked-less-often',
  'asked-more-often',
] as const;
export type PromiseDrift = (typeof promiseDrifts)[number];

export const promiseDriftWords: Record<PromiseDrift, string> = {
  'occurrence-missed': 'it was missed when it was due',
  'occurrence-late': 'it was late when it was due',
  'control-retired': 'the control is retired within the examined days',
  'control-differs': 'the text says something else than the adopted control',
  'number-differs': 'a test judges by another number than is promised',
  'asked-less-often': 'a test asks less often than is promised',
  'asked-more-often': 'a test asks more often than is promised',
};

/** What numbers of a text and of a test are compared in; days count as 24 hours. */
export const comparedUnits = ['business-day', 'hour'] as const;
export type ComparedUnit = (typeof comparedUnits)[number];

/** Such as `5 business days`, and `2 days and 60 hours` for 48 and 60 hours. */
export function inUnits(values: readonly number[], unit: ComparedUnit): string {
  return values.map((value) => inUnit(value, unit)).join(' and ');
}

function inUnit(value: number, unit: ComparedUnit): string {
  if (unit === 'business-day') return counted(value, 'business day');
  return value % 24 === 0 ? counted(value / 24, 'day') : counted(value, 'hour');
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
