import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { circlesIn, circleWords, wayAround } from '../../src/index.ts';

const waiting = (each: Record<string, string[]>) => new Map(Object.entries(each));

test('PL6 circles are found with all that wait in them, in the order in which they came', () => {
  assert.deepEqual(circlesIn(waiting({ a: [], b: ['a'], c: ['a', 'b'] })), []);
  assert.deepEqual(circlesIn(waiting({ a: ['a'] })), [['a']]);
  assert.deepEqual(circlesIn(waiting({ a: ['b'], b: ['a'] })), [['a', 'b']]);
  assert.deepEqual(circlesIn(waiting({ c: ['a'], a: ['b'], b: ['c'] })), [['c', 'a', 'b']]);
  assert.deepEqual(
    circlesIn(waiting({ a: ['d'], b: ['c'], c: ['b'], d: ['e'], e: ['d'] })),
    [
      ['b', 'c'],
      ['d', 'e'],
    ],
    'what only leads to a circle is in none, and the circle found first by following it does not come first',
  );
  assert.deepEqual(circlesIn(waiting({ a: ['b', 'c'], b: ['a'], c: ['a'] })), [['a', 'b', 'c']]);
  assert.deepEqual(
    circlesIn(waiting({ a: ['gone'], b: ['gone', 'b'] })),
    [['b']],
    'what is not among them is left out',
  );
});

const graph = fc
  .array(fc.array(fc.nat(8), { maxLength: 3 }), { maxLength: 8 })
  .map((links) => new Map(links.map((tos, place) => [`n${place}`, tos.map((to) => `n${to}`)])));

/** Everything that is reached from an id in one step or more. */
function reached(from: string, links: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set<string>();
  const open = [from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const to of links.get(id) ?? []) {
      if (!links.has(to) || found.has(to)) continue;
      found.add(to);
      open.push(to);
    }
  }
  return found;
}

test('PL6 two are in one circle exactly where each is reached from the other', () => {
  fc.assert(
    fc.property(graph, (links) => {
      const ids = [...links.keys()];
      const reach = new Map(ids.map((id) => [id, reached(id, links)]));
      const expected: string[][] = [];
      for (const id of ids) {
        if (!reach.get(id)?.has(id) || expected.flat().includes(id)) continue;
        expected.push(ids.filter((other) => reach.get(id)?.has(other) && reach.get(other)?.has(id)));
      }
      assert.deepEqual(circlesIn(links), expected);
    }),
    { numRuns: 500, seed: 5 },
  );
});

test('PL6 the way around a circle is one of the shortest through its first, and each waits for the next', () => {
  let ways = 0;
  fc.assert(
    fc.property(graph, (links) => {
      for (const circle of circlesIn(links)) {
        const way = wayAround(circle, links);
        ways += 1;
        const [first = ''] = circle;
        assert.equal(way[0], first);
        assert.equal(new Set(way).size, way.length);
        for (const [place, id] of way.entries()) {
          assert.ok(links.get(id)?.includes(way[place + 1] ?? first), `${way.join(' ')}: ${id}`);
        }
        // Level by level from the first until it comes again.
        let [steps, level] = [0, new Set([first])];
        do {
          level = new Set([...level].flatMap((id) => links.get(id) ?? []));
          steps += 1;
        } while (!level.has(first));
        assert.equal(way.length, steps);
      }
    }),
    { numRuns: 500, seed: 6 },
  );
  assert.ok(ways > 300);
});

test('PL6 a way around stays within its circle, and of nothing there is none', () => {
  assert.deepEqual(wayAround([], waiting({})), []);
  assert.deepEqual(wayAround(['a'], waiting({ a: ['a'] })), ['a']);
  // By way of x it would be as short, but x is none of them.
  assert.deepEqual(wayAround(['a', 'b'], waiting({ a: ['x', 'b'], b: ['a'], x: ['a'] })), ['a', 'b']);
  assert.deepEqual(wayAround(['a', 'b'], waiting({ a: ['b'], b: [] })), ['a', 'b']);
});

test('PL6 circles are found in chains that are too long to follow by calls within calls', () => {
  const long = 12_000;
  const chain = new Map(Array.from({ length: long }, (_, place) => [`${place}`, [`${(place + 1) % long}`]]));
  const [circle] = circlesIn(chain);
  assert.equal(circle?.length, long);
  assert.equal(wayAround(circle ?? [], new Map([...chain, ['5', ['0']]])).length, 6);
  assert.deepEqual(circlesIn(new Map([...chain, ['11999', []]])), []);
});

test('PL23 a circle is told as a sentence', () => {
  assert.equal(circleWords(['PA-1']), 'PA-1 waits for itself.');
  assert.equal(circleWords(['PA-1', 'PA-2']), 'PA-1 waits for PA-2 and PA-2 for PA-1 again.');
  assert.equal(circleWords(['PA-4', 'PA-2', 'PA-9']), 'PA-4 waits for PA-2, PA-2 for PA-9 and PA-9 for PA-4 again.');
});
