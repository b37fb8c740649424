/** Headers and footers stand within so many lines of an edge. */
const edge = 3;
/** Lines that come again sooner than this are text, where pages are not known. */
const shortestPage = 15;
/** Pages have about as many lines; what comes again at any distance is text. */
const evenly = 1.5;
const pageWords = /^(?:page|seite|página|pagina|sida|side)\s*\d{1,4}(?:\s*(?:of|\/|von|de|di|av|af|van)\s*\d{1,4})?$/i;
const bare = /^[-–—|[(]?\s*(\d{1,4})(?:\s*(?:of|\/)\s*\d{1,4})?\s*[-–—|\])]?$/;

/** Lines of a text without what each page repeats, and how many are left out. Form feeds end pages. */
export function withoutPages(text: string): { lines: string[]; left: number } {
  const pages = text
    .split('\f')
    .map((page) => page.split('\n').map((line) => line.replaceAll(/[^\S\n]+/g, ' ').trim()));
  const all = pages.flat();
  const drop = pages.length > 1 ? onEdges(pages) : again(all);
  const lines = all.map((line, at) => (drop.has(at) ? null : line));
  // A paragraph may go on over the page: what is left out leaves no gap.
  return { lines: lines.filter((line) => line !== null), left: drop.size };
}

/** Numbers differ from page to page. */
const pattern = (line: string): string => line.replaceAll(/\d+/g, '#').toLowerCase();

function onEdges(pages: readonly (readonly string[])[]): Set<number> {
  let begins = 0;
  const edges = pages.map((page) => {
    const said = page.flatMap((line, at) => (line === '' ? [] : [{ line, at: at + begins }]));
    begins += page.length;
    return [...said.slice(0, edge), ...said.slice(Math.max(edge, said.length - edge))];
  });
  const patterns = edges.flatMap((lines) => [...new Set(lines.map(({ line }) => pattern(line)))]);
  const counts = Map.groupBy(patterns, (each) => each);
  const most = Math.max(2, Math.ceil(pages.length / 2));
  const repeats = (line: string): boolean => (counts.get(pattern(line))?.length ?? 0) >= most;
  return new Set(
    edges.flat().flatMap(({ line, at }) => (pageWords.test(line) || bare.test(line) || repeats(line) ? [at] : [])),
  );
}

/** Without pages: lines that come again at even distances, and numbers that count from page to page. */
function again(lines: readonly string[]): Set<number> {
  const places = Map.groupBy(
    lines.flatMap((line, at) => (line === '' ? [] : [at])),
    (at) => pattern(lines[at] ?? ''),
  );
  const repeated = [...places.values()].filter(
    (found) => isEven(found) || (isFar(found) && isCounted(found.map((at) => lines[at] ?? ''))),
  );
  const numbers = lines.flatMap((line, at) => {
    const [, number] = bare.exec(line) ?? [];
    return number === undefined ? [] : [{ at, number: Number(number) }];
  });
  const counts =
    numbers.length > 1 && numbers.every(({ number }, at) => at === 0 || number === (numbers[at - 1]?.number ?? 0) + 1);
  const words = lines.flatMap((line, at) => (pageWords.test(line) ? [at] : []));
  return new Set([...repeated.flat(), ...(counts ? numbers.map(({ at }) => at) : []), ...words]);
}

const gapsOf = (found: readonly number[]): number[] => found.slice(1).map((at, place) => at - (found[place] ?? 0));

function isFar(found: readonly number[]): boolean {
  return found.length > 1 && gapsOf(found).every((gap) => gap >= shortestPage);
}

/** Whether lines stand as far from each other as pages are long; the last page may be shorter. */
function isEven(found: readonly number[]): boolean {
  const gaps = gapsOf(found);
  const full = gaps.length > 2 ? gaps.slice(0, -1) : gaps;
  const [shortest, longest] = [Math.min(...full), Math.max(...full)];
  return isFar(found) && gaps.length > 1 && longest <= evenly * shortest && (gaps.at(-1) ?? 0) <= evenly * longest;
}

/** Whether lines are the same but for one number, which counts: `3 of 12`. */
function isCounted(lines: readonly string[]): boolean {
  const numbers = lines.map((line) => line.match(/\d+/g)?.map(Number) ?? []);
  return numbers.every((own, at) => {
    const before = numbers[at - 1];
    if (before === undefined) return true;
    const steps = own.flatMap((each, place) => (each === before[place] ? [] : [each - (before[place] ?? 0)]));
    return steps.length === 1 && steps[0] === 1;
  });
}
