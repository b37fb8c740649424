const zeroWidthSpace = '\u200b';
const longestWord = 24;

/**
 * The same facts with every string made fit to be printed: characters the font cannot draw, control
 * characters and characters that reorder or hide text appear by number, `[U+1F600]`, so that
 * nothing vanishes and nothing reads differently from what it says; long words may break.
 */
export function legible<T>(facts: T, covers: (codePoint: number) => boolean): T {
  return JSON.parse(JSON.stringify(facts), (_key, value: unknown) =>
    typeof value === 'string' ? breakable(visible(value, covers)) : value,
  ) as T;
}

function visible(text: string, covers: (codePoint: number) => boolean): string {
  let shown = '';
  for (const character of text.replace(/\r\n?/g, '\n').replaceAll('\t', ' ')) {
    const point = character.codePointAt(0) ?? 0xfffd;
    if (character === '\n' || (covers(point) && !/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u.test(character)))
      shown += character;
    else shown += `[U+${point.toString(16).toUpperCase().padStart(4, '0')}]`;
  }
  return shown;
}

/** Hashes stay whole, so that a copied one can be compared. */
function breakable(text: string): string {
  return text.replace(/\S{25,}/g, (word) =>
    /^[0-9a-f]{40,64}$/.test(word) ? word : pieces(word).join(zeroWidthSpace),
  );
}

function pieces(word: string): string[] {
  const found: string[] = [];
  let piece = '';
  for (const character of word) {
    piece += character;
    if (piece.length >= longestWord || (piece.length >= 8 && '/._-@:,;&?='.includes(character))) {
      found.push(piece);
      piece = '';
    }
  }
  if (piece) found.push(piece);
  return found;
}
