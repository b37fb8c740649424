/** Reads one value of the URL; undefined when it is not there or not known. */
type Reader = (value: unknown) => string | undefined;

/** What a page keeps in its URL, each value optional. */
type Kept<Shape extends Record<string, Reader>> = { [Name in keyof Shape]?: ReturnType<Shape[Name]> };

/** Reads what stands behind the question mark; what a page does not know is dropped. */
export function keeps<Shape extends Record<string, Reader>>(shape: Shape) {
  return (search: Record<string, unknown>): Kept<Shape> => {
    const read = Object.entries(shape).map(([name, reader]) => [name, reader(search[name])] as const);
    return Object.fromEntries(read.filter(([, value]) => value !== undefined)) as Kept<Shape>;
  };
}

/** Any text. Numbers are what the URL reader makes of digits. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** One of the words a page knows. */
export function oneOf<const Word extends string>(...words: readonly Word[]): (value: unknown) => Word | undefined {
  return (value) => words.find((word) => word === value);
}
