import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyCatalogue } from '@tickmark/core';
import { checkTemplate, templateLibrary } from '../src/index.ts';

test('PO1 each document of the catalogue has a template, and nothing is wrong with any', () => {
  const library = templateLibrary();
  assert.deepEqual(
    [...library.keys()],
    policyCatalogue.map(({ id }) => id),
  );
  for (const [id, template] of library) {
    assert.deepEqual(
      checkTemplate(template).map(({ code, message }) => `${id} ${code}: ${message}`),
      [],
    );
  }
});
