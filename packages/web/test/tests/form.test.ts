import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Column, PopulationKind } from '@tickmark/core';
import { checkDefinition, populationKinds, testLibrary } from '@tickmark/control-testing';
import * as fc from 'fast-check';
import {
  attributeName,
  comparisons,
  exampleForm,
  relationName,
  type Condition,
  type Conditions,
  type FormRelation,
  type Operand,
  type TestForm,
} from '../../src/pages/tests/form/form.ts';
import { askOf, asksFor, conditionFor, literalOf, textOf } from '../../src/pages/tests/form/asks.ts';
import { withKind, withoutRelation, withPopulation } from '../../src/pages/tests/form/change.ts';
import { readForm } from '../../src/pages/tests/form/read.ts';
import { writeForm } from '../../src/pages/tests/form/write.ts';

const kinds = populationKinds();
const held = fc
  .string({ unit: 'grapheme', maxLength: 12 })
  .filter((text) => !text.includes('\0') && text.isWellFormed());
const awkward = fc.oneof(
  held,
  fc.constantFrom(
    '',
    "it's",
    '"',
    '\\',
    ' && ',
    ' || ',
    'true',
    'null',
    'a: b',
    '# c',
    "''",
    ') in [',
    '\n',
    '\u2028',
    '{}',
    '12',
  ),
);
const line = awkward.map((text) => `T ${text}`.replaceAll(/\s+/g, ' ').trim());
const number = fc
  .oneof(fc.integer(), fc.double({ min: -1e6, max: 1e6, noNaN: true }))
  .map((n) => Number(n.toFixed(3)) + 0);
const day = fc.integer({ min: 0, max: 9000 }).map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10));

/** Conditions that suit the columns of a row; `item` are the item's when the row is a related one. */
function condition(own: readonly Column[], item: readonly Column[]): fc.Arbitrary<Condition> {
  const alike = (type: string) => [
    ...own.filter((c) => c.type === type).map((c) => ({ row: 'own' as const, column: c.name })),
    ...item.filter((c) => c.type === type).map((c) => ({ row: 'item' as const, column: c.name })),
  ];
  return fc.constantFrom(...own).chain(({ name: column, type }): fc.Arbitrary<Condition> => {
    const other = fc.constantFrom(...alike(type)).map((c): Operand => ({ is: 'column', ...c }));
    const compare = (to: fc.Arbitrary<Operand>, hows: readonly (typeof comparisons)[number][] = comparisons) =>
      fc.record({
        ask: fc.constant('compare' as const),
        column: fc.constant(column),
        how: fc.constantFrom(...hows),
        to,
      });
    const known = fc.boolean().map((yes): Condition => ({ ask: 'known', column, known: yes }));
    switch (type) {
      case 'string':
        return fc.oneof(
          known,
          compare(
            fc.oneof(
              other,
              awkward.map((value): Operand => ({ is: 'text', value })),
            ),
            ['==', '!='],
          ),
          fc
            .array(awkward, { minLength: 1, maxLength: 3 })
            .map((values): Condition => ({ ask: 'one-of', column, values })),
          fc
            .record({
              how: fc.constantFrom('startsWith' as const, 'endsWith' as const, 'contains' as const),
              value: awkward,
            })
            .map((more): Condition => ({ ask: 'text', column, ...more })),
        );
      case 'boolean':
        return fc.oneof(
          known,
          compare(
            fc.oneof(
              other,
              fc.boolean().map((value): Operand => ({ is: 'flag', value })),
            ),
            ['==', '!='],
          ),
        );
      case 'strings':
        return fc.oneof(
          fc.boolean().map((filled): Condition => ({ ask: 'filled', column, filled })),
          fc
            .record({ listed: fc.boolean(), value: awkward })
            .map((more): Condition => ({ ask: 'listed', column, ...more })),
        );
      case 'date':
        return fc.oneof(
          known,
          compare(
            fc.oneof(
              other,
              day.map((value): Operand => ({ is: 'date', value })),
            ),
          ),
        );
      case 'instant':
        return fc.oneof(
          known,
          compare(
            fc.oneof(
              other,
              day.map((value): Operand => ({ is: 'instant', value: `${value}T00:00:00Z` })),
            ),
          ),
          fc
            .record({ hours: fc.integer({ min: 0, max: 9000 }), after: fc.constantFrom(...alike('instant')) })
            .map((more): Condition => ({ ask: 'soon', column, ...more })),
        );
      default:
        return fc.oneof(
          known,
          compare(
            fc.oneof(
              other,
              number.map((value): Operand => ({ is: 'number', value })),
            ),
          ),
        );
    }
  });
}

