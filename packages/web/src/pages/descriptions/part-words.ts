import type { Description, DescriptionPart } from '@tickmark/core';
import { descriptionPartWords, type DescriptionPartId } from '@tickmark/core/description-words';

/** `DC 4 Incidents` */
export function partTitle(id: DescriptionPartId): string {
  const { criterion, title } = descriptionPartWords[id];
  return criterion === null ? title : `${criterion} ${title}`;
}

/** `DC 4`, or the title of a part that answers none. */
export function criterionOf(id: DescriptionPartId): string {
  const { criterion, title } = descriptionPartWords[id];
  return criterion ?? title;
}

/** Where a part stands, in words: `2 missing, 1 to look at`. */
export function partStanding({ state, points }: Pick<DescriptionPart, 'state' | 'points'>): string {
  if (state === 'not-applicable') return 'Does not apply';
  const must = points.filter(({ severity }) => severity === 'must').length;
  const told = pointsInWords({ must, should: points.length - must });
  if (told !== '') return told;
  return state === 'open' ? 'Not all is written down' : 'Nothing missing';
}

/** `2 missing, 1 to look at`; empty where there is none. */
export function pointsInWords({ must, should }: { must: number; should: number }): string {
  return [must === 0 ? null : `${must} missing`, should === 0 ? null : `${should} to look at`]
    .filter((each) => each !== null)
    .join(', ');
}

/** How far a description is, and what became of its newest version. */
export function wholeStanding({ counts, versions, unfrozen }: Description): string[] {
  const { must, should, complete, applicable } = counts;
  const open = pointsInWords({ must, should });
  const [newest] = versions;
  return [
    `Nothing is missing in ${complete} of ${applicable} parts.`,
    open === '' ? 'No point is open that could be told from here.' : `Open points: ${open}.`,
    newest === undefined
      ? 'No version is frozen yet.'
      : `Version ${newest.number} is the newest${newest.approvals.length === 0 ? ', approved by nobody yet' : ''}; ${
          unfrozen ? 'what stands here now says something else.' : 'it says what stands here now.'
        }`,
  ];
}
