import { sourced } from '../sources/index.ts';

/** How long a way to a report takes, as data: what the guide draws and what the chooser reckons with. */

export interface UsualPhase {
  id: string;
  title: string;
  /** Shortest and longest of what is usual, in weeks. */
  weeks: readonly [number, number];
  what: string;
  dependsOn: string;
  source: string;
}

/** Until controls operate; the same for both types. Policies are written beside the mending. */
export const preparation = [
  {
    id: 'scoping',
    title: 'Scope',
    weeks: [1, 2],
    what: 'Which service, which promises, which systems, people and suppliers.',
    dependsOn: 'How many products and suppliers there are, and whether promises are written down.',
    source: sourced('practice'),
  },
  {
    id: 'readiness',
    title: 'Readiness',
    weeks: [2, 4],
    what: 'Where you stand: what is missing, how grave it is, who mends it.',
    dependsOn: 'How soon people answer.',
    source: sourced('practice'),
  },
  {
    id: 'mending',
    title: 'Mending and policies',
    weeks: [4, 16],
    what: 'Controls are put in place; policies are written and approved beside that (2 to 6 weeks).',
    dependsOn: 'What is missing. Sign-in, logging and backups take longest where there is nothing yet.',
    source: sourced('practice'),
  },
  {
    id: 'rehearsal',
    title: 'Dry run',
    weeks: [2, 3],
    what: 'The examination, rehearsed by yourselves. What it finds can still be mended.',
    dependsOn: 'Whether records of the controls are kept in one place.',
    source: sourced('practice'),
  },
] as const satisfies readonly UsualPhase[];

/** From the as-of date of a Type 1 to the report. */
export const afterType1 = [
  {
    id: 'type1-fieldwork',
    title: 'Fieldwork',
    weeks: [2, 4],
    what: 'The auditor looks at the design of each control and at one real item of it.',
    dependsOn: 'How complete the first answers to requests are.',
    source: sourced('practice'),
  },
  {
    id: 'type1-report',
    title: 'Report',
    weeks: [2, 4],
    what: 'Review in the firm, the signed statements of management, the signature.',
    dependsOn: 'The firm’s own review, and open questions.',
    source: sourced('practice'),
  },
] as const satisfies readonly UsualPhase[];

/** The period of a Type 2. */
export const periodOfType2 = {
  id: 'period',
  title: 'Period',
  weeks: [13, 52],
  what: 'Controls operate and leave records: 3 or 6 months for a first report, 12 from then on.',
  dependsOn: 'What customers accept. Below 3 months is rarely accepted.',
  source: sourced('practice'),
} as const satisfies UsualPhase;

/** From the last day of a Type 2 to the report; part of the fieldwork is done within the period. */
export const afterType2 = [
  {
    id: 'type2-report',
    title: 'Fieldwork and report',
    weeks: [4, 9],
    what: 'Whole lists of the period, tests, settling of what was found, the signed statements, the signature.',
    dependsOn: 'How much was tested within the period already, and how many deviations there are.',
    source: sourced('practice'),
  },
] as const satisfies readonly UsualPhase[];

/** Shortest and longest time of phases that follow one another, in weeks. */
export function together(phases: readonly UsualPhase[]): [number, number] {
  return [phases.reduce((sum, { weeks }) => sum + weeks[0], 0), phases.reduce((sum, { weeks }) => sum + weeks[1], 0)];
}
