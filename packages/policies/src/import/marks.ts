import { lostKinds, type LostKind } from './imported.ts';

/**
 * What a document loses is marked in its text where it stood, for the words around a mark are read under their heading later.
 * Noncharacters of Unicode, which no text has.
 */
const kinds = Object.keys(lostKinds) as LostKind[];
const first = 0xfdd2;
const marks = new Map(kinds.map((kind, at) => [String.fromCharCode(first + at), kind]));
const [start, end] = [String.fromCharCode(first), String.fromCharCode(first + kinds.length - 1)];
const any = new RegExp(`[${start}-${end}]`, 'g');

export function markOf(kind: LostKind): string {
  return String.fromCharCode(first + kinds.indexOf(kind));
}

/** A text without its marks, and what they told. */
export function withoutLost(text: string): { text: string; lost: LostKind[] } {
  const lost = [...text.matchAll(any)].flatMap(([found]) => marks.get(found) ?? []);
  return { text: lost.length === 0 ? text : text.replaceAll(any, ''), lost };
}
