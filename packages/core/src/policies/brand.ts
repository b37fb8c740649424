/** Of words to the paper behind them, at least (WCAG 2.2, 1.4.3). */
export const leastContrast = 4.5;

/** How a colour such as `#1d3b5f` stands out on white, from 1 to 21 (WCAG 2.2, contrast ratio). */
export function contrastToWhite(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}
