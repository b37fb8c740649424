import type { ColumnType, TestDefinition } from '@tickmark/core';
import {
  columnsOf,
  ExpressionFault,
  nearest,
  parseExpression,
  walk,
  weightOf,
  type Node,
  type Scope,
  type Type,
} from '../expressions/index.ts';

/** What the engine needs to know of a population kind. */
export interface KindShape {
  id: string;
  columns: readonly { name: string; type: ColumnType }[];
  key: string;
  time: string | null;
}

/** Pairs of expressions, one over the item and one over the related row, that must be equal. */
export interface TypedRelation {
  name: string;
  kind: KindShape;
  on: { item: Node; related: Node }[];
}

/** A definition whose expressions are checked against the columns of its populations. */
export interface TypedDefinition {
  definition: TestDefinition;
  kind: KindShape;
  relations: TypedRelation[];
  where: Node | null;
  attributes: { name: string; title: string; pass: Node }[];
  /** `at` of a cadence, `observed` of a state test. */
  instant: Node | null;
  /** Names an item across its observations (state tests). */
  subject: Node | null;
}

/** A fault at a path of the definition, at an offset of the text that stands there. */
export interface TypingFault {
  path: (string | number)[];
  offset: number;
  message: string;
  suggestion: string | null;
}

/** What all expressions of a definition may ask together; ten times what one may. */
const mostWeight = 15_000;

/** Checks every expression; collects all faults rather than the first. */
export function typeDefinition(
  definition: TestDefinition,
  kinds: readonly KindShape[],
): { typed: TypedDefinition | null; faults: TypingFault[] } {
  const faults: TypingFault[] = [];
  const fault = (path: TypingFault['path'], message: string, suggestion: string | null = null, offset = 0) =>
    void faults.push({ path, offset, message, suggestion });
  const find = (id: string, path: TypingFault['path']): KindShape | null => {
    const kind = kinds.find((k) => k.id === id);
    if (!kind)
      fault(
        path,
        `There is no population kind ${id}.`,
        nearest(
          id,
          kinds.map((k) => k.id),
        ),
      );
    return kind ?? null;
  };
  const read = (path: TypingFault['path'], text: string, scope: Scope, wanted: readonly Type[]): Node | null => {
    try {
      return parseExpression(text, scope, wanted);
    } catch (error) {
      if (!(error instanceof ExpressionFault)) throw error;
      fault(path, error.message, error.suggestion, error.offset);
      return null;
    }
  };

  if (!(definition.id === definition.control || definition.id.startsWith(`${definition.control}.`))) {
    fault(
      ['id'],
      `The id ${definition.id} does not begin with the control ${definition.control}.`,
      `${definition.control}.…`,
    );
  }
  const kind = find(definition.population, ['population']);
  const declared = definition.kind === 'cadence' ? {} : definition.relations;
  const found = Object.entries(declared).flatMap(([name, relation]) => {
    if (['item', 'period'].includes(name)) fault(['relations', name], `${name} is a word of the language.`);
    const related = find(relation.population, ['relations', name, 'population']);
    return related ? [{ name, kind: related, text: relation.on }] : [];
  });
  if (!kind || found.length < Object.keys(declared).length) return { typed: null, faults };

  const rows = new Map([['item', { kind: kind.id, columns: columnsOf(kind.columns) }]]);
  const shapes = new Map(found.map((r) => [r.name, { kind: r.kind.id, columns: columnsOf(r.kind.columns) }]));
  const scope: Scope = { rows, relations: shapes, elements: new Set() };
  const alone: Scope = { rows, relations: new Map(), elements: new Set() };

  const relations = found.map(({ name, kind: related, text }): TypedRelation => {
    const path = ['relations', name, 'on'];
    const both = new Map([...rows, [name, { kind: related.id, columns: columnsOf(related.columns) }]]);
    const node = read(path, text, { ...alone, rows: both }, ['bool']);
    const on = node ? equalities(node, name) : [];
    if (on === null)
      fault(
        path,
        'A relation is an equality of a column of the relation and one of the item, or several joined by &&.',
        `${name}.… == item.…`,
      );
    return { name, kind: related, on: on ?? [] };
  });
  const where = definition.where === undefined ? null : read(['where'], definition.where, scope, ['bool']);
  const declaredAttributes = definition.kind === 'cadence' ? [] : Object.entries(definition.attributes);
  const names = new Map<string, string>();
  const attributes = declaredAttributes.flatMap(([name, { title, pass }]) => {
    const twin = names.get(name.toLowerCase());
    if (twin !== undefined) fault(['attributes', name], `${name} and ${twin} differ in case only.`);
    names.set(name.toLowerCase(), name);
    const node = read(['attributes', name, 'pass'], pass, scope, ['bool']);
    return node ? [{ name, title, pass: node }] : [];
  });
  const instants: readonly Type[] = ['timestamp', 'date'];
  let instant: Node | null = null;
  let subject: Node | null = null;
  if (definition.kind === 'cadence') instant = read(['at'], definition.at, alone, instants);
  if (definition.kind === 'state') {
    instant = read(['observed'], definition.observed, alone, instants);
    if (definition.subject !== undefined) subject = read(['subject'], definition.subject, alone, ['string']);
  }
  const joins = new Map(
    relations.map((r) => [r.name, r.on.reduce((sum, on) => sum + weightOf(on.item) + weightOf(on.related), 0)]),
  );
  const asked = [where, instant, subject, ...attributes.map((a) => a.pass)].reduce(
    (sum, node) => sum + (node ? weightOf(node, (name) => joins.get(name) ?? 0) : 0),
    0,
  );
  if (asked > mostWeight) fault([], 'The definition asks too much at once.', 'split it into several definitions');
  const typed = { definition, kind, relations, where, attributes, instant, subject };
  return { typed: faults.length > 0 ? null : typed, faults };
}

/** Splits `a && b` of equalities into their item and relation sides; null when it is anything else. */
function equalities(node: Node, name: string): TypedRelation['on'] | null {
  if (node.op === 'and') {
    const left = equalities(node.left, name);
    const right = equalities(node.right, name);
    return left && right && [...left, ...right];
  }
  if (node.op !== 'compare' || node.how !== '==' || node.left.type !== node.right.type) return null;
  const sides = [node.left, node.right].map((side) => ({ side, rows: rowsOf(side) }));
  const item = sides.find((s) => s.rows === 'item');
  const related = sides.find((s) => s.rows === name);
  return item && related ? [{ item: item.side, related: related.side }] : null;
}

/** The one row a side speaks of. */
function rowsOf(node: Node): string | null {
  const rows = new Set<string>();
  for (const n of walk(node)) if (n.op === 'column') rows.add(n.row);
  const [row] = rows;
  return rows.size === 1 && row !== undefined ? row : null;
}
