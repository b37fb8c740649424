import { windowOf, type Control } from '../controls/index.ts';
import { applicableCriteria } from '../criteria/index.ts';
import { engagementPeriod, type Engagement } from './engagements.ts';

/** What of an engagement says which controls it examines. */
export type Examining = Pick<Engagement, 'terms' | 'categories'>;
/** What of a version of a control says whether it is examined. */
export type ExaminedVersion = Pick<Control, 'code' | 'criteria' | 'effectiveFrom' | 'retiredOn'>;

/** Codes of the controls that an engagement examines: in force on one of its days, and of a criterion that applies. Sorted. */
export function examinedControls(engagement: Examining, versions: readonly ExaminedVersion[]): string[] {
  const period = engagementPeriod(engagement.terms);
  const criteria = new Set(applicableCriteria(engagement.categories).map(({ id }) => id));
  const examined = versions.filter(
    (version) => windowOf(version, period) !== null && version.criteria.some((id) => criteria.has(id)),
  );
  return [...new Set(examined.map(({ code }) => code))].sort();
}
