import { longestText, type Arithmetic, type Node, type Value } from './node.ts';
import { characters } from './text-functions.ts';
import { inRange, type Result } from './values.ts';

/** A calculation with known operands; what leaves its range, and a division by zero, is unknown. */
export function calculate(node: Extract<Node, { op: 'arithmetic' }>, a: Value, b: Value): Result {
  if (typeof a === 'string' && typeof b === 'string') {
    return characters(a) + characters(b) > longestText ? undefined : a + b;
  }
  if (typeof a === 'bigint' && typeof b === 'bigint') return inRange(node, whole(node.how, a, b));
  return inRange(node, real(node.how, a as number, b as number));
}

/** A number with its sign turned. */
export function negative(node: Node, value: Value): Result {
  return inRange(node, typeof value === 'bigint' ? -value : -(value as number));
}

function whole(how: Arithmetic, a: bigint, b: bigint): bigint | undefined {
  switch (how) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0n ? undefined : a / b;
    case '%':
      return b === 0n ? undefined : a % b;
  }
}

function real(how: Arithmetic, a: number, b: number): number {
  switch (how) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
  }
}
