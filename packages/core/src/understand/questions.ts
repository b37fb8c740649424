/** The questions of the chooser as data: what is asked, why, and what may be answered. */

export interface Choice {
  value: string;
  label: string;
  /** What the answer stands for, where the label alone does not say. */
  hint?: string;
}

export interface Question {
  id: QuestionId;
  question: string;
  /** Why it is asked: what depends on it. */
  why: string;
  choices: readonly Choice[];
  /** Set where a date may be the answer, beside the choices: what the field is called. */
  date?: string;
}

export const questionIds = [
  'asks',
  'by',
  'length',
  'first',
  'since',
  'uptime',
  'secrets',
  'figures',
  'personal',
  'anybody',
] as const;
export type QuestionId = (typeof questionIds)[number];

const dontKnow: Choice = { value: 'unknown', label: 'I don’t know' };
const yesNo: readonly Choice[] = [{ value: 'yes', label: 'Yes' }, { value: 'no', label: 'No' }, dontKnow];

export const chooserQuestions = [
  {
    id: 'asks',
    question: 'What do customers ask you for?',
    why: 'Decides between Type 1 and Type 2, and whether a SOC 2 is what they want at all.',
    choices: [
      { value: 'type2', label: 'A SOC 2 Type 2', hint: 'They name Type 2, a period, or “operating effectiveness”.' },
      { value: 'type1', label: 'A SOC 2 Type 1', hint: 'They name Type 1, or say that a first report is enough.' },
      { value: 'soc2', label: 'A SOC 2, without saying which' },
      { value: 'other', label: 'Something else', hint: 'SOC 1, an ISO certificate, a questionnaire.' },
      { value: 'nothing', label: 'Nobody has asked yet' },
      dontKnow,
    ],
  },
  {
    id: 'by',
    question: 'By when does a customer need the report?',
    why: 'Decides how long the period can be. A date in a contract counts as one.',
    date: 'The day it is needed',
    choices: [{ value: 'none', label: 'No date is agreed' }, dontKnow],
  },
  {
    id: 'length',
    question: 'Does anybody name a shortest period?',
    why: 'Some contracts ask for six or twelve months; a shorter report would not do then.',
    choices: [
      { value: '3', label: '3 months' },
      { value: '6', label: '6 months' },
      { value: '12', label: '12 months' },
      { value: 'none', label: 'Nobody does' },
      dontKnow,
    ],
  },
  {
    id: 'first',
    question: 'Is this your first SOC 2 report?',
    why: 'A later one begins the day after the last period ended, so that no day is left without a report.',
    date: 'No, and the last period ended on',
    choices: [{ value: 'yes', label: 'Yes' }, { value: 'no', label: 'No' }, dontKnow],
  },
  {
    id: 'since',
    question: 'Since when do your controls operate?',
    why: 'A period can’t begin before them. Only days on which they ran, with a record, can be examined.',
    date: 'Since this day',
    choices: [{ value: 'not-yet', label: 'Most of them don’t yet' }, dontKnow],
  },
  {
    id: 'uptime',
    question: 'Do contracts promise uptime or recovery times?',
    why: 'Decides about availability.',
    choices: yesNo,
  },
  {
    id: 'secrets',
    question: 'Have you promised to keep customers’ business secrets, or to delete them at the end?',
    why: 'Decides about confidentiality. Personal information is another question, further down.',
    choices: yesNo,
  },
  {
    id: 'figures',
    question: 'Do customers rely on figures that your service computes?',
    why: 'Decides about processing integrity, and shows whether a SOC 1 is needed.',
    choices: [
      { value: 'books', label: 'Yes, and they go into their books', hint: 'Payroll, billing, payments, valuations.' },
      { value: 'yes', label: 'Yes, for other decisions' },
      { value: 'no', label: 'No' },
      dontKnow,
    ],
  },
  {
    id: 'personal',
    question: 'Do you hold personal information, and on whose behalf?',
    why: 'Decides about privacy, the category with the most criteria.',
    choices: [
      { value: 'own', label: 'Yes, and we decide what it is used for', hint: 'You deal with the people themselves.' },
      { value: 'customers', label: 'Yes, on behalf of customers only', hint: 'Customers decide, you follow.' },
      { value: 'no', label: 'No, none that matters here' },
      dontKnow,
    ],
  },
  {
    id: 'anybody',
    question: 'Do you want a report that anybody may read?',
    why: 'A SOC 2 is only for readers who know the service; a SOC 3 can stand on your website.',
    choices: yesNo,
  },
] as const satisfies readonly Question[];
