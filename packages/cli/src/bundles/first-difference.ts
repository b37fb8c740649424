import { createHash } from 'node:crypto';
import { canonicalText } from './canonical.ts';

/** The first member in which a document that was made again differs from the sealed one, for a message. */
export function firstDifference(sealed: object, found: object): string {
  const [before, after] = [Object.entries(sealed), new Map(Object.entries(found))];
  const at = before.find(([key, value]) => canonicalText(value) !== canonicalText(after.get(key)));
  if (at === undefined) return 'there is more in it';
  const [key, value] = at;
  return `${key} is ${shortened(canonicalText(value))}, and comes out as ${shortened(canonicalText(after.get(key)))}`;
}

function shortened(text: string): string {
  return text.length > 120
    ? `${text.slice(0, 60)}… (SHA-256 ${createHash('sha256').update(text).digest('hex').slice(0, 12)})`
    : text;
}
