import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { tests } from '@bufbuild/cel-spec/testdata/conformance.js';
import type { SerializedIncrementalTestSuite } from '@bufbuild/cel-spec/testdata/tests.js';
import { openDuckDb } from '../../src/duckdb/index.ts';
import {
  ExpressionFault,
  parseExpression,
  type Node,
  type Scope,
  type Type,
  type Value,
} from '../../src/expressions/index.ts';
import { folder } from '../builders.ts';
import { both, fill } from './both.ts';

/** Why each case that lies outside is outside: reason, section, names of its cases. */
type Outside = Record<string, Record<string, string>>;

interface Case {
  section: string;
  name: string;
  expr: string;
  /** What the case expects; undefined for an error, which is unknown here. */
  expected: Value | undefined;
}

interface Answer {
  boolValue?: boolean;
  int64Value?: string;
  doubleValue?: number | string;
  stringValue?: string;
  listValue?: { values?: { stringValue?: string }[] };
  objectValue?: { '@type': string; value?: string };
}

const types: Type[] = ['bool', 'string', 'int', 'double', 'date', 'timestamp', 'duration', 'strings'];
const nothing: Scope = { rows: new Map(), relations: new Map(), elements: new Set() };

function* casesOf(suite: SerializedIncrementalTestSuite, path: string[]): Generator<Case> {
  const counted = new Map<string, number>();
  for (const { original } of suite.tests ?? []) {
    const { expr, evalError, value, typedResult } = original as typeof original & {
      evalError?: object;
      value?: Answer;
      typedResult?: { result?: Answer };
    };
    const base = (original.name ?? expr).replaceAll(/\s+/g, '_');
    const count = (counted.get(base) ?? 0) + 1;
    counted.set(base, count);
    const expected = evalError ? undefined : valueOf(value ?? typedResult?.result ?? { boolValue: true });
    yield { section: path.join(' / '), name: count === 1 ? base : `${base}#${count}`, expr, expected };
  }
  for (const inner of suite.suites ?? []) yield* casesOf(inner, [...path, inner.name]);
}

function valueOf(answer: Answer): Value {
  if (answer.int64Value !== undefined) return BigInt(answer.int64Value);
  if (answer.doubleValue !== undefined) return Number(answer.doubleValue);
  if (answer.listValue) return (answer.listValue.values ?? []).map((v) => v.stringValue ?? JSON.stringify(v));
  if (answer.objectValue?.['@type'].endsWith('Duration'))
    return BigInt(Math.round(Number.parseFloat(answer.objectValue.value ?? '') * 1e6));
  if (answer.objectValue?.['@type'].endsWith('Timestamp'))
    return BigInt(Date.parse(answer.objectValue.value ?? '')) * 1000n;
  return answer.boolValue ?? answer.stringValue ?? JSON.stringify(answer);
}

test('CT50 the cases of CEL’s conformance suite agree in both forms, or are listed with the reason', async () => {
  const session = await openDuckDb(await folder());
  const found: Outside = {};
  const inside: (Case & { node: Node })[] = [];
  const note = ({ section, name }: Case, reason: string) => {
    const sections = (found[reason] ??= {});
    sections[section] = sections[section] === undefined ? name : `${sections[section]} ${name}`;
  };
  for (const each of casesOf(tests, [])) {
    try {
      inside.push({ ...each, node: parseExpression(each.expr, nothing, types) });
    } catch (fault) {
      if (!(fault instanceof ExpressionFault)) throw fault;
      note(each, fault.message);
    }
  }
  try {
    await fill(session, [{ name: 'id', type: 'string', required: true }], [{ id: 'only' }]);
    const nodes = inside.map((each) => each.node);
    const { interpreted, compiled } = await both(session, nodes, { timeZone: 'UTC', holidays: [] });
    for (const [i, each] of inside.entries()) {
      const [here, there] = [interpreted[0]?.[i], compiled[0]?.[i]];
      assert.deepEqual(there, here === 0 ? 0 : here, `${each.expr}: the interpreter and the SQL differ`);
      const expected = each.expected === 0 ? 0 : each.expected;
      try {
        assert.deepEqual(there, expected);
      } catch {
        note(each, `The answer is ${words(there)}, CEL's is ${words(expected)}.`);
      }
    }
  } finally {
    session.close();
  }
  const file = new URL('conformance-outside.json', import.meta.url);
  const listed = JSON.parse(await readFile(file, 'utf8')) as Outside;
  assert.deepEqual(found, listed, 'what lies outside is not what conformance-outside.json lists');
  assert.ok(inside.length > 500, `only ${inside.length} cases lie inside`);
});

function words(value: Value | undefined): string {
  return value === undefined ? 'unknown' : typeof value === 'object' ? JSON.stringify(value) : String(value);
}
