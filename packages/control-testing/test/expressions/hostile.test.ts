import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PopulationKind } from '@tickmark/core';
import { openDuckDb } from '../../src/duckdb/index.ts';
import { ExpressionFault, parseExpression, toSql, weightOf, type Type } from '../../src/expressions/index.ts';
import { checkDefinition, readItems } from '../../src/index.ts';
import { businessCalendar, zoneOf } from '../../src/time/index.ts';
import { folder, frozen, run } from '../builders.ts';
import { both, fill, period, scopeOf } from './both.ts';
import { columns, holidays } from './rows.ts';

const dir = await folder();
const scope = scopeOf(columns);
const types: readonly Type[] = ['bool', 'string', 'int', 'double', 'date', 'timestamp', 'duration', 'strings'];
const read = (text: string) => parseExpression(text, scope, types);
const nested = (open: string, inner: string, close: string, times: number) =>
  open.repeat(times) + inner + close.repeat(times);

function refused(text: string, message: RegExp): void {
  assert.throws(
    () => read(text),
    (fault) => fault instanceof ExpressionFault && message.test(fault.message),
    text.slice(0, 40),
  );
}

test('CT52 nesting is bounded before the parser runs, whatever hides it', () => {
  refused(nested('(', '1', ')', 30_000), /longer than 4000/);
  refused(nested('(', '1', ')', 1900), /nested deeper than 40/);
  for (const [open, close] of [
    ['[', ']'],
    ['{1:', '}'],
    ['size(', ')'],
    ['item.l[', ']'],
    ['item.l.map(x,', ')'],
  ] as const) {
    refused(nested(open, '1', close, 250), /nested deeper than 40/);
  }
  // What ends these texts early for the parser must end them here too.
  const deep = nested('(', '1', ')', 600);
  refused(`r"\\" + ${deep} + "`, /nested deeper than 40/);
  refused(`"""a"b""" + ${deep} + """c"d"""`, /nested deeper than 40/);
  refused(`1 // "\n + ${deep} // "`, /nested deeper than 40/);
  assert.equal(read(`"${'('.repeat(100)}" + r'\\' == item.s // ${'('.repeat(100)}\n`).type, 'bool');
  refused(`${'-'.repeat(500)}item.i`, /signs follow/);
  refused(`item.i${' + item.j'.repeat(100)}`, /nested deeper than 60/);
  refused(`${'item.b ? true : '.repeat(100)}false`, /nested deeper than 60/);
});

test('CT52 a list may be as long as an expression, and is one comparison after another', async () => {
  const session = await openDuckDb(dir);
  try {
    await fill(session, columns, [{ id: 'a', i: 7 }]);
    const node = read(`item.i in [${'1,'.repeat(1200)}7]`);
    const { interpreted, compiled } = await both(session, [node], { timeZone: 'UTC', holidays });
    assert.deepEqual([interpreted, compiled], [[[true]], [[true]]]);
    refused(`item.i in [${'1,'.repeat(1700)}7]`, /asks too much at once/);
  } finally {
    session.close();
  }
});

test('CT53 the SQL of an expression grows with the expression and no faster', () => {
  const names = {
    column: (_: string, name: string) => `item."${name}"`,
    relation: () => 'NULL',
    zone: zoneOf('America/New_York'),
    calendar: businessCalendar(holidays),
    period,
  };
  const chains: [(inner: string) => string, string][] = [
    [(inner) => `(${inner} + item.n)`, 'item.n'],
    [(inner) => `(${inner} ? item.b : true)`, 'item.b'],
    [(inner) => `(${inner} + duration("1h"))`, 'item.at'],
    [(inner) => `${inner}.replace("a", item.s)`, 'item.t'],
    [(inner) => `${inner}.substring(1, 2)`, 'item.t'],
    [(inner) => `${inner}.map(x, x + "a")`, 'item.l'],
    [(inner) => `[${inner}.join()]`, 'item.l'],
    [(inner) => `math.least(${inner}, item.i)`, 'item.j'],
    [(inner) => `addDays(${inner}, 1)`, 'item.d'],
    [(inner) => `addBusinessDays(${inner}, 1)`, 'item.d'],
    [(inner) => `date(timestamp(${inner}))`, 'item.d'],
    [(inner) => `addDays(date(item.at), ${inner}.getFullYear())`, 'item.d'],
  ];
  for (const [link, first] of chains) {
    const lengths = [6, 12].map((times) => {
      let text = first;
      for (let i = 0; i < times; i += 1) text = link(text);
      return toSql(read(text), names).length;
    });
    const [short = 0, long = 0] = lengths;
    assert.ok(long < short * 3, `${link('…')}: ${lengths.join(' then ')}`);
  }
});

