/** Words for the readiness assessment, as they stand on screens and in sentences. */

export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof severities)[number];

export const severityTitles: Record<Severity, string> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  info: 'To disclose',
};

/** What each severity foresees, in one line. */
export const severityMeanings: Record<Severity, string> = {
  critical: 'A criterion would not be met, or a commitment is plainly broken.',
  high: 'A qualified opinion is likely, or a control that much rests on is missing.',
  medium: 'A deviation is likely.',
  low: 'Something to improve.',
  info: 'Something that readers have to be told.',
};

/** Sizes of work, by person-days: up to 2, up to 5, up to 10, more. */
export const efforts = ['S', 'M', 'L', 'XL'] as const;
export type Effort = (typeof efforts)[number];

export const effortTitles: Record<Effort, string> = {
  S: 'Small: up to 2 days of one person',
  M: 'Medium: up to 5 days of one person',
  L: 'Large: up to 10 days of one person',
  XL: 'Very large: more than 10 days of one person',
};

/** How a question stands. `unknown`, `unanswered` and `not-applicable` are three things, and none of them is good. */
export const questionStates = ['unanswered', 'answered', 'partial', 'unknown', 'not-applicable'] as const;
export type QuestionState = (typeof questionStates)[number];

/** From the least often to the most often. */
export const cadences = [
  'never',
  'ad_hoc',
  'annual',
  'semiannual',
  'quarterly',
  'monthly',
  'weekly',
  'daily',
  'continuous',
] as const;
export type Cadence = (typeof cadences)[number];

export const cadenceTitles: Record<Cadence, string> = {
  never: 'Never',
  ad_hoc: 'Now and then',
  annual: 'Every year',
  semiannual: 'Every half year',
  quarterly: 'Every quarter',
  monthly: 'Every month',
  weekly: 'Every week',
  daily: 'Every day',
  continuous: 'All the time',
};

/** What can be chosen, by the words of the catalogue. */
export const choiceTitles: Readonly<Record<string, string>> = {
  type1: 'Type 1',
  type2: 'Type 2',
  type1_then_type2: 'Type 1 first, then Type 2',
  undecided: 'Not decided yet',
  security: 'Security',
  availability: 'Availability',
  processing_integrity: 'Processing integrity',
  confidentiality: 'Confidentiality',
  privacy: 'Privacy',
  controller: 'Controller',
  processor: 'Processor',
  both: 'Both',
};

export const gradeTitles = ['Not designed', 'Designed', 'Implemented', 'Operating'] as const;
export type Grade = 0 | 1 | 2 | 3;

/** Why something has no grade. */
export const ungradedStates = ['not-assessed', 'unknown', 'not-applicable'] as const;
export type Ungraded = (typeof ungradedStates)[number];

export const ungradedTitles: Record<Ungraded, string> = {
  'not-assessed': 'Not assessed',
  unknown: 'Not known',
  'not-applicable': 'Said not to apply',
};

/** What each grade takes. */
export const gradeMeanings: readonly string[] = [
  'There is no control, or it would not address the risk.',
  'Your own answers say that it is written, has an owner and would work. Answers alone give no better grade.',
  'Somebody other than who answered has seen that it is in use.',
  'A test passed over whole populations of the period.',
];
