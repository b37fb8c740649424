import { z } from 'zod';
import { questionOf, type Answer } from '../readiness/index.ts';

/** What the scope of an organization has or has not, as far as that decides which controls fit it. */
export const scopeFactIds = [
  'offices',
  'development',
  'infrastructure',
  'vendors',
  'devices',
  'tenants',
  'personal-data-controller',
] as const;
export type ScopeFactId = (typeof scopeFactIds)[number];

export const scopeFact = z.object({
  id: z.enum(scopeFactIds),
  value: z.boolean().nullable().describe('null where it is not known'),
  from: z.string().nullable().describe('Question of the readiness assessment that was answered so'),
  words: z.string().describe('What is asked, in short'),
});
export type ScopeFact = z.infer<typeof scopeFact>;

interface Source {
  question: string;
  words: string;
  /** Controls of the catalogue that have nothing to work on where it is not so. */
  controls: readonly string[];
}

/** Where each fact is told today, and the controls that rest on it. */
export const scopeSources: Record<ScopeFactId, Source> = {
  offices: {
    question: 'RQ-060',
    words: 'Offices or rooms with equipment in scope',
    controls: ['PHY-01', 'PHY-02', 'PHY-03', 'AVL-07'],
  },
  development: {
    question: 'RQ-076',
    words: 'Software of your own, in repositories',
    controls: ['CHG-02', 'CHG-03', 'CHG-04', 'CHG-06', 'CHG-08', 'OPS-08'],
  },
  infrastructure: {
    question: 'RQ-082',
    words: 'Infrastructure that you run yourselves',
    controls: ['CHG-09', 'NET-03', 'OPS-07'],
  },
  vendors: {
    question: 'RQ-004',
    words: 'Vendors that run something you need',
    controls: ['VEN-01', 'VEN-02', 'VEN-03', 'VEN-04', 'VEN-05', 'PRV-13', 'PRV-14'],
  },
  devices: {
    question: 'RQ-058',
    words: 'Laptops, phones or other devices of your own',
    controls: ['END-01', 'END-02', 'END-03', 'END-04', 'CRY-04'],
  },
  tenants: {
    question: 'RQ-052',
    words: 'Several customers on one system',
    controls: ['IAM-11'],
  },
  'personal-data-controller': {
    question: 'RQ-098',
    words: 'Personal information about which you decide yourselves',
    controls: ['PRV-01', 'PRV-02', 'PRV-03', 'PRV-04'],
  },
};

/**
 * What the answers of the readiness assessment tell of the scope: a question that does not apply tells that there is no such
 * thing, any other answer that there is. An answer that is not known, or none, tells nothing.
 */
export function scopeFactsOf(answers: ReadonlyMap<string, Answer>): ScopeFact[] {
  return scopeFactIds.map((id) => {
    const { question, words } = scopeSources[id];
    const given = answers.get(question);
    const value = given === undefined ? null : valueOf(given);
    return { id, value, from: value === null ? null : (questionOf(question)?.id ?? null), words };
  });
}

function valueOf(given: Answer): boolean | null {
  switch (given.kind) {
    case 'not-applicable':
      return false;
    case 'yes':
    case 'partial':
    case 'no':
      return true;
    case 'choice':
      return given.value === 'controller' || given.value === 'both' ? true : given.value === 'processor' ? false : null;
    default:
      return null;
  }
}
