import { businessFunctions } from './functions.ts';
import { walk, type Node } from './node.ts';

/** Whether an expression asks which days are business days. */
export function asksOfBusinessDays(node: Node): boolean {
  return [...walk(node)].some((n) => n.op === 'call' && businessFunctions.includes(n.name));
}

/** What asks a table of a zone's clock changes or of holidays, and so is long to write in SQL. */
const heavy = 40;
const light = 1;

/**
 * How much an expression asks: about the length of its SQL. `relation` tells what is added for each
 * question to a relation, whose join is written out with it.
 */
export function weightOf(node: Node, relation: (name: string) => number = () => 0): number {
  let weight = 0;
  for (const n of walk(node)) {
    weight += light;
    if (n.op === 'call' && (n.name.startsWith('get') || n.name === 'date' || n.name === 'timestamp')) weight += heavy;
    if (n.op === 'call' && businessFunctions.includes(n.name)) weight += 3 * heavy;
    if ((n.op === 'quantify' || n.op === 'gather') && 'relation' in n.over) weight += relation(n.over.relation);
  }
  return weight;
}
