/** A piece of a text: characters as they are, or one that nobody sees, by its code point. */
export type Piece = { text: string } | { unseen: string; name: string };

/**
 * Control characters but tab and line end, characters of no width, those that turn the direction of what
 * stands around them, and letters that are drawn as nothing.
 */
// oxlint-disable-next-line no-control-regex -- looks for them
const unseen = /[\p{Cf}\p{Zl}\p{Zp}\u0000-\u0008\u000B-\u001F\u007F-\u009F\u115F\u1160\u2800\u3164\uFFA0]/gu;

const names: Record<string, string> = {
  '\u0000': 'NUL',
  '\u0008': 'backspace',
  '\u000D': 'carriage return',
  '\u001B': 'escape',
  '\u00AD': 'soft hyphen',
  '\u200B': 'zero-width space',
  '\u200C': 'zero-width non-joiner',
  '\u200D': 'zero-width joiner',
  '\u200E': 'left-to-right mark',
  '\u200F': 'right-to-left mark',
  '\u202A': 'left-to-right embedding',
  '\u202B': 'right-to-left embedding',
  '\u202C': 'end of direction',
  '\u202D': 'left-to-right override',
  '\u202E': 'right-to-left override',
  '\u2060': 'word joiner',
  '\u2066': 'left-to-right isolate',
  '\u2067': 'right-to-left isolate',
  '\u2068': 'first strong isolate',
  '\u2069': 'end of isolate',
  '\uFEFF': 'byte order mark',
};

const picture = /\p{Extended_Pictographic}\uFE0F?$/u;

/** The pieces of a text in their order; none for an empty one. A joiner between two pictures makes one of them and is seen. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const { 0: character, index } of text.matchAll(unseen)) {
    const joins = character === '\u200D' && picture.test(text.slice(Math.max(0, index - 4), index));
    if (joins && /^\p{Extended_Pictographic}/u.test(text.slice(index + 1))) continue;
    if (index > from) pieces.push({ text: text.slice(from, index) });
    const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
    pieces.push({ unseen: code, name: names[character] ?? 'not seen' });
    from = index + character.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}
