import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draftsOf } from '../../src/pages/tests/drafts.ts';

function storage(fails = false) {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (fails) throw new DOMException('full', 'QuotaExceededError');
      kept.set(key, value);
    },
    removeItem: (key: string) => void kept.delete(key),
  };
}

test('CT94 a draft is kept for each engagement and each beginning until it is dropped', () => {
  const browser = storage();
  const drafts = draftsOf(browser, 'one');
  assert.equal(drafts.read(''), null);
  assert.ok(drafts.keep('', 'id: A'));
  assert.ok(drafts.keep('CHG-02.review', 'id: B'));
  const reloaded = draftsOf(browser, 'one');
  assert.deepEqual([reloaded.read(''), reloaded.read('CHG-02.review')], ['id: A', 'id: B']);
  assert.equal(draftsOf(browser, 'two').read(''), null);
  reloaded.drop('');
  assert.deepEqual([drafts.read(''), drafts.read('CHG-02.review')], [null, 'id: B']);
  drafts.drop('CHG-02.review');
  assert.equal(browser.kept.size, 0);
});

test('CT94 a browser that keeps nothing says so, and what is not a draft is no draft', () => {
  assert.equal(draftsOf(storage(true), 'one').keep('', 'id: A'), false);
  const browser = storage();
  for (const text of ['{', 'null', '[1]', '{"":1}']) {
    browser.kept.set('tickmark.test-drafts.one', text);
    assert.equal(draftsOf(browser, 'one').read(''), null, text);
  }
});
