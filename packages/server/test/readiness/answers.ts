import type { Answer, Question } from '@tickmark/core';

export const period = { from: '2025-03-01', to: '2026-02-28' };

/** An answer that a question takes, as good as it can be. */
export function fitting(question: Question): Answer {
  switch (question.answerKind) {
    case 'yes_partial_no_na':
      return { kind: 'yes' };
    case 'cadence':
      return { kind: 'cadence', value: question.minimumCadence ?? 'annual' };
    case 'number':
      return { kind: 'number', value: question.expectedMin ?? question.expectedMax ?? 0 };
    case 'single_choice':
      return { kind: 'choice', value: question.options?.[0] ?? '' };
    case 'multi_choice':
      return { kind: 'choices', values: question.options ?? [] };
    case 'text':
      return { kind: 'text', text: 'The service' };
    case 'date_or_period':
      return { kind: 'period', ...period };
  }
}
