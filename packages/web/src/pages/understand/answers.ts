import { chooserQuestions, type Question, type QuestionId } from '@tickmark/core/chooser-questions';

export type AnswersInAddress = { [Id in QuestionId]?: string | undefined };

/** A date of the calendar that the chooser reckons with. */
export function isDay(written: string): boolean {
  if (!/^20\d\d-\d\d-\d\d$|^2100-\d\d-\d\d$/.test(written)) return false;
  const at = new Date(`${written}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === written;
}

/** What of an address answers a question: a choice of it, or a date where it takes one. The rest is dropped. */
export function readAnswers(address: AnswersInAddress): AnswersInAddress {
  const known = (chooserQuestions as readonly Question[]).filter(({ id, choices, date }) => {
    const written = address[id];
    return (
      written !== undefined &&
      (choices.some(({ value }) => value === written) || (date !== undefined && isDay(written)))
    );
  });
  return Object.fromEntries(known.map(({ id }) => [id, address[id]]));
}

/** An answer in words. */
export function answerWords(question: Question, answer: string | undefined): string {
  if (answer === undefined) return 'Not answered';
  return question.choices.find(({ value }) => value === answer)?.label ?? answer;
}
