import { z } from 'zod';
import { categoryTitles } from '../categories/index.ts';
import { controlCatalogue, windowOf } from '../controls/index.ts';
import { applicableCriteria } from '../criteria/index.ts';
import { engagementPeriod, examinedControls, type ExaminedVersion, type Examining } from '../engagements/index.ts';
import { joined, spanned } from '../reasons/index.ts';
import { catalogueRequest, type CatalogueRequest } from './requests.ts';

/** Why a request of the catalogue does not apply to an engagement. */
export const notApplying = z.object({
  why: z.enum(['category', 'not-adopted', 'not-in-force', 'no-criterion']),
  words: z.string().describe('One sentence'),
});
export type NotApplying = z.infer<typeof notApplying>;

/** A request of the catalogue, held against an engagement. */
export const heldRequest = catalogueRequest.extend({
  controls: z.array(z.string()).describe('Of the controls it asks about, those that the engagement examines'),
  notApplying: notApplying.nullable().describe('null where it applies'),
});
export type HeldRequest = z.infer<typeof heldRequest>;

/**
 * Which requests of the catalogue apply to an engagement, in their order. One that asks about no control applies always;
 * any other where one of its controls is examined: adopted, in force on a day of the period, and of a criterion that
 * applies.
 */
export function applyingRequests(
  engagement: Examining,
  versions: readonly ExaminedVersion[],
  catalogue: readonly CatalogueRequest[],
): HeldRequest[] {
  const examined = new Set(examinedControls(engagement, versions));
  const criteria = new Set(applicableCriteria(engagement.categories).map(({ id }) => id));
  return catalogue.map((request) => {
    const controls = request.controls.filter((code) => examined.has(code));
    const applies = request.controls.length === 0 || controls.length > 0;
    return { ...request, controls, notApplying: applies ? null : whyNot(request, engagement, versions, criteria) };
  });
}

function whyNot(
  { controls }: CatalogueRequest,
  { terms, categories }: Examining,
  versions: readonly ExaminedVersion[],
  criteria: ReadonlySet<string>,
): NotApplying {
  const offered = controlCatalogue.filter(({ id }) => controls.includes(id));
  const own = versions.filter(({ code }) => controls.includes(code));
  const within = offered.filter((control) => control.criteria.some((id) => criteria.has(id)));
  if (own.length === 0 && within.length === 0) {
    const others = [...new Set(offered.flatMap((control) => control.categories))].filter(
      (each) => !categories.includes(each),
    );
    return {
      why: 'category',
      words: `It asks about ${joined(others.map((each) => categoryTitles[each]))}, which the engagement does not cover.`,
    };
  }
  if (own.length === 0) {
    const codes = within.map(({ id }) => id);
    return {
      why: 'not-adopted',
      words:
        codes.length === 1
          ? `${joined(codes)}, the control it asks about, was not adopted.`
          : `None of the controls it asks about was adopted: ${joined(codes)}.`,
    };
  }
  const period = engagementPeriod(terms);
  const adopted = [...new Set(own.map(({ code }) => code))].sort();
  return own.some((version) => windowOf(version, period) !== null)
    ? { why: 'no-criterion', words: `${joined(adopted)} supports no criterion that the engagement examines.` }
    : { why: 'not-in-force', words: `${joined(adopted)} was in force on no day ${spanned(period)}.` };
}
