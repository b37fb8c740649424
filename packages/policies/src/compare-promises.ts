import type { ComparedNumber, ComparedPromise, Inline, Obligation, TextBlock } from '@tickmark/core';
import { gapsOf, inOrder } from './align.ts';
import type { Notes } from './compare-blocks.ts';
import { obligationsOf, textOf } from './obligations.ts';
import { sentenceAt, units } from './sentences.ts';

/** What a row has that its other text has not. */
export interface RowNotes extends Notes {
  /** Under which it stands: in the later text where it stands there. */
  heading: string;
  /** Under which it stood in the earlier text; empty where it did not. */
  stoodUnder: string;
  before: TextBlock | null;
  after: TextBlock | null;
}

interface Placed {
  promise: Obligation;
  row: number;
}

/** Promises that came, went or have another frequency. One that stands elsewhere in other words is no change of a promise. */
export function promisesChanged(rows: readonly RowNotes[]): ComparedPromise[] {
  const of = (side: 'before' | 'after'): Map<string, Placed[]> => {
    const placed = rows.flatMap(({ heading, stoodUnder, [side]: block }, row) =>
      block === null
        ? []
        : obligationsOf([block]).map((promise) => ({
            promise: { ...promise, heading: side === 'after' ? heading : stoodUnder },
            row,
          })),
    );
    return Map.groupBy(placed, ({ promise }) => promise.control);
  };
  const [before, after] = [of('before'), of('after')];
  return [...new Set([...before.keys(), ...after.keys()])]
    .flatMap((control) => {
      const gone = [...(before.get(control) ?? [])];
      const come = (after.get(control) ?? []).filter(({ promise }) => {
        const same = gone.findIndex((each) => each.promise.frequency === promise.frequency);
        if (same !== -1) gone.splice(same, 1);
        return same === -1;
      });
      return Array.from({ length: Math.max(gone.length, come.length) }, (_, at): ComparedPromise => {
        const [was, is] = [gone[at], come[at]];
        return { control, before: was?.promise ?? null, after: is?.promise ?? null, row: is?.row ?? was?.row ?? 0 };
      });
    })
    .sort((one, other) => one.row - other.row);
}

interface Found {
  text: string;
  unit: string;
  at: number;
}

/** A number by itself or with a unit; one in a name such as `SHA-256` is none. */
const number = new RegExp(`(?<![\\p{L}\\p{N}.,_-])\\d+(?:[.,]\\d+)*(?:\\s?%|\\s+${units}\\b)?`, 'gu');

/** Numbers that have others in their place, in the order of the rows. A line that only stands elsewhere has the same ones. */
export function numbersChanged(rows: readonly RowNotes[]): ComparedNumber[] {
  const lines = rows.flatMap(({ heading, lines: own }, row) =>
    own.map(({ before, after }) => ({ heading, row, before: said(before), after: said(after) })),
  );
  const [gone, come] = [new Map<string, number>(), new Map<string, number>()];
  for (const { before, after } of lines) {
    if (before !== null && after === null) gone.set(before, (gone.get(before) ?? 0) + 1);
    if (before === null && after !== null) come.set(after, (come.get(after) ?? 0) + 1);
  }
  return lines.flatMap(({ heading, row, before, after }) => {
    const only = before === null ? after : after === null ? before : null;
    if (only !== null && gone.get(only) === come.get(only)) return [];
    return changedIn(before ?? '', after ?? '').map((each) => ({ ...each, heading, row }));
  });
}

const said = (line: readonly Inline[] | null): string | null => (line === null ? null : textOf(line));

function changedIn(before: string, after: string): Pick<ComparedNumber, 'before' | 'after' | 'sentence'>[] {
  const [those, these] = [numbersIn(before), numbersIn(after)];
  const same = inOrder(
    those.map(({ text }) => text),
    these.map(({ text }) => text),
  );
  return gapsOf(same, those.length, these.length).flatMap((gap) => {
    const [gone, come] = [those.slice(...gap.before), these.slice(...gap.after)];
    // Those of a unit first, then those that are left in their order.
    const pairs = gone.map((was) => ({ was, is: take(come, (is) => is.unit === was.unit) }));
    const changed = pairs.map(({ was, is }) => ({ was, is: is ?? take(come, () => true) }));
    return [
      ...changed.map(({ was, is }) => ({
        before: was.text,
        after: is?.text ?? null,
        sentence: is === undefined ? sentenceAt(before, was.at) : sentenceAt(after, is.at),
      })),
      ...come.map((is) => ({ before: null, after: is.text, sentence: sentenceAt(after, is.at) })),
    ];
  });
}

function take<Part>(parts: Part[], fits: (part: Part) => boolean): Part | undefined {
  const at = parts.findIndex(fits);
  return at === -1 ? undefined : parts.splice(at, 1)[0];
}

function numbersIn(text: string): Found[] {
  return [...text.matchAll(number)].map((found) => ({
    text: found[0].replaceAll(/\s+/g, ' '),
    unit: found[1] ?? '',
    at: found.index,
  }));
}
