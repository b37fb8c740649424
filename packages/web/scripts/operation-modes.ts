import { httpMethod, operations } from '@tickmark/core';
import type { OperationModes } from '../src/api/client.ts';

/** How each operation travels, from the one operation list. */
export function operationModes(): OperationModes {
  const modes = operations.map((operation) => [
    operation.name,
    { method: httpMethod(operation), transport: operation.transport, effect: operation.effect },
  ]);
  return Object.fromEntries(modes) as OperationModes;
}
