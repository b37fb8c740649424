import {
  applicableCriteria,
  changesInPeriod,
  controlCatalogue,
  descriptionParts,
  descriptionPartWords,
  descriptionPoints,
  describedParts,
  emptyBody,
  scopeBody,
  scopeHoles,
  type DescriptionBody,
  type DescriptionPartId,
  type EngagementTerms,
} from '@tickmark/core';
import { readBlocks } from '@tickmark/policies';
import { workedExample } from '../../../testkit/src/example/index.ts';
import type { DescribedSystem } from '../../src/documents/index.ts';

const period = { from: '2025-01-01', to: '2025-12-31' };
const type2: EngagementTerms = { type: 'type2', period };

/** A version that somebody froze and nobody approved. */
export const frozen: NonNullable<DescribedSystem['version']> = {
  number: 2,
  sha256: '5e0b'.repeat(16),
  frozenAt: '2026-01-09T10:00:00.000Z',
  frozenBy: { id: '00000000-0000-4000-8000-000000000001', name: 'Wilma Writer' },
  approvals: [],
};
export const approved: NonNullable<DescribedSystem['version']> = {
  ...frozen,
  approvals: [
    {
      by: { id: '00000000-0000-4000-8000-000000000002', name: 'Carla Chief' },
      name: 'Carla Chief',
      position: 'Chief executive',
      at: '2026-01-12T08:00:00.000Z',
      entryIndex: 77,
    },
  ],
};

/** Bodies in which each part says what its example says; a part that is named says what it is given. */
function bodiesOf(own: readonly DescriptionBody[]): Map<DescriptionPartId, DescriptionBody> {
  return new Map(
    descriptionParts.map((part) => {
      const given = own.find((each) => each.part === part);
      return [part, given ?? { ...emptyBody(part), blocks: readBlocks(descriptionPartWords[part].example) }];
    }),
  );
}

/** The description of the invented company, as its records would give it. */
export function describedSystem({
  terms = type2,
  controls: count,
  own = [],
  some = {},
}: {
  terms?: EngagementTerms;
  /** How many controls of the catalogue; left out: those that the company adopts. */
  controls?: number;
  own?: DescriptionBody[];
  some?: Partial<DescribedSystem>;
} = {}): DescribedSystem {
  const { company, controls: adopted, scope } = workedExample({ seed: 'one', ...period, timeZone: 'Europe/Berlin' });
  const categories = company.categories;
  const items = scope.flatMap(({ items: all }) => all).map(({ id, body }) => ({ id, body: scopeBody.parse(body) }));
  const applying = new Set(applicableCriteria(categories).map(({ id }) => id));
  const controls = controlCatalogue
    .filter(({ id }) => count !== undefined || adopted.includes(id))
    .slice(0, count)
    .map(({ id, title, description, frequency, ownerRole, criteria }) => ({
      code: id,
      title,
      description,
      frequency,
      ownerRole,
      criteria: criteria.filter((each) => applying.has(each)),
    }));
  const records = {
    engagement: { service: company.service, categories, terms },
    scope: items,
    controls,
    notRelevant: [],
    relevant: [...applying],
    incidents: null,
    changes: changesInPeriod([], [], period),
  };
  const bodies = bodiesOf(own);
  const points = descriptionPoints({
    records,
    bodies,
    holes: scopeHoles(items, { categories, terms, adopted: controls.map(({ code }) => code) }),
    shown: new Set(controls.map(({ code }) => code)),
    today: '2026-01-15',
    frozenFor: null,
  });
  return {
    document: {
      organization: company.name,
      engagement: { title: 'SOC 2 of 2025', terms, categories },
      parts: describedParts(records, bodies),
      points: points.map(({ code, part, severity, text }) => ({ code, part, severity, text })),
    },
    version: null,
    today: '2026-01-15',
    brand: { colour: null, logo: null },
    example: true,
    ...some,
  };
}
