import { TickmarkError, type DefinitionFault, type TestDefinition } from '@tickmark/core';
import { sha256Hex } from '../canonical/index.ts';
import { populationKinds } from '../populations/index.ts';
import { readDefinition } from './read.ts';
import { typeDefinition, type KindShape, type TypedDefinition } from './typed.ts';

/**
 * The definition a YAML text holds. Throws `definition_invalid` with line and column when its shape
 * is wrong; expressions are checked by `checkDefinition`, which knows the columns.
 */
export function parseDefinition(yaml: string): TestDefinition {
  const { definition, faults } = readDefinition(yaml);
  if (!definition) throw invalid(faults);
  return definition;
}

/** Every fault of a definition: YAML, shape, expressions, columns of the population kinds. */
export function checkDefinition(yaml: string): DefinitionFault[] {
  return faultsOf(yaml, populationKinds()).faults;
}

/** A definition checked against some kinds. Throws `definition_invalid` with the first fault. */
export function checkedDefinition(yaml: string, kinds: readonly KindShape[]): TypedDefinition {
  const { typed, faults } = faultsOf(yaml, kinds);
  if (!typed) throw invalid(faults);
  return typed;
}

/** Lowercase hex SHA-256 of the YAML text, byte for byte. */
export function definitionSha256(yaml: string): string {
  return sha256Hex(yaml);
}

function faultsOf(
  yaml: string,
  kinds: readonly KindShape[],
): { typed: TypedDefinition | null; faults: DefinitionFault[] } {
  const { definition, faults, place } = readDefinition(yaml);
  if (!definition) return { typed: null, faults };
  const checked = typeDefinition(definition, kinds);
  return {
    typed: checked.typed,
    faults: checked.faults.map(({ path, offset, message, suggestion }) => ({
      path: path.join('.'),
      ...place(path, offset),
      message,
      suggestion,
    })),
  };
}

function invalid(faults: readonly DefinitionFault[]): TickmarkError {
  const [first] = faults;
  if (!first) return new TickmarkError('definition_invalid', 'The definition cannot be read.');
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  return new TickmarkError(
    'definition_invalid',
    `Line ${first.line}, column ${first.column}: ${first.message}${more}`,
    {
      field: first.path,
      action: first.suggestion === null ? 'Correct the definition.' : `Did you mean: ${first.suggestion}`,
    },
  );
}
