import { readWhole } from './xml.ts';
import type { Workbook } from './workbook.ts';
import { damaged } from './zip.ts';

/** What a number is shown as: itself, or a day, a moment, a time of day. */
export type Shows = 'number' | 'day' | 'moment' | 'time';

const maxFormats = 100_000;

/** What the cell formats of a workbook, by number, make of numbers. */
export async function cellFormats({ archive, styles }: Workbook): Promise<Shows[]> {
  if (styles === undefined || !archive.has(styles)) return [];
  const codes = new Map<number, string>();
  const formats: Shows[] = [];
  let inCellFormats = false;
  await readWhole(archive.part(styles), styles, {
    open(name, attributes) {
      if (name === 'cellXfs') inCellFormats = true;
      if (name === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      if (name === 'xf' && inCellFormats) formats.push(showsOf(Number(attributes['numFmtId'] ?? 0), codes));
      if (codes.size > maxFormats || formats.length > maxFormats) throw damaged('it has too many cell formats');
    },
    close(name) {
      if (name === 'cellXfs') inCellFormats = false;
    },
    text: () => undefined,
  });
  return formats;
}

/** Formats that every workbook has without stating them: ECMA-376 part 1, 18.8.30. */
const builtIn: [from: number, to: number, Shows][] = [
  [14, 17, 'day'],
  [18, 21, 'time'],
  [22, 22, 'moment'],
  [27, 31, 'day'],
  [32, 35, 'time'],
  [36, 36, 'day'],
  [45, 45, 'time'],
  [47, 47, 'time'],
  [50, 54, 'day'],
  [55, 56, 'time'],
  [57, 58, 'day'],
];

function showsOf(id: number, codes: Map<number, string>): Shows {
  const code = codes.get(id);
  if (code !== undefined) return showsOfCode(code);
  return builtIn.find(([from, to]) => id >= from && id <= to)?.[2] ?? 'number';
}

/** Letters of a format that stand for parts of a date or time; texts, colours and escapes don't count. */
export function showsOfCode(code: string): Shows {
  // Elapsed hours are a length of time, not a time of day.
  if (/\[(h+|m+|s+)\]/i.test(code)) return 'number';
  const letters = code
    .replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '')
    .replace(/am\/pm|a\/p|general/gi, (part) => (part.toLowerCase() === 'general' ? '' : 'h'))
    .split(';', 1)[0];
  const time = /[hs]/i.test(letters ?? '');
  const day = /[yd]/i.test(letters ?? '') || (/m/i.test(letters ?? '') && !time);
  if (day) return time ? 'moment' : 'day';
  return time ? 'time' : 'number';
}
