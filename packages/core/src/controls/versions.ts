import { byText, dayAfter } from '../reasons/index.ts';
import type { Control } from './controls.ts';

/** Days, both included. */
export interface Days {
  from: string;
  to: string;
}

/** What of a version its dates follow from. */
export type DatedVersion = Pick<Control, 'code' | 'effectiveFrom' | 'retiredOn' | 'version'>;

/** One version of a control with the days of a period on which it was in force. */
export interface VersionWindow<Version extends DatedVersion = DatedVersion> {
  version: Version;
  days: Days;
}

/** The days of the period on which a version was in force; `retiredOn` is the first day without it. */
export function windowOf(version: Pick<DatedVersion, 'effectiveFrom' | 'retiredOn'>, period: Days): Days | null {
  const from = version.effectiveFrom > period.from ? version.effectiveFrom : period.from;
  const last = version.retiredOn === null ? period.to : dayAfter(version.retiredOn, -1);
  const to = last < period.to ? last : period.to;
  return from <= to ? { from, to } : null;
}

/**
 * The windows of the versions of one control code within a period, oldest first: each version is
 * tested over its own dates. No day belongs to two: where records overlap, the later version has the
 * day. Days without any version are in no window. The order of `versions` is irrelevant.
 */
export function versionWindows<Version extends DatedVersion>(
  versions: readonly Version[],
  code: string,
  period: Days,
): VersionWindow<Version>[] {
  const own = versions
    .filter((v) => v.code === code && (v.retiredOn === null || v.retiredOn > v.effectiveFrom))
    .sort((a, b) => byText(a.effectiveFrom, b.effectiveFrom) || a.version - b.version);
  return own.flatMap((version, i) => {
    const next = own[i + 1]?.effectiveFrom;
    const { retiredOn } = version;
    const until = next !== undefined && (retiredOn === null || next < retiredOn) ? next : retiredOn;
    const days = windowOf({ effectiveFrom: version.effectiveFrom, retiredOn: until }, period);
    return days === null ? [] : [{ version, days }];
  });
}
