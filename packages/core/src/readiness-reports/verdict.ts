import { categoryTitles } from '../categories/index.ts';
import { joined, quantity } from '../reasons/index.ts';
import type { ReadinessFacts } from './facts.ts';

/** Where things stand in a sentence or two, by what the engagement is ready for. */
export function verdictOf({
  engagement,
  readyFor,
  answers,
}: Pick<ReadinessFacts, 'engagement' | 'readyFor' | 'answers'>): string {
  const hidden = answers.unanswered + answers.unknown;
  if (answers.total > 0 && answers.unanswered === answers.total) {
    return `How ready ${engagement.title} is cannot be told yet: none of ${quantity(answers.total, 'question')} is answered.`;
  }
  const what = engagement.terms.type === 'type1' ? 'type1' : 'type2-start';
  const target = readyFor.find((each) => each.what === what);
  if (target === undefined) return 'How ready this engagement is cannot be told.';
  const left = target.notRelevant;
  const aside =
    left === 0
      ? ''
      : ` ${left} more ${left === 1 ? 'was' : 'were'} taken for not relevant, and ${left === 1 ? 'counts' : 'count'} for nothing.`;
  const goal = what === 'type1' ? 'a Type 1' : 'beginning a Type 2';
  if (target.met) {
    return hidden === 0
      ? `By what is on record, nothing stands against ${goal}.${aside}`
      : `By what is on record, nothing stands against ${goal}; ${quantity(hidden, 'question')} without a known answer may hide something.${aside}`;
  }
  const against = [
    ...(target.criteria > 0
      ? [`${target.criteria} of ${quantity(target.of, 'criterion', 'criteria')} stand too low`]
      : []),
    ...(target.emptied.length > 0
      ? [`no criterion of ${joined(target.emptied.map((each) => categoryTitles[each]))} is left to be ready`]
      : []),
    ...(target.gaps > 0
      ? [`${quantity(target.gaps, 'critical or high gap')} ${target.gaps === 1 ? 'is' : 'are'} open`]
      : []),
  ];
  return `Not ready for ${goal}: ${joined(against)}.${hidden > 0 ? ` ${quantity(hidden, 'question')} without a known answer may hide more.` : ''}${aside}`;
}
