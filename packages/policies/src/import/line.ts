import type { Inline } from '@tickmark/core';

/** A line without what has no width, with single spaces, and with pieces that are set alike as one. */
export function cleaned(line: readonly Inline[]): Inline[] {
  const pieces: Inline[] = [];
  let spaced = true;
  for (const piece of line) {
    const even = piece.text
      .toWellFormed()
      .replaceAll(/(?!\s)[\p{Cc}\u00ad\u200b\ufeff]/gu, '')
      .replaceAll(/\s+/g, ' ');
    const text: string = spaced ? even.trimStart() : even;
    if (text === '') continue;
    spaced = text.endsWith(' ');
    const before = pieces.at(-1);
    if (before !== undefined && (isSetAs(before, piece) || text === ' '))
      pieces[pieces.length - 1] = { ...before, text: before.text + text };
    else pieces.push({ ...piece, text });
  }
  const last = pieces.at(-1);
  if (last === undefined) return pieces;
  const end = last.text.trimEnd();
  return end === '' ? pieces.slice(0, -1) : [...pieces.slice(0, -1), { ...last, text: end }];
}

/** The same line where not all of it is bold. */
export function withoutStrong(line: Inline[]): Inline[] {
  if (line.length === 0 || !line.every(({ strong }) => strong === true)) return line;
  return cleaned(
    line.map((piece) => {
      const { strong: _, ...rest } = piece;
      return rest;
    }),
  );
}

function isSetAs(a: Inline, b: Inline): boolean {
  return a.strong === b.strong && a.emphasis === b.emphasis && a.code === b.code;
}
