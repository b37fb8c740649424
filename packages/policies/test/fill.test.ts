import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyConditions, policyLists, templateValues, type PolicyFacts } from '@tickmark/core';
import * as fc from 'fast-check';
import {
  countWords,
  fillTemplate,
  linesOf,
  obligationsOf,
  parseTemplate,
  withoutReview,
  writeTemplate,
  readBlocks,
  templateLibrary,
  textOf,
} from '../src/index.ts';

const front = `id: POL-01
title: Information security policy
kind: policy
purpose: Sets direction.
satisfies: [CC5.3]
controls: [GOV-07]
owner: CISO
reviewCadence: annual
acknowledgement: true`;
const template = (body: string) => parseTemplate(`---\n${front}\n---\n${body}`);
const none = Object.fromEntries(Object.keys(policyLists).map((id) => [id, []])) as unknown as PolicyFacts['list'];
const unknown = Object.fromEntries(Object.keys(policyConditions).map((id) => [id, null])) as PolicyFacts['has'];
const facts = (some: { organization?: string; has?: object; list?: object } = {}): PolicyFacts => ({
  organization: some.organization ?? 'Northwind',
  has: { ...unknown, ...some.has },
  list: { ...none, ...some.list },
  values: templateValues,
});
const shown = (markdown: string): string => readBlocks(markdown).flatMap(linesOf).map(textOf).join('\n');

test('PO2 names, roles and numbers are filled in, and each number is the same wherever it stands', () => {
  const { markdown, unknown } = fillTemplate(
    template(
      '{{organization}}, the {{roles.ciso}}, within {{settings.accessRemoval}}, in {{list.offices}}. At most {{settings.passwordLength}}.',
    ),
    facts({ list: { offices: ['Berlin', 'Lyon', 'Turin'] } }),
  );
  assert.equal(
    shown(markdown),
    'Northwind, the CISO, within 1 business day, in Berlin, Lyon and Turin. At most 14 characters.',
  );
  assert.deepEqual(unknown, []);
});

test('PO3 a part stays where its condition holds or is not known, which is told once; its counterpart only where it is known not to', () => {
  const body =
    'One.\n\n{{#has.offices}}\nVisitors sign in.\n{{/has.offices}}\n{{^has.offices}}\nThere are no offices.\n{{/has.offices}}\n\n{{#has.offices}}\nDoors lock.\n{{/has.offices}}';
  const filled = (offices: boolean | null) => fillTemplate(template(body), facts({ has: { offices } }));
  assert.equal(shown(filled(true).markdown), 'One.\nVisitors sign in.\nDoors lock.');
  assert.equal(shown(filled(false).markdown), 'One.\nThere are no offices.');
  assert.equal(filled(null).markdown, filled(true).markdown);
  assert.deepEqual([filled(true).unknown, filled(false).unknown], [[], []]);
  assert.deepEqual(filled(null).unknown, [{ kind: 'condition', id: 'offices', words: 'offices of your own' }]);
  // What stands in a part that is left out is not asked for.
  const listed = (offices: boolean | null) =>
    fillTemplate(template('{{#has.offices}}\nIn {{list.offices}}.\n{{/has.offices}}'), facts({ has: { offices } }))
      .unknown;
  assert.deepEqual(listed(false), []);
  assert.deepEqual(
    [listed(true), listed(null)].map((each) => each.map(({ kind }) => kind)),
    [['list'], ['condition', 'list']],
  );
});

test('PO3 a list that nobody wrote down is marked in the text, and told', () => {
  const { markdown, unknown } = fillTemplate(template('We use {{list.vendors}} and {{list.vendors}}.'), facts());
  assert.deepEqual(unknown, [{ kind: 'list', id: 'vendors', words: 'vendors' }]);
  const [block] = readBlocks(markdown);
  assert.ok(block?.kind === 'paragraph');
  const missing = { text: '[vendors: not written down yet]', missing: true };
  assert.deepEqual(block.line, [{ text: 'We use ' }, missing, { text: ' and ' }, missing, { text: '.' }]);
});

test('PO4 whatever a name is, it is shown as it is written, and makes nothing of its own', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 40 }).filter((name) => /\S/.test(name)),
      (organization) => {
        const { markdown } = fillTemplate(
          template('{{organization}} says so.\n\n- {{organization}}'),
          facts({ organization }),
        );
        const blocks = readBlocks(markdown);
        const name = organization.replaceAll(/\s+/g, ' ').trim();
        assert.deepEqual(
          blocks.map(({ kind }) => kind),
          ['paragraph', 'list'],
        );
        assert.equal(shown(markdown).replaceAll(/\s+/g, ' '), `${name} says so. ${name}`);
      },
    ),
    { numRuns: 2_000 },
  );
});

