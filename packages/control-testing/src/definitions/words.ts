import type { CompletionOption } from '@tickmark/core';
import type { Type } from '../expressions/index.ts';

type Told = Pick<CompletionOption, 'label' | 'detail' | 'info' | 'apply'>;

const told = (label: string, detail: string, info: string, apply = label): Told => ({ label, detail, info, apply });

/** Keys of a definition, in the order in which they are usually written. */
export const keyHelp: Record<string, string> = {
  id: 'Code of the control, a dot and a short name: CHG-02.review',
  control: 'Code of the control that is tested',
  title: 'What the test asks, in one line',
  description: 'What it asks at length, and what it leaves out',
  kind: 'items: each item holds; cadence: it happened each time; state: it was so every day',
  population: 'Kind of population the items come from',
  where: 'Which items the control governs; all of them when left out',
  relations: 'Other populations whose rows belong to an item',
  attributes: 'What each item must meet',
  every: 'How often it is due',
  grace: 'Days it may come late and still count: P10D',
  at: 'When it happened',
  observed: 'When the observation was made',
  subject: 'What names an item across its observations; the key when left out',
  pass: 'What must be true of an item',
  on: 'How rows of the relation belong to an item: reviews.change_id == item.id',
};

/** Functions that stand on their own. */
export const functions: readonly Told[] = [
  told('has', 'of a column', 'Whether the column has a value', 'has('),
  told('size', 'of a text, list or relation', 'How many characters, texts or rows', 'size('),
  told('date', 'of an instant or text', 'The date of an instant in the organization’s time zone', 'date('),
  told('timestamp', 'of a date or text', 'The instant at which a date begins', 'timestamp('),
  told('duration', 'of a text', 'A length of time: duration("72h")', 'duration("'),
  told('double', 'of a whole number', 'The same number, to calculate with fractions', 'double('),
];

export const words: readonly Told[] = [
  told('in', 'operator', 'Whether the left side is one of a list: item.state in ["open", "new"]'),
  told('true', 'value', 'Yes'),
  told('false', 'value', 'No'),
];

const textMethods: readonly Told[] = [
  told('startsWith', 'of a text', 'Whether the text begins with another', 'startsWith("'),
  told('endsWith', 'of a text', 'Whether the text ends with another', 'endsWith("'),
  told('contains', 'of a text', 'Whether another text occurs in it', 'contains("'),
  told('matches', 'of a text', 'Whether a regular expression is found in it', 'matches("'),
  told('lowerAscii', 'of a text', 'The text with A to Z in lower case', 'lowerAscii()'),
  told('size', 'of a text', 'How many characters it has', 'size()'),
];

/** What may be asked of the rows of a relation or the texts of a list; `word` names one of them. */
export function rangeMethods(word: string): readonly Told[] {
  return [
    told('exists', 'true or false', 'Whether at least one meets the condition', `exists(${word}, `),
    told('all', 'true or false', 'Whether every one meets the condition; true when there is none', `all(${word}, `),
    told('exists_one', 'true or false', 'Whether exactly one meets the condition', `exists_one(${word}, `),
    told('filter', 'before .size()', 'Those that meet the condition, to be counted', `filter(${word}, `),
    told('size', 'a whole number', 'How many there are', 'size()'),
  ];
}

/** Methods of a value of some type. */
export function methodsOf(type: Type): readonly Told[] {
  if (type === 'string') return textMethods;
  return type === 'strings' ? rangeMethods('x') : [];
}

export const periodEnds: readonly Told[] = [
  told('from', 'a date', 'First day of the period'),
  told('to', 'a date', 'Last day of the period'),
];

export const everyWords = ['day', 'week', 'month', 'quarter', 'half-year', 'year', 'P14D'];
export const graceWords = ['P0D', 'P7D', 'P10D', 'P14D', 'P30D'];
