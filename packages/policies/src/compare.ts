import type { Compared, ComparedRow, TextBlock } from '@tickmark/core';
import { align, bags, gapsOf, inOrder, isLike, likeInOrder, type Bag, type Pair } from './align.ts';
import { compareBlock, keyOfBlock, onlyBlock, wordsOfBlock, type Notes } from './compare-blocks.ts';
import { numbersChanged, promisesChanged, type RowNotes } from './compare-promises.ts';
import { sectionsOf, type Section } from './sections.ts';

/** A text with what it takes to hold its blocks and sections against those of another. */
interface Read {
  blocks: readonly TextBlock[];
  keys: string[];
  bags: Bag[];
  sections: Section[];
  sectionBags: Bag[];
  /** Of each block, the title it stands under. */
  headings: string[];
}

/** A row before its words are compared: places in both texts. */
interface Place {
  before: number | null;
  after: number | null;
  moved: boolean;
}

/**
 * What changed between two versions of a text: block by block, and word by word where a block was changed. A section that
 * stands elsewhere is told by its heading and as one. What stands in one text alone is marked; without what was added the
 * text is the earlier one again, its blocks ordered by their places, and without what was removed the later one. Numbers
 * behind tags are compared where the tags are filled.
 */
export function compareBlocks(before: readonly TextBlock[], after: readonly TextBlock[]): Compared {
  const bag = bags();
  const [left, right] = [readText(before, bag), readText(after, bag)];
  const { kept, moved } = pairSections(left, right);
  const places = [...kept, [left.sections.length, right.sections.length] as const].flatMap((end, at) =>
    at === 0 ? [] : between(left, right, kept[at - 1] ?? [0, 0], end, moved),
  );
  const ordered = moved.reduce((rows, [one, other]) => {
    const own = withHeading(left, right, [one, one + 1], [other, other + 1], true);
    const from = right.sections[other]?.from ?? 0;
    const at = rows.findIndex((row) => row.after !== null && row.after > from);
    return rows.toSpliced(at === -1 ? rows.length : at, 0, ...own);
  }, places);
  const words = { added: 0, removed: 0 };
  const compared = ordered.map((place) => rowOf(left, right, place, words));
  const notes = compared.map(({ notes: own }) => own);
  const rows = compared.map(({ row }) => row);
  return {
    rows,
    words,
    promises: promisesChanged(notes),
    numbers: numbersChanged(notes),
    moved: movedOf(left, right, moved, rows),
  };
}

function readText(blocks: readonly TextBlock[], bag: (words: readonly string[]) => Bag): Read {
  const words = blocks.map((block) => wordsOfBlock(block));
  const sections = sectionsOf(blocks);
  return {
    blocks,
    keys: blocks.map((block) => keyOfBlock(block)),
    bags: words.map((each) => bag(each)),
    sections,
    sectionBags: sections.map(({ from, end }) => bag(words.slice(from, end).flat())),
    headings: sections.flatMap(({ title, from, end }) => Array.from({ length: end - from }, () => title ?? '')),
  };
}

/** Sections that belong together: those in one order, with what stands before any heading as the first, and those that moved. */
function pairSections(left: Read, right: Read): { kept: Pair[]; moved: Pair[] } {
  const fitting = (pairs: Pair[], find: (before: number[], after: number[]) => Pair[]): Pair[] =>
    gapsOf(pairs, left.sections.length, right.sections.length)
      .flatMap((gap) => {
        const [before, after] = [range(...gap.before), range(...gap.after)];
        return find(before, after).map(([one, other]): Pair => [before[one] ?? 0, after[other] ?? 0]);
      })
      .concat(pairs)
      .sort(([one], [other]) => one - other);
  const titles = (read: Read, places: readonly number[], whole: boolean): string[] =>
    places.map((place) => {
      const { path = [], title = null } = read.sections[place] ?? {};
      return JSON.stringify(whole ? path : title);
    });
  const named = [true, false].reduce<Pair[]>(
    (pairs, whole) => fitting(pairs, (one, other) => inOrder(titles(left, one, whole), titles(right, other, whole))),
    [[0, 0]],
  );
  const moved = movedSections(left, right, named, true);
  const [gone, come] = [new Set(moved.map(([one]) => one)), new Set(moved.map(([, other]) => other))];
  const kept = fitting(named, (one, other) => {
    const [from, to] = [one.filter((each) => !gone.has(each)), other.filter((each) => !come.has(each))];
    const alike = likeInOrder(
      from.map((each) => left.sectionBags[each] ?? none),
      to.map((each) => right.sectionBags[each] ?? none),
    );
    return alike.map(([a, b]): Pair => [one.indexOf(from[a] ?? 0), other.indexOf(to[b] ?? 0)]);
  });
  return { kept, moved: [...moved, ...movedSections(left, right, [...kept, ...moved], false)] };
}

const none: Bag = new Uint32Array();
const range = (from: number, end: number): number[] => Array.from({ length: end - from }, (_, at) => from + at);

/** Below it, sections of other titles are alike by chance. */
const fewWords = 12;