test('PO5 a mark stands for the sentences before it, with the frequency they say, and is no part of the text', () => {
  const blocks = readBlocks(
    '## Review\n\nIt is read. It is reviewed once a year. {GOV-07 annual} Roles have owners. {GOV-04}{GOV-03 annual}\n\n| Who | What |\n|---|---|\n| All | Sign it. {GOV-01 annual} |\n\n1. First.\n   - Below. {HR-03 annual}',
  );
  assert.deepEqual(obligationsOf(blocks), [
    { control: 'GOV-07', frequency: 'annual', passage: 'It is read. It is reviewed once a year.', heading: 'Review' },
    { control: 'GOV-04', frequency: null, passage: 'Roles have owners.', heading: 'Review' },
    { control: 'GOV-03', frequency: 'annual', passage: 'Roles have owners.', heading: 'Review' },
    { control: 'GOV-01', frequency: 'annual', passage: 'Sign it.', heading: 'Review' },
    { control: 'HR-03', frequency: 'annual', passage: 'Below.', heading: 'Review' },
  ]);
  assert.doesNotMatch(blocks.flatMap(linesOf).map(textOf).join(), /[{}]/);
});

test('PO6 what a policy has no use for is refused by its line, and a front that is no front by its field', () => {
  for (const [markdown, what] of [
    ['Text.\n\n<script>x</script>', /Line 3 .*html/],
    ['![x](http://x/y.png)', /Line 1 .*image/],
    ['    code', /Line 1 .*code/],
    ['[x](javascript:x)', /Line 1 .*link/],
  ] as const) {
    assert.throws(() => readBlocks(markdown), { code: 'bad_input', message: what });
  }
  for (const [text, field] of [
    ['no front', 'front'],
    ['---\nid: [\n---\n', 'front'],
    [`---\n${front.replace('annual', 'often')}\n---\n`, 'reviewCadence'],
    [`---\n${front.replace('POL-01', 'Policy 1')}\n---\n`, 'id'],
  ] as const) {
    assert.throws(() => parseTemplate(text), { code: 'bad_input', field });
  }
});

test('PO92 a file tells when it was reviewed as a date, or not at all', () => {
  const body = '\nText.\nreviewedOn: stays\n';
  const file = `---\n${front}\nreviewedOn: 2026-01-31\n---\n${body}`;
  const read = parseTemplate(file);
  assert.equal(read.front.reviewedOn, '2026-01-31');
  assert.deepEqual(parseTemplate(writeTemplate(read)).front, read.front);
  assert.equal(parseTemplate(`---\n${front}\n---\n${body}`).front.reviewedOn, undefined);
  for (const wrong of ['2026-02-30', 'in spring', '20260131', '2026-01-31T10:00:00Z', ''])
    assert.throws(() => parseTemplate(file.replace('2026-01-31', wrong)), { code: 'bad_input', field: 'reviewedOn' });
  assert.equal(withoutReview(file), `---\n${front}\n---\n${body}`);
  assert.equal(withoutReview(withoutReview(file)), withoutReview(file));
});

test('PO3 each shipped template is filled with nothing known, with all known to be so, and with all known not to be', () => {
  const every = (value: boolean | null) => Object.fromEntries(Object.keys(policyConditions).map((id) => [id, value]));
  const names = Object.fromEntries(Object.keys(policyLists).map((id) => [id, ['One', 'Two']]));
  for (const [id, each] of templateLibrary()) {
    for (const value of [null, true, false]) {
      const { markdown, unknown } = fillTemplate(each, facts({ has: every(value), list: names }));
      assert.doesNotMatch(markdown, /\{\{|\}\}|undefined|\[object/, id);
      const headings = readBlocks(markdown).filter((block) => block.kind === 'heading' && block.level === 2);
      assert.ok(headings.length >= 4, id);
      const read = readBlocks(markdown).flatMap(linesOf).map(textOf).join(' ');
      const words = read.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
      assert.ok(Math.abs(countWords(markdown) - words.length) <= 3, id);
      assert.equal(unknown.length > 0, value === null && /has\./.test(each.body), id);
    }
  }
});
