import {
  assuranceReportTitles,
  categoryTitles,
  deliveryTitles,
  dutyVerdictTitles,
  isIn,
  methodTitles,
  promiseSourceTitles,
  quantity,
  scopeKindWords,
  vendorVerdictTitles,
  verdictOf,
  type Scoped,
  type ScopeBody,
  type ScopeBodyOf,
  type ScopeHole,
  type ScopeKind,
} from '@tickmark/core';

/** The scope as it is written when a draft is rendered. */
export interface WrittenScope {
  items: readonly Scoped[];
  holes: readonly ScopeHole[];
}

/** Holes of one description criterion that are told one by one. */
const mostTold = 8;

/** Kinds whose items a description names and this draft lists by name alone; people are told by role, not here. */
const components = ['system', 'environment', 'data-type', 'process', 'location', 'team'] as const;

/** What the written scope says under DC 1 to DC 3, DC 6 and DC 7, and what it does not say yet. */
export function scopeFacts({ items, holes }: WrittenScope) {
  const names = new Map(items.map(({ id, body }) => [id, body.name]));
  const named = (ids: readonly string[]): string[] => ids.flatMap((id) => names.get(id) ?? []);
  const of = <Kind extends ScopeKind>(kind: Kind): ScopeBodyOf<Kind>[] =>
    items.flatMap(({ body }) => (body.kind === kind ? [body as ScopeBodyOf<Kind>] : []));
  const vendors = of('vendor').map((body) => vendorFacts(body));
  const duties = [...of('cuec'), ...of('user-responsibility')].map((body) => ({
    ...told(body),
    kind: body.kind,
    criteria: body.criteria,
    controls: body.controls,
    commitments: named(body.commitments),
    standing: standingWords(body),
  }));
  return {
    written: items.length,
    services: of('service').map((body) => ({
      ...told(body),
      users: body.users ?? '',
      delivery: body.delivery === undefined ? '' : deliveryTitles[body.delivery],
    })),
    boundaries: of('boundary').map((body) => ({ ...told(body), why: body.why ?? '' })),
    commitments: of('commitment').map((body) => ({
      ...told(body),
      categories: body.categories.map((each) => categoryTitles[each]),
      services: named(body.services),
      source: sourceWords(body),
    })),
    requirements: of('requirement').map((body) => ({
      ...told(body),
      commitments: named(body.commitments),
      criteria: body.criteria,
      controls: body.controls,
      source: sourceWords(body),
    })),
    components: components.map((kind) => ({
      title: scopeKindWords[kind].many,
      names: of(kind)
        .filter(isIn)
        .map(({ name }) => name),
      out: of(kind)
        .filter((body) => !isIn(body))
        .map(({ name, why = '' }) => ({ name, why })),
    })),
    cuecs: duties.filter(({ kind }) => kind === 'cuec'),
    responsibilities: duties.filter(({ kind }) => kind === 'user-responsibility'),
    vendors,
    missing: missingOf(holes),
  };
}

/** What every item has: a name, what is written of it, and why it is out of scope where it is. */
function told(body: ScopeBody): { name: string; description: string; out: string } {
  const out = 'inScope' in body && !body.inScope ? (body.why ?? 'No reason is written.') : '';
  return { name: body.name, description: body.description ?? '', out };
}

function sourceWords({
  sourceKind,
  source,
}: {
  sourceKind?: keyof typeof promiseSourceTitles;
  source?: string;
}): string {
  return [...(sourceKind === undefined ? [] : [promiseSourceTitles[sourceKind]]), ...(source ? [source] : [])].join(
    ': ',
  );
}

function vendorFacts(body: ScopeBodyOf<'vendor'>) {
  const verdict = verdictOf(body)?.verdict ?? 'undecided';
  return {
    ...told(body),
    standing: vendorVerdictTitles[verdict as keyof typeof vendorVerdictTitles],
    subservice: verdict === 'subservice',
    method: body.method === undefined ? '' : methodTitles[body.method],
    expected: body.expectedControls.map(({ text, criteria }) => ({ text, criteria })),
    watched: body.monitoring.map(({ report, title, from, to, reviewedOn }) =>
      [
        title ?? assuranceReportTitles[report],
        ...(from === undefined && to === undefined ? [] : [`${from ?? '?'} to ${to ?? '?'}`]),
        reviewedOn === undefined ? 'not reviewed' : `reviewed on ${reviewedOn}`,
      ].join(', '),
    ),
    part: body.inclusivePart ?? '',
  };
}

/** What stands under one kind and is another by its test is told with its verdict. */
function standingWords(body: ScopeBodyOf<'cuec' | 'user-responsibility'>): string {
  const verdict = verdictOf(body)?.verdict ?? 'undecided';
  return verdict === body.kind ? '' : dutyVerdictTitles[verdict as keyof typeof dutyVerdictTitles];
}

/** What is not written, by the description criterion that it leaves open: the first ones, and how many more there are. */
function missingOf(holes: readonly ScopeHole[]): Record<string, { lines: string[]; more: string }> {
  return Object.fromEntries(
    [...Map.groupBy(holes, ({ criterion }) => criterion)].map(([criterion, own]) => {
      const lines = own.slice(0, mostTold).map(({ text }) => text);
      const more = own.length - lines.length;
      return [criterion, { lines, more: more === 0 ? '' : `${quantity(more, 'more hole')} in the scope.` }];
    }),
  );
}
