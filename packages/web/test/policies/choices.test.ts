import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controlCatalogue, policySettings } from '@tickmark/core';
import { askedAt } from '../../src/pages/policies/editor/asked.ts';
import { controlChoices, tagChoices } from '../../src/pages/policies/editor/choices.ts';

const tags = [
  { tag: 'organization', text: 'Northwind', meaning: 'What your organization is called', missing: false },
  { tag: 'list.offices', text: '[offices: not written down yet]', meaning: 'Your offices', missing: true },
  ...Object.entries(policySettings).map(([id, { value, unit, meaning }]) => ({
    tag: `settings.${id}`,
    text: `${value} ${unit}`,
    meaning,
    missing: false,
  })),
];
const controls = controlCatalogue.map(({ id, title, frequency }) => ({ code: id, title, frequency }));

test('PO28 tags are found by what they are called, say and mean, those that begin with it first', () => {
  const ids = (query: string): string[] => tagChoices(tags, query).map(({ id }) => id);
  assert.equal(ids('accessRem')[0], 'settings.accessRemoval');
  assert.ok(ids('secrets last day').includes('settings.accessRemoval'));
  assert.deepEqual(ids('northw'), ['organization']);
  assert.deepEqual(ids('no such words'), []);
  const two = [
    { tag: 'settings.first', text: '7 days', meaning: 'How soon a review begins', missing: false },
    { tag: 'settings.review', text: '9 days', meaning: 'How long it takes', missing: false },
  ];
  assert.deepEqual(
    tagChoices(two, 'review').map(({ id }) => id),
    ['settings.review', 'settings.first'],
  );
  assert.equal(ids('').length, 40);
  for (const id of ids('day')) {
    const { tag, text, meaning } = tags.find((each) => each.tag === id) ?? { tag: '', text: '', meaning: '' };
    assert.match(`${tag} ${text} ${meaning}`, /day/i);
  }
});

test('PO28 a control is put in with how often it operates, where it has a rhythm to say', () => {
  for (const { code, frequency } of controls) {
    const put = controlChoices(controls, code).find(({ id }) => id === code)?.put;
    const rhythm = frequency === 'continuous' || frequency === 'per_occurrence' ? null : frequency;
    assert.deepEqual(put, { type: 'obligation', attrs: { control: code, frequency: rhythm } });
  }
  assert.equal(controlChoices(controls, 'IAM-06')[0]?.id, 'IAM-06');
  assert.ok(controlChoices(controls, 'quarterly').every(({ name }) => name.endsWith(' quarterly')));
});

test('PO28 two curly brackets ask for a tag, one with capital letters for a control', () => {
  for (const [before, kind, query] of [
    ['within {{', 'tag', ''],
    ['{{acc', 'tag', 'acc'],
    ['{{last day', 'tag', 'last day'],
    ['done. {IAM', 'control', 'IAM'],
    ['{IAM-06 quar', 'control', 'IAM-06 quar'],
  ] as const) {
    const asked = askedAt(before, 100);
    assert.deepEqual([asked?.kind, asked?.query], [kind, query], before);
    assert.equal(before.slice((asked?.from ?? 0) - 100), before.slice(before.indexOf('{')), before);
  }
  for (const before of ['', '{', '{ ', '{a', 'a { b', '{{a}}', '{IAM-06}', '{IAM-06} and', '{{\u{FFFC}', '{1'])
    assert.equal(askedAt(before, 100), null, before);
});
