import { z } from 'zod';
import { joined } from '../reasons/index.ts';

export const gradeReasonCodes = [
  'answers-against',
  'not-known',
  'not-answered',
  'said-not-to-apply',
  'to-improve',
  'no-question',
  'answers-alone',
  'tests-failed',
  'tests-passed',
  'tests-passed-in-part',
  'evidence-seen',
  'no-control',
  'close-gaps',
  'find-out',
  'answer',
  'settle-applicability',
  'adopt',
  'show-evidence',
  'run-test',
  'pass-throughout',
  'correct',
  'type-1-ends-here',
] as const;
export type GradeReasonCode = (typeof gradeReasonCodes)[number];

/** Why something has its grade, or what would raise it: a code with what it speaks of, and its sentence. */
export const gradeReason = z.object({
  code: z.enum(gradeReasonCodes),
  questions: z.array(z.string()),
  controls: z.array(z.string()),
  tests: z.array(z.string()).describe('Codes of tests'),
  criteria: z.array(z.string()),
  sentence: z.string(),
});
export type GradeReason = z.infer<typeof gradeReason>;

type About = Pick<GradeReason, 'questions' | 'controls' | 'tests' | 'criteria'>;

/** The reason, alone in a list; none where there is nothing that it could speak of. */
export function reasonOf(code: GradeReasonCode, about: Partial<About>): GradeReason[] {
  const whole: About = { questions: [], controls: [], tests: [], criteria: [], ...about };
  if (Object.values(whole).every((each) => each.length === 0)) return [];
  return [{ code, ...whole, sentence: sentences[code](whole) }];
}

const sentences: Record<GradeReasonCode, (about: About) => string> = {
  'answers-against': ({ questions }) => `A gap was answered to ${few(questions)}.`,
  'not-known': ({ questions }) => `Nobody knows the answer to ${few(questions)} yet.`,
  'not-answered': ({ questions }) => `Not answered yet: ${few(questions)}.`,
  'said-not-to-apply': ({ questions }) =>
    `It was said not to apply, in answer to ${few(questions)}; nobody else has reviewed that.`,
  'to-improve': ({ questions }) => `Something is left to improve, by the answer to ${few(questions)}.`,
  'no-question': ({ controls }) => `No question asks whether ${few(controls)} would work as written.`,
  'answers-alone': ({ questions }) =>
    `It rests on your own answers to ${few(questions)}; nothing here shows that somebody else has seen it in use.`,
  'tests-failed': ({ tests }) => `Found not effective: ${few(tests)}.`,
  'tests-passed': ({ tests }) => `Passed over whole populations of the period: ${few(tests)}.`,
  'tests-passed-in-part': ({ tests }) => `Passed, but not yet over the whole period: ${few(tests)}.`,
  'evidence-seen': ({ controls }) => `Evidence for ${few(controls)} was accepted by somebody who did not answer.`,
  'no-control': ({ criteria }) => `No adopted control supports ${few(criteria)}.`,
  'close-gaps': ({ questions }) => `Close the gaps of ${few(questions)}, and answer again.`,
  'find-out': ({ questions }) => `Find out the answer to ${few(questions)}.`,
  answer: ({ questions }) => `Answer ${few(questions)}.`,
  'settle-applicability': ({ controls, questions }) =>
    `If it does not apply${controls.length === 0 ? '' : ` (${few(controls)})`}, retire the control; if it does, answer ${few(questions)} again.`,
  adopt: ({ controls }) =>
    controls.length === 1 ? `Adopt ${few(controls)}.` : `Adopt a control that supports it, such as ${few(controls)}.`,
  'show-evidence': ({ controls }) =>
    `Ask for evidence of ${few(controls)} by a capture link, and have somebody accept it who did not answer.`,
  'run-test': ({ controls }) => `Publish a test of ${few(controls)}, and run it.`,
  'pass-throughout': ({ controls }) =>
    `Have every test of ${few(controls)} pass over the whole period, once that has closed.`,
  correct: ({ tests }) => `Correct what ${few(tests)} found; what was found stays on record.`,
  'type-1-ends-here': ({ controls }) =>
    `A Type 1 speaks of one day, so nothing shows ${few(controls)} operating; a Type 2 would.`,
};

/** Past this many, the rest is counted. */
const mostNamed = 6;

function few(all: readonly string[]): string {
  return all.length <= mostNamed
    ? joined(all)
    : `${all.slice(0, mostNamed).join(', ')} and ${all.length - mostNamed} more`;
}
