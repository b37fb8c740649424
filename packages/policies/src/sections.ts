import type { Inline, TextBlock } from '@tickmark/core';
import { linesOf, textOf } from './obligations.ts';

/** A heading with what stands under it, up to the next heading of any level. */
export interface Section {
  /** null for what stands before the first heading. */
  title: string | null;
  level: number;
  /** Titles from the topmost to its own. */
  path: readonly string[];
  /** Which of the sections it stands in; null at the top. */
  parent: number | null;
  /** Places of its first block, which is its heading, and of the one behind its last. */
  from: number;
  end: number;
}

/** The sections of a text in their order; the first is what stands before any heading, even where that is nothing. */
export function sectionsOf(blocks: readonly TextBlock[]): Section[] {
  const sections: Section[] = [{ title: null, level: 0, path: [], parent: null, from: 0, end: blocks.length }];
  const open: number[] = [];
  blocks.forEach((block, place) => {
    if (block.kind !== 'heading') return;
    const last = sections.at(-1);
    if (last !== undefined) last.end = place;
    while (open.length > 0 && (sections[open.at(-1) ?? 0]?.level ?? 0) >= block.level) open.pop();
    const parent = open.at(-1) ?? null;
    const title = textOf(block.line);
    const path = [...(parent === null ? [] : (sections[parent]?.path ?? [])), title];
    open.push(sections.length);
    sections.push({ title, level: block.level, path, parent, from: place, end: blocks.length });
  });
  return sections;
}

/** Whether a heading has nothing under it: no text, and no heading of a lower level. `place`: which of the sections. */
export function isEmptySection(blocks: readonly TextBlock[], sections: readonly Section[], place: number): boolean {
  const section = sections[place];
  if (section === undefined || section.title === null) return false;
  const hasLower = (sections[place + 1]?.level ?? 0) > section.level;
  return !hasLower && blocks.slice(section.from + 1, section.end).every((block) => linesOf(block).every(isBlank));
}

const isBlank = (line: readonly Inline[]): boolean =>
  line.every(({ text, tag, obligation }) => tag === undefined && obligation === undefined && text.trim() === '');
