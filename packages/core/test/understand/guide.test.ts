import assert from 'node:assert/strict';
import { test } from 'node:test';
import sources from '../../../../content/glossary/sources.json' with { type: 'json' };
import { categoryQuestions, chapters, parties } from '../../src/understand/guide.ts';
import { categories, countWork, findTerms, glossary } from '../../src/index.ts';

const known = new Set<string>(Object.values(sources));

test('UN13 every term has a meaning and a source, and every mark in the guide is a term', () => {
  for (const [id, { term, meaning, source }] of Object.entries(glossary)) {
    assert.match(id, /^[a-z0-9-]+$/);
    assert.match(term, /^\S.*\S$/, id);
    assert.match(meaning, /[.?”]$/, id);
    assert.ok(known.has(source), `${id}: ${source}`);
  }
  const texts = JSON.stringify([chapters, parties]);
  const marks = [...texts.matchAll(/\[\[([a-z0-9-]+)(?:\|[^|\]]+)?\]\]/g)].map(([, id = '']) => id);
  assert.ok(marks.length > 40);
  for (const id of marks) assert.ok(Object.hasOwn(glossary, id), id);
  assert.equal(marks.length, (texts.match(/\[\[[^"{[]/g) ?? []).length, 'a mark that is not whole');
});

test('UN13 no two terms have the same name, and a search finds those in which every word stands', () => {
  const names = Object.values(glossary).map(({ term }) => term);
  assert.equal(new Set(names).size, names.length);
  assert.deepEqual(
    findTerms('COSIGNS  checkpoints').map(({ id }) => id),
    ['witness'],
  );
  assert.equal(findTerms('').length, names.length);
  assert.deepEqual(findTerms('no such words'), []);
});

test('the guide promises nothing that a report cannot, and names no price', () => {
  const texts = JSON.stringify([chapters, parties, categoryQuestions]);
  assert.doesNotMatch(texts, /compliant|guarantee|[$€£]\s?\d|become certified|get certified/i);
  for (const { lead, source, blocks } of chapters) assert.ok(lead !== '' && source !== '' && blocks.length > 0);
});

test('UN6 the hours of each role are a range with its reckoning, and grow with every category', () => {
  const security = countWork(['security']);
  const all = countWork(categories);
  for (const [position, { hours, reckoning }] of security.entries()) {
    assert.ok(hours.from > 0 && hours.from < hours.to, reckoning);
    assert.match(reckoning, /^[\d,]+ \w+, [\d.]+ to [\d.]+ hours each$/);
    const more = all[position];
    assert.ok(more && more.hours.from >= hours.from && more.hours.to >= hours.to);
  }
  const sum = (rows: typeof all) => rows.reduce((hours, row) => hours + row.hours.to, 0);
  assert.ok(sum(all) > sum(security));
});
