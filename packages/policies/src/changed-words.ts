import type { PolicyFacts } from '@tickmark/core';
import { wordsOf } from './fill.ts';
import { namedTag, writtenTag } from './tags.ts';

/** Tags that are known and stand in a text, each once, in its order. */
export function tagNames(markdown: string): string[] {
  const names = [...markdown.matchAll(writtenTag)].map(({ groups }) => groups?.['tag'] ?? '');
  return [...new Set(names.filter(isKnown))];
}

/**
 * Tags of a text that other words fill now than when it was filled. `source` has its tags, `filled` is what it read then; both
 * are as `writeMarkdown` has written them, a line of the one for each of the other. They are compared as they are written:
 * reading thirty documents as Markdown takes half a second, and this a few milliseconds.
 */
export function changedTags(source: string, filled: string, facts: PolicyFacts): string[] {
  const earlier = filled.split('\n');
  const lines = source.split('\n');
  const pairs =
    lines.length === earlier.length
      ? lines.map((line, place) => ({ line, before: read(earlier[place] ?? '') }))
      : [{ line: source, before: read(filled) }];
  const tagged = pairs
    .map(({ line, before }) => ({ pieces: piecesOf(line, facts), before }))
    .filter(({ pieces }) => pieces.some(({ tag }) => tag !== undefined))
    .map((each) => ({ ...each, same: even(each.pieces.map(({ text }) => text).join('')) === each.before }));
  // What fills a line as it did then fills every other as well.
  const kept = new Set(tagged.flatMap(({ pieces, same }) => (same ? namesOf(pieces) : [])));
  const changed = new Set<string>();
  for (const { pieces, before, same } of tagged)
    if (!same) for (const tag of changedIn(pieces, before, kept)) changed.add(tag);
  return tagNames(source).filter((tag) => changed.has(tag));
}

/** A part of a line: words that stand there whatever is known, or a tag with the words that fill it now. */
interface Piece {
  text: string;
  tag?: string;
}

/** The fewest tags that explain how a line read then; of two such explanations the first. */
function changedIn(pieces: readonly Piece[], before: string, kept: ReadonlySet<string>): string[] {
  const open = namesOf(pieces).filter((tag) => !kept.has(tag));
  const pairs = open.flatMap((one, place) => open.slice(place + 1).map((other) => [one, other]));
  for (const free of [...open.map((tag) => [tag]), ...pairs]) if (pattern(pieces, free).test(before)) return free;
  const all = pattern(pieces, open).exec(before);
  if (all === null) return open.filter((tag) => !before.includes(wordsNow(pieces, tag)));
  return open.filter((tag, place) => all[place + 1] !== wordsNow(pieces, tag));
}

/** A line with any words for some of its tags, the same wherever a tag stands; their groups come in the order of the tags. */
function pattern(pieces: readonly Piece[], free: readonly string[]): RegExp {
  const order = free.toSorted((a, b) => firstPlace(pieces, a) - firstPlace(pieces, b));
  const met = new Set<string>();
  const parts = pieces.map(({ text, tag }) => {
    if (tag === undefined || !free.includes(tag)) return literal(text);
    if (met.has(tag)) return `\\${order.indexOf(tag) + 1}(?:)`;
    met.add(tag);
    // A number reads as one; of anything else the words that fill it now are tried first.
    return namedTag(tag).kind === 'setting' ? String.raw`(\d+ [a-z ]+?)` : `(${literal(text)}|.+?)`;
  });
  return new RegExp(`^${parts.join('')}$`);
}

function piecesOf(line: string, facts: PolicyFacts): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const found of line.matchAll(writtenTag)) {
    const tag = found.groups?.['tag'] ?? '';
    if (!isKnown(tag)) continue;
    pieces.push({ text: unescaped(line.slice(at, found.index)) }, { text: wordsOf(tag, facts).text, tag });
    at = found.index + found[0].length;
  }
  pieces.push({ text: unescaped(line.slice(at)) });
  return pieces.map((piece) => ({ ...piece, text: piece.text.replaceAll(/\s+/g, ' ') }));
}

/** A line as it reads, without what keeps its characters from meaning something in Markdown. */
const read = (line: string): string => even(unescaped(line));
const even = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

function unescaped(markdown: string): string {
  return markdown.replaceAll(/\\([!-/:-@[-`{-~])|&#x([0-9a-f]+);/gi, (_, character?: string, code?: string) =>
    code === undefined ? (character ?? '') : String.fromCodePoint(Number.parseInt(code, 16)),
  );
}

const namesOf = (pieces: readonly Piece[]): string[] => [
  ...new Set(pieces.flatMap(({ tag }) => (tag === undefined ? [] : [tag]))),
];
const firstPlace = (pieces: readonly Piece[], name: string): number => pieces.findIndex(({ tag }) => tag === name);
const wordsNow = (pieces: readonly Piece[], name: string): string => pieces[firstPlace(pieces, name)]?.text ?? '';
const isKnown = (name: string): boolean => namedTag(name).kind !== 'unknown';
const literal = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
