import { z } from 'zod';
import { id } from '../operations/shapes.ts';
import { joined } from '../reasons/index.ts';
import { isIn, type ScopeBodyOf, type Scoped } from './items.ts';
import { vendorStanding } from './verdicts.ts';
import { answersOfThree, usersEnd, type ScopeKind } from './words.ts';

const node = z.object({
  id: z.string().describe('Of the item, or `users`'),
  name: z.string(),
  kind: z.enum(['users', 'system', 'vendor']),
  place: z.enum(['users', 'in', 'out', 'vendor']).describe('`in` is inside the boundary'),
  environments: z.array(id).describe('Of a system that is in scope'),
  subservice: z.boolean(),
  data: z.array(z.string()).describe('Names of the types of data that it holds'),
});

type Node = z.infer<typeof node>;

/** What a diagram of the scope shows, without any place on paper. */
export const scopeDiagram = z.object({
  environments: z.array(z.object({ id, name: z.string() })).describe('Those in scope, by name'),
  nodes: z.array(node),
  edges: z.array(
    z.object({
      id: z.string(),
      from: z.string(),
      to: z.string(),
      kind: z.enum(['flow', 'provides']).describe('`provides`: a vendor provides a system'),
      name: z.string(),
      data: z.array(z.string()),
      encrypted: z.enum(answersOfThree).describe('`unknown` where it is not said'),
    }),
  ),
  text: z.array(z.string()).describe('The same in sentences'),
  left: z.array(z.string()).describe('Names of flows that are not drawn because an end is missing'),
});
export type ScopeDiagram = z.infer<typeof scopeDiagram>;

/** The diagram of a scope: a function of the items alone. */
export function diagramOf(items: readonly Scoped[]): ScopeDiagram {
  const of = <Kind extends ScopeKind>(kind: Kind): Scoped<ScopeBodyOf<Kind>>[] =>
    items
      .filter((item): item is Scoped<ScopeBodyOf<Kind>> => item.body.kind === kind)
      .toSorted((a, b) => a.body.name.localeCompare(b.body.name, 'en') || (a.id < b.id ? -1 : 1));
  const names = new Map(items.map(({ id: own, body }) => [own, body.name]));
  const named = (ids: readonly string[]): string[] => ids.flatMap((each) => names.get(each) ?? []);
  const environments = of('environment').filter(({ body }) => isIn(body));
  const known = new Set(environments.map((each) => each.id));
  const flows = of('data-flow');
  const ends = new Set(flows.flatMap(({ body: { from, to } }) => [from, to]));
  const users: Node[] = ends.has(usersEnd)
    ? [{ id: usersEnd, name: 'Users', kind: 'users', place: 'users', environments: [], subservice: false, data: [] }]
    : [];
  const systems = of('system').map(({ id: own, body }): Node => ({
    id: own,
    name: body.name,
    kind: 'system',
    place: isIn(body) ? 'in' : 'out',
    environments: isIn(body) ? body.environments.filter((each) => known.has(each)) : [],
    subservice: false,
    data: named(body.dataTypes),
  }));
  const vendors = of('vendor')
    .filter(({ body }) => isIn(body))
    .map(({ id: own, body }): Node => ({
      id: own,
      name: body.name,
      kind: 'vendor',
      place: 'vendor',
      environments: [],
      subservice: vendorStanding(body.test).verdict === 'subservice',
      data: named(body.dataTypes),
    }));
  const nodes = [...users, ...systems, ...vendors];
  const drawn = new Set<string>(nodes.map((each) => each.id));
  const whole = flows.filter(
    ({ body: { from, to } }) => from !== undefined && to !== undefined && drawn.has(from) && drawn.has(to),
  );
  const edges = [
    ...whole.map(({ id: own, body }) => ({
      id: own,
      from: body.from ?? '',
      to: body.to ?? '',
      kind: 'flow' as const,
      name: body.name,
      data: named(body.dataTypes),
      encrypted: body.encrypted ?? ('unknown' as const),
    })),
    ...of('vendor')
      .filter(({ body }) => isIn(body))
      .flatMap(({ id: own, body }) =>
        body.systems
          .filter((each) => drawn.has(each))
          .map((system) => ({
            id: `${own}/${system}`,
            from: own,
            to: system,
            kind: 'provides' as const,
            name: 'provides',
            data: [],
            encrypted: 'unknown' as const,
          })),
      ),
  ];
  const title = (end: string): string => (end === usersEnd ? 'users' : (names.get(end) ?? end));
  const within = ({ environments: own }: Node): string =>
    own.length === 0 ? 'in no environment that is in scope' : `in ${joined(named(own))}`;
  return {
    environments: environments.map(({ id: own, body }) => ({ id: own, name: body.name })),
    nodes,
    edges,
    text: [
      ...systems.map((system) =>
        system.place === 'in'
          ? `${system.name} is inside the boundary, ${within(system)}${system.data.length === 0 ? '' : `, and holds ${joined(system.data)}`}.`
          : `${system.name} is outside the boundary.`,
      ),
      ...vendors.map(
        (vendor) => `${vendor.name} is a vendor${vendor.subservice ? ' and a subservice organization' : ''}.`,
      ),
      ...edges.map(({ kind, from, to, data, encrypted }) =>
        kind === 'provides'
          ? `${title(from)} provides ${title(to)}.`
          : `${data.length === 0 ? 'Data of no type that is named' : joined(data)} goes from ${title(from)} to ${title(to)}${encrypted === 'yes' ? ', encrypted' : encrypted === 'no' ? ', not encrypted' : ''}.`,
      ),
    ],
    left: flows.filter((flow) => !whole.includes(flow)).map(({ body }) => body.name),
  };
}