function conditions(one: fc.Arbitrary<Condition>, minLength: number): fc.Arbitrary<Conditions> {
  return fc
    .record({ join: fc.constantFrom('and' as const, 'or' as const), list: fc.array(one, { minLength, maxLength: 3 }) })
    .map(({ join, list }) => ({ join: list.length < 2 ? 'and' : join, list }));
}

function relations(kind: PopulationKind): fc.Arbitrary<FormRelation[]> {
  const texts = (of: PopulationKind) =>
    fc.constantFrom(...of.columns.filter((c) => c.type === 'string').map((c) => c.name));
  const one = fc.constantFrom(...kinds).chain((related) =>
    fc.record({
      population: fc.constant(related.id),
      on: fc.array(fc.record({ related: texts(related), item: texts(kind) }), { minLength: 1, maxLength: 2 }),
    }),
  );
  return fc.array(one, { maxLength: 2 }).map((list) => {
    const taken: string[] = [];
    return list.map((relation) => {
      const name = relationName(relation.population, taken);
      taken.push(name);
      return { name, ...relation };
    });
  });
}

const forms: fc.Arbitrary<TestForm> = fc
  .constantFrom(...kinds)
  .chain((kind) =>
    fc.record({
      kind: fc.constant(kind),
      relations: relations(kind),
      of: fc.constantFrom('items', 'cadence', 'state'),
    }),
  )
  .chain(({ kind, relations: related, of }) => {
    const times = kind.columns.filter((c) => c.type === 'instant' || c.type === 'date').map((c) => c.name);
    const own = condition(kind.columns, []);
    const asked = related.map((relation) => {
      const columns = kinds.find((k) => k.id === relation.population)?.columns ?? [];
      return conditions(condition(columns, kind.columns), 0).chain((where) =>
        fc
          .constantFrom('some' as const, 'all' as const, 'none' as const)
          .map((how): Condition => ({ ask: 'related', how, relation: relation.name, where })),
      );
    });
    const any = of === 'cadence' ? own : fc.oneof(own, ...asked);
    const attributes = fc.array(fc.record({ title: line, pass: conditions(any, 1) }), { minLength: 1, maxLength: 3 });
    const time = fc.constantFrom(...(times.length > 0 ? times : ['nothing']));
    const asks: fc.Arbitrary<TestForm['asks']> =
      of === 'cadence' && times.length > 0
        ? fc.record({
            kind: fc.constant('cadence' as const),
            every: fc.constantFrom('day', 'quarter', 'half-year', 'P14D'),
            graceDays: fc.integer({ min: 0, max: 999 }),
            at: time,
          })
        : of === 'state' && times.length > 0
          ? fc.record({
              kind: fc.constant('state' as const),
              observed: time,
              subject: fc.constantFrom(null, ...kind.columns.filter((c) => c.type === 'string').map((c) => c.name)),
              attributes,
            })
          : attributes.map((list) => ({ kind: 'items' as const, attributes: list }));
    return asks.chain((kindly) =>
      fc.record({
        control: fc.constantFrom('CHG-02', 'IAM-104'),
        name: fc.constantFrom('', 'review', 'a-1'),
        title: line,
        description: fc.oneof(fc.constant(''), line),
        population: fc.constant(kind.id),
        where: conditions(any, 0),
        relations: fc.constant(kindly.kind === 'cadence' ? [] : related),
        asks: fc.constant(kindly),
      }),
    );
  });

const runs = { numRuns: 400 };

test('CT89 what a form writes is read back as the same form, and written again as the same text', () => {
  fc.assert(
    fc.property(forms, (form) => {
      const yaml = writeForm(form);
      const read = readForm(yaml);
      assert.deepEqual(read, structuredClone(form), yaml);
      assert.equal(writeForm(read as TestForm), yaml);
    }),
    runs,
  );
});

