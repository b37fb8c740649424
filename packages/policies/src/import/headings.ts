import type { TextBlock } from '@tickmark/core';
import { textOf } from '../obligations.ts';
import { likeness } from './likeness.ts';

/** Required headings of a document, held against those of a text. */
export interface HeadingMap {
  /** In the order of the required ones. `same`: word for word. */
  found: { section: string; heading: string; as: 'same' | 'alike' }[];
  missing: string[];
  /** Headings of the text that are none of those required. */
  others: string[];
}

/** Two headings are alike from here on. */
const alike = 0.3;

/**
 * Finds the required headings among those of the second level, each heading for one of them: first those that are the same,
 * then the most alike.
 */
export function mapHeadings(blocks: readonly TextBlock[], sections: readonly string[]): HeadingMap {
  const headings = blocks.flatMap((block) =>
    block.kind === 'heading' && block.level === 2 ? [textOf(block.line)] : [],
  );
  const pairs = sections
    .flatMap((section, wanted) =>
      headings.map((heading, at) => ({
        section,
        heading,
        at,
        wanted,
        score: heading === section ? 2 : likeness(section, heading),
      })),
    )
    .filter(({ score }) => score >= alike)
    // Of two that are as alike, the one that comes first.
    .sort((a, b) => b.score - a.score || a.wanted - b.wanted || a.at - b.at);
  const chosen = new Map<string, (typeof pairs)[number]>();
  const taken = new Set<number>();
  for (const pair of pairs) {
    if (chosen.has(pair.section) || taken.has(pair.at)) continue;
    chosen.set(pair.section, pair);
    taken.add(pair.at);
  }
  return {
    found: sections.flatMap((section) => {
      const pair = chosen.get(section);
      return pair === undefined ? [] : [{ section, heading: pair.heading, as: pair.score === 2 ? 'same' : 'alike' }];
    }),
    missing: sections.filter((section) => !chosen.has(section)),
    others: headings.filter((_, at) => !taken.has(at)),
  };
}

/** In a form that Markdown is read as missing again. */
const nothingYet = '[this part: not written down yet]';

/**
 * A text with all required headings: those that are alike get the required words, and each that is missing comes after the part
 * that it follows, with a line that says that nothing is written there yet. Nothing else of the text is changed or moved.
 */
export function withSections(
  blocks: readonly TextBlock[],
  sections: readonly string[],
  { found }: HeadingMap,
): TextBlock[] {
  const left = [...found];
  const parts: { section: string | null; blocks: TextBlock[] }[] = [{ section: null, blocks: [] }];
  for (const block of blocks) {
    const text = block.kind === 'heading' && block.level === 2 ? textOf(block.line) : null;
    const place = left.findIndex(({ heading }) => heading === text);
    const [match] = place === -1 ? [] : left.splice(place, 1);
    if (text !== null) parts.push({ section: match?.section ?? null, blocks: [] });
    const renamed = match?.as === 'alike' ? headingOf(match.section) : block;
    parts.at(-1)?.blocks.push(renamed);
  }
  let after = 0;
  for (const section of sections) {
    const place = parts.findIndex((part) => part.section === section);
    if (place === -1) {
      after += 1;
      const empty: TextBlock = { kind: 'paragraph', line: [{ text: nothingYet, missing: true }] };
      parts.splice(after, 0, { section, blocks: [headingOf(section), empty] });
    } else after = place;
  }
  return parts.flatMap((part) => part.blocks);
}

function headingOf(section: string): TextBlock {
  return { kind: 'heading', level: 2, line: [{ text: section }] };
}
