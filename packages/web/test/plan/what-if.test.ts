import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  itemsOf,
  peopleOf,
  withItem,
  withPerson,
  type TriedItem,
  type TriedPerson,
} from '../../src/pages/plan/what-if.ts';

test('PL42 what is tried of people and items comes back from the address as it was', () => {
  const people: TriedPerson[] = [
    { person: 'ann', daysPerWeek: 2.5, oneMore: true, absences: [{ from: '2026-05-01', to: '2026-05-08' }] },
    { person: 'bob', absences: [] },
    { person: 'cem', daysPerWeek: 0 },
  ];
  const time = people.reduce<string | undefined>((before, each) => withPerson({ time: before }, each), undefined);
  assert.deepEqual(peopleOf({ time }), people);
  assert.equal(withPerson({ time: 'ann:3' }, { person: 'ann' }), undefined, 'the way back');
  const all: TriedItem[] = [
    { id: 'a', effortDays: 1.5, notBefore: '2026-04-01', dueOn: null },
    { id: 'b', without: true },
    { id: 'c', notBefore: null },
  ];
  const items = all.reduce<string | undefined>((before, each) => withItem({ items: before }, each), undefined);
  assert.deepEqual(itemsOf({ items }), all);
});

test('PL42 what cannot be read of an address is left out', () => {
  const time = 'ann:9,bob:-1,cem:,:3,dan:away:2026-05-08:2026-05-01,eve:away:soon:later,fay:x,gus:2';
  assert.deepEqual(peopleOf({ time }), [{ person: 'gus', daysPerWeek: 2 }]);
  assert.deepEqual(itemsOf({ items: 'a:work:0,b:due:tomorrow,c:stop,:out,d:from:2026-04-01' }), [
    { id: 'd', notBefore: '2026-04-01' },
  ]);
});