test('CT53 what an expression and a definition may ask is bounded', () => {
  const days = Array.from({ length: 19 }, () => 'date(item.at) == date(item.until)').join(' || ');
  refused(days, /asks too much at once/);
  const some = Array.from({ length: 15 }, () => 'date(item.merged_at) == date(item.authored_at)').join(' || ');
  const yaml = (attributes: number) =>
    JSON.stringify({
      id: 'CHG-02.x',
      control: 'CHG-02',
      title: 'Much',
      kind: 'items',
      population: 'code-changes',
      attributes: Object.fromEntries(
        Array.from({ length: attributes }, (_, i) => [`A${i}`, { title: 'A', pass: some }]),
      ),
    });
  assert.deepEqual(checkDefinition(yaml(8)), []);
  assert.match(checkDefinition(yaml(20))[0]?.message ?? '', /asks too much at once/);
  assert.ok(weightOf(read('date(item.at) == item.d')) > 10 * weightOf(read('item.d == item.d')));
});

test('CT54 patterns are read alike by both engines, and their time is linear in the text', async () => {
  for (const [pattern, message] of [
    ['a'.repeat(201), /longer than 200/],
    ['(?P<n>a)', /kind that is left out/],
    ['(?<n>a)', /kind that is left out/],
    ['(?=a)', /kind that is left out/],
    ['(?<!a)b', /kind that is left out/],
    ['\\\\pL', /escape/],
    ['\\\\C', /escape/],
    ['\\\\1', /escape/],
    ['a{101}', /more than 100 times/],
    ['(a{100}){100}', /RE2/],
    ['[b-a]', /RE2/],
  ] as const) {
    refused(`item.s.matches("${pattern}")`, message);
  }
  const parts = [
    '(a+)+$',
    '(a|aa)+$',
    '(.*a){20}',
    '([a-z]+)*!',
    '(a?){50}a{50}',
    '(?i)k$',
    '(?s)^.*$',
    '^a.b$',
    '\\bä',
    '[^\\w]',
    '[[:alpha:]]{2}',
    '(?m)^b$',
    '\\x{1F98A}',
    '[é-ü]',
    '\\.',
    'ſ|K',
  ];
  const texts = [
    `${'a'.repeat(20_000)}!`,
    'a'.repeat(3000),
    'K',
    'k',
    'ſ',
    'S',
    'a\nb',
    'ä',
    '🦊',
    '',
    'ab',
    'é',
    '.',
    'b\n',
    '\u2028',
  ];
  const session = await openDuckDb(dir);
  try {
    await fill(
      session,
      columns,
      texts.map((s, i) => ({ id: String(i), s })),
    );
    const nodes = parts.map((part) => read(`item.s.matches(${JSON.stringify(part)})`));
    const { interpreted, compiled } = await both(session, nodes, { timeZone: 'UTC', holidays });
    for (const [r, values] of interpreted.entries()) {
      for (const [i, value] of values.entries()) {
        assert.equal(compiled[r]?.[i], value, `${parts[i]} on ${JSON.stringify(texts[r]?.slice(0, 20))}`);
      }
    }
    assert.ok(interpreted.flat().includes(true) && interpreted.flat().includes(false));
  } finally {
    session.close();
  }
});

