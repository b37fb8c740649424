import { windowOf, type Control } from '../controls/index.ts';
import { applicableCriteria } from '../criteria/index.ts';
import { engagementPeriod, type Engagement } from '../engagements/index.ts';

type Examined = Pick<Engagement, 'terms' | 'categories'>;
type Version = Pick<Control, 'code' | 'criteria' | 'effectiveFrom' | 'retiredOn'>;

/** Codes of the controls that an engagement examines: in force on one of its days, and of a criterion that applies. Sorted. */
export function examinedControls(engagement: Examined, versions: readonly Version[]): string[] {
  const period = engagementPeriod(engagement.terms);
  const criteria = new Set(applicableCriteria(engagement.categories).map(({ id }) => id));
  const examined = versions.filter(
    (version) => windowOf(version, period) !== null && version.criteria.some((id) => criteria.has(id)),
  );
  return [...new Set(examined.map(({ code }) => code))].sort();
}

/**
 * The controls by which a piece of evidence speaks to an engagement: those it names that are examined, where it speaks
 * for one of the days examined. None where it does not speak to it.
 */
export function speaksTo(
  piece: { period: { from: string; to: string }; controls: readonly string[] },
  engagement: Examined,
  versions: readonly Version[],
): string[] {
  const { from, to } = engagementPeriod(engagement.terms);
  if (piece.period.from > to || piece.period.to < from) return [];
  const examined = new Set(examinedControls(engagement, versions));
  return piece.controls.filter((code) => examined.has(code));
}
