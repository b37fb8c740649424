/** A line as it is drawn: one that is very long is cut into several, of which only the first has its number. */
export interface Line {
  number: number | null;
  text: string;
}

const longest = 2000;

/** The lines of a text, with line ends of any system. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  const whole = text.split(/\r\n|\n|\r/);
  // What stands behind the last line end is a line only if it is something.
  if (whole.at(-1) === '') whole.pop();
  whole.forEach((line, place) => {
    lines.push({ number: place + 1, text: cut(line, 0) });
    for (let at = cut(line, 0).length; at < line.length; at += cut(line, at).length) {
      lines.push({ number: null, text: cut(line, at) });
    }
  });
  return lines;
}

/** At most so many characters from a place on; no character is cut in two. */
function cut(line: string, from: number): string {
  const end = from + longest;
  const inside = end < line.length && /[\uDC00-\uDFFF]/.test(line.charAt(end)) ? end - 1 : end;
  return line.slice(from, inside);
}
