import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testLibrary } from '@tickmark/control-testing';
import {
  askedBeside,
  numbersThatDiffer,
  policyConditions,
  policyLists,
  templateValues,
  type PolicyFacts,
} from '@tickmark/core';
import { decideTemplate, fillBlocks, obligationsOf, readBlocks, templateLibrary } from '@tickmark/policies';

const facts: PolicyFacts = {
  organization: 'Northwind',
  has: Object.fromEntries(Object.keys(policyConditions).map((id) => [id, true])) as PolicyFacts['has'],
  list: Object.fromEntries(Object.keys(policyLists).map((id) => [id, ['One']])) as unknown as PolicyFacts['list'],
  values: templateValues,
};

/** What the templates promise of controls, each beside the tests of that control. */
function* besideTests() {
  const library = testLibrary();
  for (const template of templateLibrary().values()) {
    const blocks = fillBlocks(readBlocks(decideTemplate(template, facts).markdown), facts);
    for (const promise of obligationsOf(blocks)) {
      for (const { definition } of library)
        if (definition.control === promise.control) yield { document: template.front.id, promise, definition };
    }
  }
}

test('PO95 every cadence that ships asks as often as the templates promise', () => {
  let compared = 0;
  for (const { document, promise, definition } of besideTests()) {
    if (definition.kind !== 'cadence' || promise.frequency === null) continue;
    assert.equal(askedBeside(definition.every, promise.frequency), 'the-same', `${document}, ${definition.id}`);
    compared += 1;
  }
  assert.ok(compared >= 50, `${compared} are compared`);
});

test('PO99 no test that ships judges by another number than a template promises, and where all numbers are others each would be told', () => {
  let compared = 0;
  for (const { document, promise, definition } of besideTests()) {
    const { passage } = promise;
    assert.deepEqual(numbersThatDiffer(passage, definition), [], `${document}, ${definition.id}: ${passage}`);
    // A control arm: the same sentence with numbers that nobody judges by.
    compared += numbersThatDiffer(passage.replaceAll(/\b\d+\b/g, '7919'), definition).length;
  }
  assert.ok(compared >= 25, `${compared} are compared`);
});
