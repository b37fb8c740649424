import { z } from 'zod';
import { date, paragraph } from '../operations/shapes.ts';
import { counted, joined } from '../reasons/index.ts';
import { cadence, type AnswerKind, type Question } from './questions.ts';
import { cadenceTitles, choiceTitles, type QuestionState } from './words.ts';

const choice = z.string().min(1).max(60);

/**
 * What is answered to a question. Each kind of question takes some of these; `unknown` is an honest answer to every one,
 * and `withdrawn` leaves a question as if it had not been answered, with what was answered before on record.
 */
export const answer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('yes') }),
  z.strictObject({ kind: z.literal('partial') }),
  z.strictObject({ kind: z.literal('no') }),
  z.strictObject({
    kind: z.literal('not-applicable'),
    reason: paragraph.describe('Why; somebody else will review it'),
  }),
  z.strictObject({ kind: z.literal('unknown') }),
  z.strictObject({ kind: z.literal('cadence'), value: cadence }),
  z.strictObject({ kind: z.literal('number'), value: z.number().min(0).max(1_000_000) }),
  z.strictObject({ kind: z.literal('choice'), value: choice }),
  z.strictObject({ kind: z.literal('choices'), values: z.array(choice).max(20).describe('Empty for none of them') }),
  z.strictObject({ kind: z.literal('text'), text: paragraph }),
  z.strictObject({ kind: z.literal('date'), date }),
  z.strictObject({ kind: z.literal('period'), from: date, to: date.describe('Last day, included') }),
  z.strictObject({ kind: z.literal('withdrawn') }),
]);
export type Answer = z.infer<typeof answer>;

/** The kinds of answer that each kind of question takes, beside `unknown` and `withdrawn`. */
const taken: Record<AnswerKind, readonly Answer['kind'][]> = {
  yes_partial_no_na: ['yes', 'partial', 'no', 'not-applicable'],
  cadence: ['cadence'],
  number: ['number'],
  single_choice: ['choice'],
  multi_choice: ['choices'],
  text: ['text'],
  date_or_period: ['date', 'period'],
};

/** What can be chosen; that it is not known is said with `unknown` alone. */
export function choicesOf({ options = [] }: Pick<Question, 'options'>): string[] {
  return options.filter((each) => each !== 'unknown');
}

/** Why a question does not take an answer, as a sentence; null where it does. */
export function answerFault(question: Question, given: Answer): string | null {
  if (given.kind === 'unknown' || given.kind === 'withdrawn') return null;
  const kinds = taken[question.answerKind];
  if (!kinds.includes(given.kind)) {
    return `${question.id} takes ${joined([...kinds, 'unknown'])}, not ${given.kind}.`;
  }
  if (given.kind === 'not-applicable' && question.naNeedsReason !== true) {
    return `${question.id} applies to everybody.`;
  }
  if (given.kind === 'number' && question.unit === 'percent' && given.value > 100) {
    return `${counted(given.value)} percent is more than all.`;
  }
  if (given.kind === 'period' && given.to < given.from) {
    return `The last day, ${given.to}, lies before the first, ${given.from}.`;
  }
  if (given.kind === 'choice' || given.kind === 'choices') {
    const offered = choicesOf(question);
    const chosen = given.kind === 'choice' ? [given.value] : given.values;
    const strange = chosen.find((each) => !offered.includes(each));
    if (strange !== undefined) return `${question.id} offers ${joined(offered)}, and ${strange} is none of them.`;
    if (new Set(chosen).size < chosen.length) return 'Each may be chosen once.';
  }
  return null;
}

/** How a question stands with its newest answer; null where it has none. */
export function questionState(given: Answer | null): QuestionState {
  switch (given?.kind) {
    case undefined:
    case 'withdrawn':
      return 'unanswered';
    case 'unknown':
    case 'partial':
    case 'not-applicable':
      return given.kind;
    default:
      return 'answered';
  }
}

/** An answer in words: `Partly`, `Every quarter`, `24 hours`. */
export function answerWords({ unit }: Pick<Question, 'unit'>, given: Answer): string {
  switch (given.kind) {
    case 'yes':
      return 'Yes';
    case 'partial':
      return 'Partly';
    case 'no':
      return 'No';
    case 'not-applicable':
      return 'Does not apply';
    case 'unknown':
      return 'Don’t know';
    case 'withdrawn':
      return 'Taken back';
    case 'cadence':
      return cadenceTitles[given.value];
    case 'number':
      return unit === undefined ? String(given.value) : `${given.value} ${unit}`;
    case 'choice':
      return choiceTitles[given.value] ?? given.value;
    case 'choices':
      return given.values.length === 0
        ? 'None of them'
        : joined(given.values.map((each) => choiceTitles[each] ?? each));
    case 'text':
      return given.text;
    case 'date':
      return given.date;
    case 'period':
      return `${given.from} to ${given.to}`;
  }
}
