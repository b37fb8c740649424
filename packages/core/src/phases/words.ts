/** Words for phases, as they stand on screens and in sentences. */

export const phaseIds = [
  'understand',
  'scope',
  'readiness',
  'remediation',
  'observation',
  'fieldwork',
  'report',
] as const;
export type PhaseId = (typeof phaseIds)[number];

export const phaseTitles: Record<PhaseId, string> = {
  understand: 'Understand',
  scope: 'Scope',
  readiness: 'Readiness',
  remediation: 'Remediation',
  observation: 'Observation',
  fieldwork: 'Fieldwork',
  report: 'Report',
};

/** What goes on in each, in one line. */
export const phaseMeanings: Record<PhaseId, string> = {
  understand: 'What is examined and why is settled, and who answers for it.',
  scope: 'Each criterion has controls, or a reason why it is not relevant.',
  readiness: 'What is in place is asked and answered.',
  remediation: 'What is missing is put right, and tests are ready.',
  observation: 'The controls run. A Type 2 speaks of each day of the period, a Type 1 of one date.',
  fieldwork: 'The auditors ask, look and test.',
  report: 'What was found is weighed, and handed over.',
};
