import { z } from 'zod';
import { id as itemId } from '../operations/shapes.ts';
import { questionOf, type Answer } from '../readiness/index.ts';
import { joined, quantity } from '../reasons/index.ts';
import { isIn, type Scoped, type ScopeBodyOf, type ScopeKind } from '../scope/index.ts';

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
  value: z.boolean().nullable().describe('null where it is not known, or where scope and answer contradict each other'),
  from: z.enum(['scope', 'answer']).nullable().describe('Which says so; the scope goes first'),
  question: z.string().describe('Question of the readiness assessment that asks it'),
  items: z.array(z.object({ id: itemId, name: z.string() })).describe('Items of the scope that tell it'),
  contradicts: z.boolean().describe('Scope and answer say otherwise; neither counts until that is settled'),
  words: z.string().describe('What is asked, in short'),
  told: z.string().describe('From where it is known, in words'),
});
export type ScopeFact = z.infer<typeof scopeFact>;

interface Source {
  question: string;
  words: string;
  /** Controls of the catalogue that have nothing to work on where it is not so. */
  controls: readonly string[];
}

/** The question that asks for each fact, and the controls that rest on it. */
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

/** What is written of a fact in a scope: whether there is such a thing, and the items that tell it. */
interface Written {
  value: boolean;
  items: readonly Scoped[];
}

/** Items of a kind, and those of them that are in scope. */
function itemsOf<Kind extends ScopeKind>(
  scope: readonly Scoped[],
  kind: Kind,
): { all: Scoped<ScopeBodyOf<Kind>>[]; inScope: Scoped<ScopeBodyOf<Kind>>[] } {
  const all = scope.filter((item): item is Scoped<ScopeBodyOf<Kind>> => item.body.kind === kind);
  return { all, inScope: all.filter(({ body }) => isIn(body)) };
}

/**
 * What the written scope tells of each fact; null where it is silent. That something is not written down tells nothing: a
 * scope says no only by what it has, such as locations none of which is an office, or vendors that are all left out.
 */
const writtenIn: Record<ScopeFactId, (scope: readonly Scoped[]) => Written | null> = {
  offices: (scope) => {
    const { all, inScope } = itemsOf(scope, 'location');
    const rooms = inScope.filter(({ body }) => body.type === 'office' || body.type === 'data-centre');
    if (rooms.length > 0) return { value: true, items: rooms };
    const settled = inScope.every(({ body }) => body.type === 'cloud-region' || body.type === 'home');
    return all.length > 0 && settled ? { value: false, items: all } : null;
  },
  development: (scope) =>
    someOf([
      ...itemsOf(scope, 'system').inScope.filter(({ body }) => body.type === 'repository'),
      ...itemsOf(scope, 'environment').inScope.filter(({ body }) => body.purpose === 'development'),
    ]),
  infrastructure: (scope) => {
    const provided = new Set(itemsOf(scope, 'vendor').inScope.flatMap(({ body }) => body.systems));
    return someOf(
      itemsOf(scope, 'system').inScope.filter(
        ({ id, body }) => (body.type === 'infrastructure' || body.type === 'network') && !provided.has(id),
      ),
    );
  },
  vendors: (scope) => {
    const { all, inScope } = itemsOf(scope, 'vendor');
    return someOf(inScope) ?? (all.length > 0 ? { value: false, items: all } : null);
  },
  devices: (scope) => someOf(itemsOf(scope, 'system').inScope.filter(({ body }) => body.type === 'device')),
  // Neither of these is said by what is in scope: how customers share a system, and who decides about data of people.
  tenants: () => null,
  'personal-data-controller': (scope) => {
    const { inScope } = itemsOf(scope, 'data-type');
    const none = inScope.length > 0 && inScope.every(({ body }) => body.personal === 'no');
    return none ? { value: false, items: inScope } : null;
  },
};

function someOf(items: readonly Scoped[]): Written | null {
  return items.length === 0 ? null : { value: true, items };
}

/**
 * What is known of each fact: from the written scope where it says so, else from the answers of the readiness assessment, in
 * which a question that does not apply tells that there is no such thing and any other answer that there is. An answer that
 * is not known, or none, tells nothing. Where scope and answer contradict each other nothing is known, and that is told.
 */
export function scopeFactsOf(answers: ReadonlyMap<string, Answer>, scope: readonly Scoped[]): ScopeFact[] {
  return scopeFactIds.map((id) => {
    const { question: asks, words } = scopeSources[id];
    const question = questionOf(asks)?.id ?? asks;
    const given = answers.get(asks);
    const answered = given === undefined ? null : valueOf(given);
    const written = writtenIn[id](scope);
    const items = (written?.items ?? []).map((item) => ({ id: item.id, name: item.body.name }));
    const contradicts = written !== null && answered !== null && written.value !== answered;
    const from = written !== null ? 'scope' : answered !== null ? 'answer' : null;
    return {
      id,
      value: contradicts ? null : (written?.value ?? answered),
      from,
      question,
      items,
      contradicts,
      words,
      told: toldOf({ question, names: items.map(({ name }) => name), written, answered }),
    };
  });
}

/** Items that are named one by one; more are counted. */
const mostNamed = 3;

function toldOf({
  question,
  names,
  written,
  answered,
}: {
  question: string;
  names: readonly string[];
  written: Written | null;
  answered: boolean | null;
}): string {
  const more = names.length - mostNamed;
  const listed = more > 0 ? `${names.slice(0, mostNamed).join(', ')} and ${quantity(more, 'other')}` : joined(names);
  const byScope =
    written === null ? '' : written.value ? `The scope has ${listed}` : `By the scope there is none: ${listed}`;
  if (written !== null && answered !== null && written.value !== answered) {
    return `${byScope}. The answer to ${question} says otherwise, so it counts as not known until one of them is corrected.`;
  }
  if (written !== null) return `${byScope}.`;
  return answered === null ? `Neither the scope nor ${question} says.` : `By the answer to ${question}.`;
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