test('CT55 a text that grows past ten thousand characters is unknown, in both forms', async () => {
  const session = await openDuckDb(dir);
  try {
    await fill(session, columns, [
      { id: 'a', s: 'ä'.repeat(5000), t: 'b', l: ['ä'.repeat(5000), 'b'.repeat(5000)] },
      { id: 'b', s: 'ä'.repeat(5001), t: 'b', l: ['ä'.repeat(5001), 'b'.repeat(5000)] },
      { id: 'c', s: 'c'.repeat(1_000_000), t: 'b', l: ['c'.repeat(1_000_000)] },
    ]);
    const doubled = 'item.s.replace("ä", "ää")';
    const nodes = [
      `size(item.s + item.s)`,
      `size(${doubled})`,
      `size(item.l.join())`,
      `size(item.t${'.replace("b", "bbbbbbbbbb")'.repeat(40)})`,
      `size(item.s.replace("c", item.s))`,
      `size(item.s)`,
    ].map(read);
    const { interpreted, compiled } = await both(session, nodes, { timeZone: 'UTC', holidays });
    assert.deepEqual(interpreted, [
      [10_000n, 10_000n, 10_000n, undefined, 5000n, 5000n],
      [undefined, undefined, undefined, undefined, 5001n, 5001n],
      [undefined, undefined, undefined, undefined, undefined, 1_000_000n],
    ]);
    assert.deepEqual(compiled, interpreted);
  } finally {
    session.close();
  }
});

const kind: PopulationKind = {
  id: 'things',
  title: 'T',
  summary: 'T',
  shape: 'events',
  columns,
  key: 'id',
  time: null,
};
const definition = (pass: string) =>
  JSON.stringify({
    id: 'ABC-01.hostile',
    control: 'ABC-01',
    title: 'Hostile',
    kind: 'items',
    population: 'things',
    relations: { rel: { population: 'others', on: 'rel.s == item.s' } },
    attributes: { A: { title: 'A', pass } },
  });

test('CT56 work that needs too much time or memory ends with an error of its own, and the next definition runs', async () => {
  const rows = Array.from({ length: 600 }, (_, i) => ({ id: String(i), s: 'same', t: `${i} ${'x'.repeat(3000)}`, i }));
  const populations = {
    things: await frozen(dir, kind, rows),
    others: await frozen(dir, { ...kind, id: 'others' }, rows),
  };
  const slow = definition('rel.exists(r, (r.t + item.t).matches("(a|b|[^x])+y$") || r.i == item.i + 9000)');
  await assert.rejects(run(dir, slow, populations, { timeLimit: 900 }), {
    code: 'too_large',
    message: /longer than 0.9 s/,
  });
  const large = definition('size(rel.map(r, r.t + item.t)) > 1');
  await assert.rejects(run(dir, large, populations), { code: 'too_large', message: /900MB of memory/ });
  const good = await run(dir, definition('item.i < 10'), populations);
  assert.equal((await readItems(good.itemsFile, { offset: 0, limit: 1, state: 'pass' })).total, 10);
});

test('CT56 a query that would run for hours is stopped while it runs', async () => {
  const session = await openDuckDb(dir, { threads: 1, timeLimit: 300 });
  try {
    await assert.rejects(session.rows('SELECT sum(i % 7) FROM range(1000000000000000) AS r(i)'), { code: 'too_large' });
    await assert.rejects(session.rows('SELECT 1'), { code: 'too_large' });
  } finally {
    session.close();
  }
});

test('CT56 a macro that reaches for what is not there is a fault, not a failed scan', () => {
  for (const [pass, message] of [
    ['item.l.exists(x, rel.exists(r, r.s == x))', /element of a list inside a relation/],
    ['rel.exists(r, rel.map(q, q.s).size() > 0)', /relation inside a relation/],
    ['rel.map(r, rel.size() > 1, r.s).size() > 0', /relation inside a relation/],
    ['rel.filter(r, r.i > 1).exists(q, true)', /Rows of a relation/],
    ['rel.filter(q, q.i > 1).map(r, r.s).size() > 0', /two names/],
    ['rel.map(r, r.i).size() > 0', /text is needed/],
    ['rel.map(r, r.b).max()', /is needed here/],
    ['item.l.max() == "a"', /max of anything but map/],
  ] as const) {
    const others = { kind: 'others', columns: scope.rows.get('item')?.columns ?? new Map() };
    const withRelation = { ...scope, relations: new Map([['rel', others]]) };
    assert.throws(
      () => parseExpression(pass, withRelation, ['bool']),
      (fault) => fault instanceof ExpressionFault && message.test(fault.message),
      pass,
    );
  }
});
