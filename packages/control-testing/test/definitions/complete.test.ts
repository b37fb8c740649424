import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completeDefinition, populationKinds } from '../../src/index.ts';

/** What may stand at the bar in a definition. */
async function at(marked: string, values: Record<string, string[]> = {}) {
  const offset = marked.indexOf('|');
  const yaml = marked.slice(0, offset) + marked.slice(offset + 1);
  const { from, options } = await completeDefinition({
    yaml,
    offset,
    kinds: populationKinds(),
    values: async (kind, column) => values[`${kind}.${column}`] ?? [],
  });
  return { labels: options.map((o) => o.label), options, written: yaml.slice(from, offset) };
}

const items = (pass: string, more = '') => `id: CHG-02.x
control: CHG-02
kind: items
population: code-changes
${more}relations:
  reviews: { population: code-reviews, on: reviews.change_id == item.id }
attributes:
  A:
    title: An attribute
    pass: ${pass}`;

test('CT88 keys that the kind knows and that are not there yet are offered, with their meaning', async () => {
  const { labels, options, written } = await at('kind: cadence\npopulation: access-reviews\ngr|\n');
  assert.equal(written, 'gr');
  assert.ok(labels.includes('grace') && labels.includes('every') && labels.includes('at'));
  assert.ok(!labels.includes('kind') && !labels.includes('attributes') && !labels.includes('observed'));
  assert.deepEqual(
    options.find((o) => o.label === 'grace'),
    {
      label: 'grace',
      kind: 'key',
      detail: null,
      info: 'Days it may come late and still count: P10D',
      apply: 'grace: ',
    },
  );
  assert.deepEqual((await at('attributes:\n  A:\n    title: x\n    |\n')).labels, ['pass']);
  assert.deepEqual((await at('relations:\n  reviews: { population: code-reviews, |\n')).labels, ['on']);
});

test('CT88 kinds of test, of population and of cadence are offered as values', async () => {
  assert.deepEqual((await at('kind: |')).labels, ['items', 'cadence', 'state']);
  const { options, written } = await at('population: code-|');
  assert.equal(written, 'code-');
  assert.equal(options.find((o) => o.label === 'code-changes')?.detail, 'Code changes');
  assert.ok((await at('every: |')).labels.includes('quarter'));
});

test('CT88 columns of the item and of each relation are offered with type and title', async () => {
  const { options, written } = await at(items('item.mer|'));
  assert.equal(written, 'mer');
  const merged = options.find((o) => o.label === 'merged_at');
  assert.deepEqual([merged?.kind, merged?.detail], ['column', 'instant']);
  assert.match(merged?.info ?? '', /reached the branch/);
  assert.ok((await at(items('reviews.exists(r, r.|'))).labels.includes('reviewer'));
  assert.ok(
    (await at(items('>-\n      item.branch == "main" &&\n      reviews.exists(r, r.|'))).labels.includes('reviewer'),
  );
  assert.ok((await at(items('true', 'where: item.|\n'))).labels.includes('branch'));
  assert.ok(
    (
      await at('population: code-changes\nrelations:\n  reviews: { population: code-reviews, on: reviews.|\n')
    ).labels.includes('change_id'),
  );
  assert.deepEqual((await at(items('other.|'))).labels, []);
});

test('CT88 functions, quantifiers of a relation, methods of a text and the ends of the period are offered', async () => {
  const names = await at(items('|'));
  for (const name of ['item', 'reviews', 'period', 'has', 'size', 'date', 'in'])
    assert.ok(names.labels.includes(name), name);
  assert.ok(names.options.every((o) => o.info !== null));
  assert.deepEqual((await at(items('reviews.|'))).labels, ['exists', 'all', 'exists_one', 'filter', 'size']);
  assert.ok((await at(items('item.subject.|'))).labels.includes('startsWith'));
  assert.ok((await at(items('item.reviewers.|'))).labels.includes('exists'));
  assert.deepEqual((await at(items('date(item.merged_at) >= period.|'))).labels, ['from', 'to']);
});

test('CT88 values that occur in the frozen population are offered where a column is compared', async () => {
  const values = { 'code-reviews.state': ['approved', 'commented'] };
  const begun = await at(items('reviews.exists(r, r.state == "app|'), values);
  assert.equal(begun.written, 'app');
  assert.deepEqual(
    begun.options.map((o) => o.apply),
    ['approved"', 'commented"'],
  );
  const spaced = await at(items('reviews.exists(r, r.state == "not yet a|'), values);
  assert.deepEqual([spaced.written, spaced.labels.length], ['not yet a', 2]);
  const open = await at(items('reviews.exists(r, r.state == |'), values);
  assert.deepEqual(
    open.options.map((o) => o.apply),
    ['"approved"', '"commented"'],
  );
  const listed = await at(items('reviews.exists(r, r.state in ["commented", "|'), values);
  assert.deepEqual(listed.labels, ['approved', 'commented']);
  assert.deepEqual((await at(items('item.branch == "|'), values)).labels, []);
  assert.deepEqual((await at(items('item.subject.startsWith("|'), values)).labels, []);
});

test('CT88 a half-written or broken definition is completed all the same', async () => {
  for (const text of [
    '',
    '|',
    'kind: [|',
    '- - -|',
    ': : |',
    'a: &x\nb: *x\n|',
    `${'x: {'.repeat(200)}|`,
    'title: free text |',
  ])
    assert.ok(Array.isArray((await at(text.includes('|') ? text : `${text}|`)).labels), text);
});