test('CT89 what a filled-in form writes is free of faults', () => {
  fc.assert(
    fc.property(forms, (form) => {
      const yaml = writeForm(form);
      assert.deepEqual(checkDefinition(yaml), [], yaml);
    }),
    runs,
  );
});

test('CT89 a text that differs by anything from what a form writes is left to the editor', () => {
  const edits = fc.tuple(forms, fc.nat(), fc.constantFrom('', ' ', '#', "'", '"', 'x', '\n', ')', '&', '!'));
  fc.assert(
    fc.property(edits, ([form, place, put]) => {
      const yaml = writeForm(form);
      const at = place % yaml.length;
      const edited = yaml.slice(0, at) + put + yaml.slice(at + 1);
      const read = readForm(edited);
      assert.ok(read === null || writeForm(read) === edited);
    }),
    runs,
  );
  for (const { yaml } of testLibrary()) {
    const read = readForm(yaml);
    assert.ok(read === null || writeForm(read) === yaml);
  }
  assert.equal(readForm(''), null);
  assert.equal(readForm('kind: items\n# a remark\n'), null);
  assert.equal(
    readForm(
      "id: A-01\ncontrol: A-01\ntitle: T\nkind: items\npopulation: people\nwhere: 'item.a == item.b + 1'\nattributes: {}\n",
    ),
    null,
  );
});

test('CT89 attributes are named in order, and relations by a name that is free', () => {
  assert.deepEqual([0, 25, 26, 27, 52].map(attributeName), ['A', 'Z', 'AA', 'AB', 'BA']);
  assert.deepEqual(
    [relationName('code-reviews', []), relationName('code-reviews', ['reviews'])],
    ['reviews', 'reviews2'],
  );
});

test('CT89 every choice of the form writes a condition that is free of faults, and shows itself again', () => {
  const kind = kinds.find(({ id }) => id === 'code-changes') as PopulationKind;
  for (const { name, type } of kind.columns) {
    for (const { id } of asksFor(type)) {
      const condition = conditionFor(id, name, type, { text: 'main', other: { row: 'own', column: name } });
      if (condition.ask === 'related') assert.fail('a column is asked');
      assert.equal(askOf(condition), id);
      const form = { ...exampleForm, where: { join: 'and' as const, list: [condition] } };
      const yaml = writeForm(form);
      const wrongDate = condition.ask === 'compare' && ['date', 'instant'].includes(condition.to.is);
      assert.deepEqual(checkDefinition(yaml).length, wrongDate ? 1 : 0, yaml);
      assert.deepEqual(readForm(yaml), form);
    }
  }
  assert.deepEqual(
    ['', 'x', '1e99', '2.5'].map((text) => literalOf('number', text)),
    [0, 0, 0, 2.5].map((value) => ({ is: 'number', value })),
  );
  assert.deepEqual(literalOf('instant', '2026-01-01'), { is: 'instant', value: '2026-01-01T00:00:00Z' });
  assert.equal(textOf({ ask: 'one-of', column: 'a', values: ['x', 'y'] }), 'x, y');
});

test('CT89 another population, kind or relation keeps what still fits, and what is left has no unknown column', () => {
  const changed = fc.tuple(
    forms,
    fc.constantFrom(...kinds),
    fc.constantFrom('items' as const, 'cadence' as const, 'state' as const),
  );
  fc.assert(
    fc.property(changed, ([plain, kind, to]) => {
      const form = structuredClone(plain);
      const own = kinds.find(({ id }) => id === form.population);
      const moved = withPopulation(form, kind);
      const turned = withKind(form, to, own);
      const lonely = form.relations.reduce((left, { name }) => withoutRelation(left, name), form);
      for (const next of [moved, turned, lonely]) assert.deepEqual(readForm(writeForm(next)), next);
      assert.deepEqual(
        withPopulation(form, own as PopulationKind).where.list,
        form.where.list.filter((c) => c.ask !== 'related'),
      );
      for (const { path, message } of [...checkDefinition(writeForm(moved)), ...checkDefinition(writeForm(lonely))])
        assert.ok(!message.includes('has no column') || ['at', 'observed'].includes(path), message);
    }),
    runs,
  );
});
