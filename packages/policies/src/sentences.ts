/** The sentences of a text. A dot within a number or an abbreviation that no capital follows ends none. */
export function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?]["”’)]?)\s+(?=["“‘([]?[\p{Lu}\p{N}])/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

/** The sentence in which a place of a text is. */
export function sentenceAt(text: string, place: number): string {
  let end = 0;
  for (const sentence of sentencesOf(text)) {
    end = text.indexOf(sentence, end) + sentence.length;
    if (place < end) return sentence;
  }
  return text.trim();
}

/** What promises are counted in, as a part of an expression. */
export const units = '(business day|day|hour|minute|week|month|year|character|attempt|digit|percent)s?';

/** A number with its unit, as promises are counted: `30 days`, `1 business day`. */
export const promised = new RegExp(`\\b(\\d+)\\s+${units}\\b`, 'g');
