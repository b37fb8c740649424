import type { ComparedInline, Inline, TextChange } from '@tickmark/core';
import { inOrder } from './align.ts';

/** A word, a sign, a tag or a mark, with the space before it. The last of a line is the space at its end. */
interface Token {
  space: Inline[];
  piece: Inline | null;
  key: string;
}

/** A line of two texts; `words` counts those that stand in one of them alone. */
export interface LinePair {
  before: ComparedInline[];
  after: ComparedInline[];
  words: { added: number; removed: number };
}

/** Words of a text, its signs, and tags that are not known, each whole. */
const parts = /\s+|\{\{[^{}]*\}\}|[\p{L}\p{M}\p{N}]+(?:['’.,-][\p{L}\p{M}\p{N}]+)*|[^]/gu;
const isWord = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

function tokensOf(line: readonly Inline[]): Token[] {
  const tokens: Token[] = [];
  let space: Inline[] = [];
  const add = (piece: Inline | null, key: string): void => {
    tokens.push({ space, piece, key });
    space = [];
  };
  for (const piece of line) {
    if (isWhole(piece)) {
      add(piece, keyOfPiece(piece));
      continue;
    }
    for (const [text] of piece.text.matchAll(parts)) {
      if (text.trim() === '') space.push({ ...piece, text });
      else add({ ...piece, text }, text);
    }
  }
  add(null, '');
  return tokens;
}

/** Whether a piece stays whole whatever stands in it. */
const isWhole = ({ tag, obligation, missing }: Inline): boolean =>
  tag !== undefined || obligation !== undefined || missing === true;

/** What a piece says, however it is set. */
function keyOfPiece({ text, tag, obligation }: Inline): string {
  if (obligation !== undefined) return `{${obligation.control} ${obligation.frequency}}`;
  return tag === undefined ? text : `{{${tag}}} ${text}`;
}

/** Words as they are compared: tags and marks are words as well. */
export function wordsOf(line: readonly Inline[]): string[] {
  return tokensOf(line).flatMap(({ piece, key }) =>
    piece !== null && (isWhole(piece) || isWord(key)) ? [key.toLowerCase()] : [],
  );
}

/** What a line is, with how it is set and whatever pieces it comes in. */
export function keyOfLine(line: readonly Inline[]): string {
  return JSON.stringify(joined(line));
}

/** How many words are read in a line. */
export function countRead(line: readonly Inline[]): number {
  return tokensOf(line).filter(({ piece }) => isCounted(piece)).length;
}

const isCounted = (piece: Inline | null): boolean =>
  piece !== null && piece.obligation === undefined && isWord(piece.text);

/** A line of one text alone, or of both as it is. */
export function onlyLine(line: readonly Inline[], change?: TextChange): ComparedInline[] {
  return joined(line).map((piece) => (change === undefined ? piece : { ...piece, change }));
}

/** Compares the words of two lines. What says the same and is set otherwise goes and comes, and counts as no word. */
export function compareLines(before: readonly Inline[], after: readonly Inline[]): LinePair {
  const [left, right] = [tokensOf(before), tokensOf(after)];
  const pairs = inOrder(
    left.map(({ key }) => key),
    right.map(({ key }) => key),
  );
  const merged: ComparedInline[] = [];
  const words = { added: 0, removed: 0 };
  const put = (pieces: readonly Inline[], change?: TextChange): void => {
    for (const piece of pieces) merged.push(change === undefined ? piece : { ...piece, change });
  };
  const alone = (tokens: readonly Token[], change: TextChange): void => {
    for (const { space, piece } of tokens) {
      put(space, change);
      if (piece !== null) put([piece], change);
      if (isCounted(piece)) words[change]++;
    }
  };
  const ends = [...pairs, [left.length, right.length] as const];
  let [from, to] = [0, 0];
  for (const [one, other] of ends) {
    alone(left.slice(from, one), 'removed');
    alone(right.slice(to, other), 'added');
    [from, to] = [one + 1, other + 1];
    const [was, is] = [left[one], right[other]];
    if (was === undefined || is === undefined) continue;
    for (const [own, its] of [
      [was.space, is.space],
      [was.piece === null ? [] : [was.piece], is.piece === null ? [] : [is.piece]],
    ] as const) {
      if (keyOfLine(own) === keyOfLine(its)) put(its);
      else {
        put(own, 'removed');
        put(its, 'added');
      }
    }
  }
  const all = joined(merged);
  return {
    before: all.filter(({ change }) => change !== 'added'),
    after: all.filter(({ change }) => change !== 'removed'),
    words,
  };
}

/** Pieces side by side that are set alike as one; what is empty is left out. */
function joined(line: readonly ComparedInline[]): ComparedInline[] {
  const pieces: ComparedInline[] = [];
  let lastWay = '';
  for (const piece of line) {
    const { text, ...way } = piece;
    if (isWhole(piece)) {
      pieces.push(piece);
      lastWay = '';
      continue;
    }
    if (text === '') continue;
    const ownWay = wayOf(way);
    const last = pieces.at(-1);
    if (last !== undefined && ownWay === lastWay) pieces[pieces.length - 1] = { ...last, text: last.text + text };
    else pieces.push(piece);
    lastWay = ownWay;
  }
  return pieces;
}

function wayOf({ strong, emphasis, code, change }: Omit<ComparedInline, 'text'>): string {
  return `${strong === true} ${emphasis === true} ${code === true} ${change ?? ''}`;
}
