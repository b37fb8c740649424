import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testLibrary } from '@tickmark/control-testing';
import {
  numbersThatDiffer,
  policyConditions,
  policyLists,
  templateValues,
  type PolicyFacts,
  type TestDefinition,
} from '@tickmark/core';
import { decideTemplate, fillBlocks, obligationsOf, readBlocks, templateLibrary } from '@tickmark/policies';

const facts: PolicyFacts = {
  organization: 'Northwind',
  has: Object.fromEntries(Object.keys(policyConditions).map((id) => [id, true])) as PolicyFacts['has'],
  list: Object.fromEntries(Object.keys(policyLists).map((id) => [id, ['One']])) as unknown as PolicyFacts['list'],
  values: templateValues,
};

test('PO99 no test that ships judges by another number than a template promises, and where all numbers are others each would be told', () => {
  const library = testLibrary();
  let compared = 0;
  for (const template of templateLibrary().values()) {
    const blocks = fillBlocks(readBlocks(decideTemplate(template, facts).markdown), facts);
    for (const { control, passage } of obligationsOf(blocks)) {
      const differ = (text: string, definition: TestDefinition) => numbersThatDiffer(text, definition);
      for (const { definition } of library.filter((each) => each.definition.control === control)) {
        assert.deepEqual(differ(passage, definition), [], `${template.front.id}, ${definition.id}: ${passage}`);
        // A control arm: the same sentence with numbers that nobody judges by.
        compared += differ(passage.replaceAll(/\b\d+\b/g, '7919'), definition).length;
      }
    }
  }
  assert.ok(compared >= 25, `${compared} are compared`);
});
