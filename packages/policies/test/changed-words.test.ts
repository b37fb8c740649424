import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  policyConditions,
  policyLists,
  policyRoles,
  policySettings,
  policyValuesOf,
  type Inline,
  type OwnPolicyValue,
  type PolicyFacts,
} from '@tickmark/core';
import * as fc from 'fast-check';
import {
  changedTags,
  decideTemplate,
  fillBlocks,
  mapLines,
  readBlocks,
  tagNames,
  templateLibrary,
  writeMarkdown,
} from '../src/index.ts';

const listed = Object.fromEntries(
  Object.keys(policyLists).map((id) => [id, ['One of ours', 'Another']]),
) as unknown as PolicyFacts['list'];
const facts = (
  own: readonly OwnPolicyValue[] = [],
  some: { organization?: string; list?: object } = {},
): PolicyFacts => ({
  organization: some.organization ?? 'Northwind',
  has: Object.fromEntries(Object.keys(policyConditions).map((id) => [id, null])) as PolicyFacts['has'],
  list: { ...listed, ...some.list },
  values: policyValuesOf(own),
});
const number = (key: string, value: number): OwnPolicyValue => ({ kind: 'setting', key, number: value, name: null });
const role = (key: string, name: string): OwnPolicyValue => ({ kind: 'role', key, number: null, name });

function withoutTag(piece: Inline): Inline {
  const { tag: _, ...rest } = piece;
  return rest;
}

/** A text as a version keeps it. */
const filled = (source: string, known: PolicyFacts): string =>
  writeMarkdown(mapLines(fillBlocks(readBlocks(source), known), (line) => line.map(withoutTag)));
const changed = (body: string, then: PolicyFacts, now: PolicyFacts): string[] => {
  const source = writeMarkdown(readBlocks(body));
  return changedTags(source, filled(source, then), now);
};
const sources = [...templateLibrary().values()].map((template) =>
  writeMarkdown(readBlocks(decideTemplate(template, facts()).markdown)),
);

test('PO63 of each template exactly the tags are told whose words have changed, whichever and however many these are', () => {
  for (const source of sources) assert.deepEqual(changedTags(source, filled(source, facts()), facts()), []);
  const settings = Object.entries(policySettings);
  const roles = Object.entries(policyRoles);
  fc.assert(
    fc.property(
      fc.constantFrom(...sources),
      fc.subarray(settings),
      fc.subarray(roles),
      fc.boolean(),
      (source, numbers, names, renamed) => {
        const own = [
          ...numbers.map(([id, { value }]) => number(id, value === 1 ? 2 : 1)),
          ...names.map(([id, name]) => role(id, `${name} of *all* <things>`)),
        ];
        const before = filled(source, facts());
        const now = facts(own, renamed ? { organization: '1. South_wind & Co [x]' } : {});
        const moved = new Set([...own.map(({ kind, key }) => `${kind}s.${key}`), ...(renamed ? ['organization'] : [])]);
        assert.deepEqual(
          changedTags(source, before, now),
          tagNames(source).filter((tag) => moved.has(tag)),
        );
        // And the other way round, from those names to the ones before.
        assert.deepEqual(
          changedTags(source, filled(source, now), facts()),
          tagNames(source).filter((tag) => moved.has(tag)),
        );
      },
    ),
    { numRuns: 60, seed: 1 },
  );
});

test('PO63 tags side by side are told apart, and so are names that hold each other, or what Markdown reads as its own', () => {
  const text = 'Within {{settings.accessRemoval}} {{settings.accessChange}}, and {{settings.accessRemoval}} more.';
  assert.deepEqual(changed(text, facts(), facts([number('accessRemoval', 2)])), ['settings.accessRemoval']);
  assert.deepEqual(changed(text, facts(), facts([number('accessChange', 6)])), ['settings.accessChange']);
  const both = facts([number('accessRemoval', 5), number('accessChange', 1)]);
  assert.deepEqual(changed(text, facts(), both), ['settings.accessRemoval', 'settings.accessChange']);
  const names = 'The {{roles.ciso}} tells the {{roles.ceo}}. **{{organization}}** has {{list.offices}}.';
  assert.deepEqual(changed(names, facts([role('ciso', 'CISO (and more)')]), facts()), ['roles.ciso']);
  assert.deepEqual(changed(names, facts([], { organization: 'A **bold** `name`' }), facts()), ['organization']);
  assert.deepEqual(changed(names, facts([], { list: { offices: [] } }), facts()), ['list.offices']);
  const odd = facts([], { organization: 'A  \\*b\\* &amp; <c>', list: { offices: ['# 1.', '- x'] } });
  assert.deepEqual(changed(names, odd, odd), []);
  // What is no tag, or is written as words, is none.
  assert.deepEqual(changed('{{settings.nothing}} and plain words', facts(), facts([number('fixHigh', 3)])), []);
});

test('PO63 where a text cannot be held against its source line by line, tags are told whose words do not stand in it', () => {
  const source = 'Within {{settings.accessRemoval}}.\n\nAnd {{settings.fixHigh}}.';
  assert.deepEqual(changedTags(source, 'Within 1 business day, and 31 days.', facts()), ['settings.fixHigh']);
});
