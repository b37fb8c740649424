import { Unreadable } from '../values.ts';
import { columnOf, rowOf } from './refs.ts';
import { readXml } from './xml.ts';
import type { Archive } from './zip.ts';
import { damaged } from './zip.ts';

interface Merge {
  ref: string;
  top: number;
  bottom: number;
  left: number;
  right: number;
}

const maxMerges = 10_000;
const mark = 'mergeCell';

/**
 * Merged cells of a sheet, to be asked row by row from the top. Their value stands only in the first
 * cell; what a person sees beside or below it is not in the file.
 */
export class Merges {
  /** By their first row, latest first. */
  readonly #waiting: Merge[];
  readonly #over = new Map<number, Merge>();

  constructor(merges: Merge[]) {
    this.#waiting = merges.toSorted((a, b) => b.top - a.top);
  }

  /** Marks cells of a row that lie in merged cells and are not their first. */
  cover(row: number, cells: unknown[]): void {
    for (let next = this.#waiting.at(-1); next !== undefined && next.top <= row; next = this.#waiting.at(-1)) {
      this.#waiting.pop();
      const right = Math.min(next.right, next.left + 1000);
      for (let column = next.left; column <= right; column += 1) this.#over.set(column, next);
    }
    for (const [column, merge] of this.#over) {
      if (merge.bottom < row) this.#over.delete(column);
      else if (column < cells.length && !(row === merge.top && column === merge.left)) {
        const [first = ''] = merge.ref.split(':');
        cells[column] = new Unreadable(
          `lies inside the merged cells ${merge.ref}, whose value stands only in ${first}`,
        );
      }
    }
  }
}

/**
 * Merged cells stand after all rows, so the part is looked through once beforehand; as bytes, unless
 * it has any. Throws `population_invalid` for more than ten thousand.
 */
export async function mergesOf(archive: Archive, part: string): Promise<Merges> {
  if (!(await mentions(archive.part(part)))) return new Merges([]);
  const merges: Merge[] = [];
  const reading = readXml(archive.part(part), part, {
    open(name, attributes) {
      if (name !== mark) return;
      merges.push(mergeOf(attributes['ref'] ?? ''));
      if (merges.length > maxMerges) throw damaged(`it has more than ${maxMerges} merged cells`);
    },
    close: () => undefined,
    text: () => undefined,
  });
  for await (const _ of reading) void _;
  return new Merges(merges);
}

async function mentions(bytes: AsyncIterable<Buffer>): Promise<boolean> {
  let found = false;
  let end: Buffer = Buffer.alloc(0);
  for await (const chunk of bytes) {
    found ||= chunk.includes(mark) || Buffer.concat([end, chunk.subarray(0, mark.length)]).includes(mark);
    end = chunk.subarray(-mark.length);
    if (found) break;
  }
  return found;
}

function mergeOf(ref: string): Merge {
  const [first = '', last = first] = ref.split(':');
  return { ref, top: rowOf(first), bottom: rowOf(last), left: columnOf(first), right: columnOf(last) };
}
