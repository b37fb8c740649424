import { policyCatalogue } from '@tickmark/core';
import { linesOf, textOf } from '../obligations.ts';
import { mapHeadings } from './headings.ts';
import type { Imported } from './imported.ts';
import { overlap, rootsOf } from './likeness.ts';

/** Titles say most; controls are named by few documents, and say much where they are. */
const weights = { title: 0.55, headings: 0.35, controls: 0.1 };
/** Below it a guess is no better than any other. */
const least = 0.1;

const titleRoots = policyCatalogue.map(({ title }) => new Set(rootsOf(title)));

/** Which document of the catalogue a text is: ids with a score from 0 to 1, the best first; none where nothing speaks for any. */
export function guessPolicy({ title, blocks }: Imported): { id: string; score: number }[] {
  const named = new Set(
    blocks
      .flatMap(linesOf)
      .flatMap((line) => [
        ...(textOf(line).match(/\b[A-Z]{2,5}-\d{2,3}\b/g) ?? []),
        ...line.flatMap(({ obligation }) => obligation?.control ?? []),
      ]),
  );
  return policyCatalogue
    .map(({ id, title: wanted, sections, controls }) => {
      const scores = {
        title: title === null ? 0 : overlap(wanted, title, weightOf),
        headings: mapHeadings(blocks, sections).found.length / sections.length,
        controls: controls.filter((control) => named.has(control)).length / Math.max(1, controls.length),
      };
      const score =
        weights.title * scores.title + weights.headings * scores.headings + weights.controls * scores.controls;
      return { id, score: Math.round(score * 1000) / 1000 };
    })
    .filter(({ score }) => score >= least)
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}

/** A word of one title tells more than one of many. */
function weightOf(root: string): number {
  const titles = titleRoots.filter((roots) => roots.has(root)).length;
  return titles === 0 ? 0.5 : 1 / Math.sqrt(titles);
}
