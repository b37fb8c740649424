import { categories, type Category } from '../categories/index.ts';
import { sourced } from '../sources/index.ts';
import type { Answers } from './answers.ts';
import type { ChosenReport } from './proposal.ts';

type Choice = ChosenReport['categories'][number];
type Decided = Omit<Choice, 'category'>;

/** What became of each of the five categories, and why. Without an answer a category is open: neither in nor out. */
export function chooseCategories(answers: Answers): Choice[] {
  return categories.map((category) => ({ category, ...deciders[category](answers) }));
}

const deciders: Record<Category, (answers: Answers) => Decided> = {
  security: () => ({
    choice: 'in',
    text: 'Nearly every report has it, and the 33 common criteria apply in any case. Without it readers may be misled and an auditor may decline.',
    source: sourced('criteria'),
    questions: [],
  }),
  availability: ({ uptime }) =>
    byPromise(uptime, 'uptime', {
      yes: 'Contracts promise uptime or recovery times; readers want to know whether that is kept.',
      no: 'No contract promises uptime or recovery times.',
      open: 'Whether contracts promise uptime or recovery times is not known.',
    }),
  confidentiality: ({ secrets }) =>
    byPromise(secrets, 'secrets', {
      yes: 'You have promised to keep secrets of customers, or to delete them at the end.',
      no: 'No promise speaks of customers’ business secrets.',
      open: 'Whether secrets of customers were promised to be kept or deleted is not known.',
    }),
  processing_integrity: ({ figures }) =>
    byPromise(figures === 'books' ? 'yes' : figures, 'figures', {
      yes: 'Customers rely on what your service computes; readers want to know whether it is complete, right and on time.',
      no: 'Customers don’t rely on figures that your service computes.',
      open: 'Whether customers rely on computed figures is not known.',
    }),
  privacy: ({ personal }) => {
    const source = sourced('criteria');
    const questions: Decided['questions'] = ['personal'];
    switch (personal) {
      case 'own':
        return {
          choice: 'in',
          text: 'You decide what personal information is used for, so nearly all privacy criteria speak to you.',
          source,
          questions,
        };
      case 'customers':
        return {
          choice: 'out',
          text: 'Customers decide about the personal information, and you follow. Most privacy criteria speak to whoever decides; security protects the data either way. Add privacy if a customer asks for it by name.',
          source,
          questions,
        };
      case 'no':
        return { choice: 'out', text: 'The service holds no personal information that matters.', source, questions };
      case 'unknown':
      case undefined:
        return {
          choice: 'open',
          text: 'Whether and for whom personal information is held is not known.',
          source,
          questions,
        };
    }
  },
};

function byPromise(
  answer: 'yes' | 'no' | 'unknown' | undefined,
  question: 'uptime' | 'secrets' | 'figures',
  texts: { yes: string; no: string; open: string },
): Decided {
  const common = { source: sourced('criteria'), questions: [question] };
  if (answer === 'yes') return { choice: 'in', text: texts.yes, ...common };
  if (answer === 'no') return { choice: 'out', text: texts.no, ...common };
  return { choice: 'open', text: texts.open, ...common };
}
