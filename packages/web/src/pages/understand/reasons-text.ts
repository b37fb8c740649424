import type { ChosenReport } from '@tickmark/core';
import { chooserQuestions } from '@tickmark/core/chooser-questions';
import { categoryNames } from '../../glossary/names.ts';
import { answerWords, type AnswersInAddress } from './answers.ts';

const choiceWords = { in: 'in', out: 'left out', open: 'open' } as const;

/** Answers, draft and reasons as a text that stands by itself. */
export function reasonsText(proposal: ChosenReport, answers: AnswersInAddress, today: string): string {
  const { terms, categories, reasons, warnings, beside, open, reportBetween, neededBy } = proposal;
  const lines = [
    'Which report do our customers need?',
    `Answered on ${today}. A draft, not a decision, and no auditor’s opinion.`,
    '',
    'DRAFT',
    terms.type === 'type1'
      ? `SOC 2 Type 1, as of ${terms.asOf}`
      : `SOC 2 Type 2, ${terms.period.from} to ${terms.period.to}, both days included`,
    `Report expected between ${reportBetween.from} and ${reportBetween.to}${neededBy === null ? '' : `; needed by ${neededBy}`}`,
    '',
    'ANSWERS',
    ...chooserQuestions.map((question) => `- ${question.question} ${answerWords(question, answers[question.id])}`),
    '',
    'REASONS',
    ...reasons.map(({ text, source }) => `- ${text} (${source})`),
    '',
    'CATEGORIES',
    ...categories.map(
      ({ category, choice, text, source }) =>
        `- ${categoryNames[category].title}, ${choiceWords[choice]}: ${text} (${source})`,
    ),
    ...titled(
      'TO BE CAREFUL ABOUT',
      warnings.map(({ message, source }) => `- ${message} (${source})`),
    ),
    ...titled(
      'BESIDES',
      beside.map(({ message, source }) => `- ${message} (${source})`),
    ),
    ...titled(
      'OPEN, NONE OF WHICH COUNTS AS A NO',
      open.map(({ matters }) => `- ${matters}`),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function titled(title: string, lines: string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}
