import { testDefinition } from '@tickmark/core';
import { z } from 'zod';
import { populationKinds } from '../populations/index.ts';

/**
 * The JSON Schema of a definition's YAML, for editors: the shape that `parseDefinition` reads, with
 * the population kinds that ship as examples. Expressions are texts to it; `checkDefinition` reads them.
 */
export function definitionSchema(): Record<string, unknown> {
  const kinds = populationKinds().map((kind) => kind.id);
  const { $schema, ...shape } = z.toJSONSchema(testDefinition, {
    io: 'input',
    override: ({ jsonSchema, path }) => {
      if (path.at(-1) === 'population') jsonSchema.examples = kinds;
    },
  });
  return {
    $schema,
    title: 'Test definition',
    description: 'One test of a control over whole populations; docs/spec/control-testing.md has its rules.',
    ...shape,
  };
}