/** Sections that are alike and in no order with the others: of one title where `named`. */
function movedSections(left: Read, right: Read, paired: readonly Pair[], named: boolean): Pair[] {
  const [those, these] = [new Set(paired.map(([one]) => one)), new Set(paired.map(([, other]) => other))];
  const open = range(0, right.sections.length).filter((each) => !these.has(each));
  return range(0, left.sections.length).flatMap((one): Pair[] => {
    const bag = left.sectionBags[one] ?? none;
    if (those.has(one) || (!named && bag.length < fewWords)) return [];
    const title = left.sections[one]?.title;
    const found = open.findIndex(
      (each) => (!named || right.sections[each]?.title === title) && isLike(bag, right.sectionBags[each] ?? none),
    );
    return open.splice(found, found === -1 ? 0 : 1).map((other): Pair => [one, other]);
  });
}

/** The rows from a pair of sections up to the next pair. */
function between(left: Read, right: Read, from: Pair, end: Pair, moved: readonly Pair[]): Place[] {
  const [gone, come] = [new Set(moved.map(([one]) => one)), new Set(moved.map(([, other]) => other))];
  return withHeading(left, right, [from[0], end[0]], [from[1], end[1]], false, gone, come);
}

/** Rows of sections, the first of which belong together with their headings; without those that are left out. */
function withHeading(
  left: Read,
  right: Read,
  before: Pair,
  after: Pair,
  moved: boolean,
  gone: ReadonlySet<number> = new Set(),
  come: ReadonlySet<number> = new Set(),
): Place[] {
  const placesOf = (read: Read, [from, end]: Pair, out: ReadonlySet<number>): number[] =>
    range(from, end).flatMap((each) => {
      const section = read.sections[each];
      return section === undefined || out.has(each) ? [] : range(section.from, section.end);
    });
  const [those, these] = [placesOf(left, before, gone), placesOf(right, after, come)];
  const headed = left.sections[before[0]]?.title !== null && right.sections[after[0]]?.title !== null;
  const parts = (read: Read, places: readonly number[]): { key: string; bag: Bag }[] =>
    places.slice(headed ? 1 : 0).map((each) => ({ key: read.keys[each] ?? '', bag: read.bags[each] ?? none }));
  const pairs = align(parts(left, those), parts(right, these)).map(([one, other]): Pair =>
    headed ? [one + 1, other + 1] : [one, other],
  );
  const all: Pair[] = headed ? [[0, 0], ...pairs] : pairs;
  return gapsOf(all, those.length, these.length).flatMap((gap, at): Place[] => {
    const [one, other] = [those[all[at]?.[0] ?? -1], these[all[at]?.[1] ?? -1]];
    return [
      ...those.slice(...gap.before).map((place) => ({ before: place, after: null, moved })),
      ...these.slice(...gap.after).map((place) => ({ before: null, after: place, moved })),
      ...(one === undefined || other === undefined ? [] : [{ before: one, after: other, moved }]),
    ];
  });
}

function rowOf(
  left: Read,
  right: Read,
  { moved, ...place }: Place,
  words: Notes['words'],
): { row: ComparedRow; notes: RowNotes } {
  const [before, after] = [at(left.blocks, place.before), at(right.blocks, place.after)];
  const stoodUnder = at(left.headings, place.before) ?? '';
  const heading = at(right.headings, place.after) ?? stoodUnder;
  const notes: RowNotes = { heading, stoodUnder, before: null, after: null, lines: [], words };
  if (before === undefined || after === undefined) {
    const change = before === undefined ? 'added' : 'removed';
    const shown = (block: TextBlock | undefined) => (block === undefined ? null : onlyBlock(block, change, notes));
    const row: ComparedRow = { kind: change, heading, before: shown(before), after: shown(after), place };
    return { row, notes: { ...notes, before: before ?? null, after: after ?? null } };
  }
  const same = at(left.keys, place.before) === at(right.keys, place.after);
  const both = same ? null : compareBlock(before, after, notes);
  const kind = moved ? 'moved' : same ? 'unchanged' : 'changed';
  const asIs = (block: TextBlock) => onlyBlock(block, undefined, notes);
  const sides = both ?? { before: asIs(before), after: asIs(after) };
  return { row: { kind, heading, ...sides, place }, notes: same ? notes : { ...notes, before, after } };
}

function at<Part>(parts: readonly Part[], place: number | null): Part | undefined {
  return place === null ? undefined : parts[place];
}

/** What moved, without what moved only as a part of a section that did. */
function movedOf(left: Read, right: Read, moved: readonly Pair[], rows: readonly ComparedRow[]): Compared['moved'] {
  const target = new Map(moved);
  const told = moved.flatMap(([one, other]) => {
    const [was, is] = [left.sections[one], right.sections[other]];
    if (was === undefined || is === undefined) return [];
    if (was.parent !== null && is.parent !== null && target.get(was.parent) === is.parent) return [];
    const row = rows.findIndex(({ place }) => place.after === is.from);
    return [{ heading: is.title ?? '', stoodAfter: left.sections[one - 1]?.title ?? null, row }];
  });
  return told.sort((one, other) => one.row - other.row);
}
