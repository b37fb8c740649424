import { engagementPeriod, examinedControls, type ExaminedVersion, type Examining } from '../engagements/index.ts';

/**
 * The controls by which a piece of evidence speaks to an engagement: those it names that are examined, where it speaks
 * for one of the days examined. None where it does not speak to it.
 */
export function speaksTo(
  piece: { period: { from: string; to: string }; controls: readonly string[] },
  engagement: Examining,
  versions: readonly ExaminedVersion[],
): string[] {
  const { from, to } = engagementPeriod(engagement.terms);
  if (piece.period.from > to || piece.period.to < from) return [];
  const examined = new Set(examinedControls(engagement, versions));
  return piece.controls.filter((code) => examined.has(code));
}
