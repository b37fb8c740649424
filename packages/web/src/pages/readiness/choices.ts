import type { Answer, HeldQuestion } from '@tickmark/core';
import { cadences, cadenceTitles, choiceTitles } from '@tickmark/core/readiness-words';

export interface Choice {
  /** The key that chooses it. */
  key: string;
  label: string;
  /** null where it takes more than a choice: the reason why it does not apply. */
  answer: Answer | null;
}

const unknown: Choice = { key: '0', label: 'Don’t know', answer: { kind: 'unknown' } };

/** What a question is answered with by one key; empty where it has to be written. */
export function choicesFor({ answerKind, options = [] }: Pick<HeldQuestion, 'answerKind' | 'options'>): Choice[] {
  switch (answerKind) {
    case 'yes_partial_no_na':
      return [
        { key: '1', label: 'Yes', answer: { kind: 'yes' } },
        { key: '2', label: 'Partly', answer: { kind: 'partial' } },
        { key: '3', label: 'No', answer: { kind: 'no' } },
        { ...unknown, key: '4' },
        { key: '5', label: 'Does not apply', answer: null },
      ];
    case 'cadence':
      return [
        ...cadences.map((value, n) => ({
          key: String(n + 1),
          label: cadenceTitles[value],
          answer: { kind: 'cadence', value } as const,
        })),
        unknown,
      ];
    case 'single_choice':
      return [
        ...options
          .filter((value) => value !== 'unknown')
          .map((value, n) => ({
            key: String(n + 1),
            label: choiceTitles[value] ?? value,
            answer: { kind: 'choice', value } as const,
          })),
        unknown,
      ];
    default:
      return [];
  }
}

/** Whether an answer is the one that a choice stands for. */
export function isChosen({ answer }: Choice, given: Answer | null): boolean {
  if (given === null) return false;
  if (answer === null) return given.kind === 'not-applicable';
  if (answer.kind !== given.kind) return false;
  return !('value' in answer) || ('value' in given && answer.value === given.value);
}
