import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkDefinition, definitionSha256, populationKinds, testLibrary } from '../../src/index.ts';

test('CT20 every definition that ships is free of faults', () => {
  const library = testLibrary();
  assert.ok(library.length >= 12);
  for (const { yaml, sha256, definition } of library) {
    assert.deepEqual(checkDefinition(yaml), [], definition.id);
    assert.equal(sha256, definitionSha256(yaml));
  }
  for (const id of ['CHG-02.review', 'IAM-02.mfa', 'IAM-04.removal', 'IAM-06.review']) {
    assert.ok(
      library.some((t) => t.definition.id === id),
      id,
    );
  }
});

test('CT20 every population kind has its key and time among its columns', () => {
  for (const { id, key, time, columns } of populationKinds()) {
    const names = columns.map((c) => c.name);
    assert.ok(names.includes(key) && (time === null || names.includes(time)), id);
  }
});
