import { versionWindows, type Control } from '../controls/index.ts';
import { byText, dayAfter } from '../reasons/index.ts';
import { scopeKindWords, type ScopeChange } from '../scope/index.ts';
import type { DatedChange } from './descriptions.ts';

interface Days {
  from: string;
  to: string;
}

/** What changed in the scope and in controls after the first day of the period, the earliest day first. */
export function changesInPeriod(
  controls: readonly Control[],
  scope: readonly ScopeChange[],
  period: Days,
): DatedChange[] {
  const codes = [...new Set(controls.map(({ code }) => code))].sort(byText);
  return [
    ...scope.filter(({ of }) => of === 'system').map(ofScope),
    ...codes.flatMap((code) => ofControl(controls, code, period)),
  ].sort((a, b) => byText(a.day, b.day) || byText(a.name, b.name));
}

const scopeWords: Record<ScopeChange['what'], { did: string; all: string }> = {
  added: { did: 'added to the scope', all: 'New' },
  changed: { did: 'changed in the scope', all: '' },
  removed: { did: 'taken out of the scope', all: 'No longer part of it' },
  restored: { did: 'taken into the scope again', all: 'Part of it again' },
};

function ofScope({ item, version, what, effectiveFrom, reason, fields }: ScopeChange): DatedChange {
  const { did, all } = scopeWords[what];
  return {
    key: `scope/${item.id}/${version}`,
    day: effectiveFrom,
    name: item.name,
    did: `${scopeKindWords[item.kind].one}, ${did}`,
    why: reason,
    fields:
      what === 'changed'
        ? fields.map(({ title, before, now }) => ({ title, before: before ?? '', now: now ?? '' }))
        : [],
    all,
  };
}

/** Where the versions of a control begin and end within the period. */
function ofControl(controls: readonly Control[], code: string, period: Days): DatedChange[] {
  const changes: DatedChange[] = [];
  let before: { version: Control; days: Days } | undefined;
  for (const window of versionWindows(controls, code, period)) {
    const { version, days } = window;
    const joins = before !== undefined && dayAfter(before.days.to) === days.from;
    if (before !== undefined && !joins) changes.push(ended(before));
    if (days.from > period.from) changes.push(begun(version, days.from, joins ? before?.version : undefined, controls));
    before = window;
  }
  if (before !== undefined && before.days.to < period.to) changes.push(ended(before));
  return changes;
}

function ended({ version, days }: { version: Control; days: Days }): DatedChange {
  return {
    key: `control/${version.code}/${dayAfter(days.to)}/retired`,
    day: dayAfter(days.to),
    name: version.code,
    did: 'control, retired',
    why: version.retirementReason ?? '',
    fields: [],
    all: version.title,
  };
}

function begun(
  version: Control,
  day: string,
  replaced: Control | undefined,
  controls: readonly Control[],
): DatedChange {
  const why = version.revisionReason ?? '';
  if (replaced !== undefined) {
    return {
      key: `control/${version.code}/${day}/changed`,
      day,
      name: version.code,
      did: 'control, changed',
      why,
      fields: changedWording(replaced, version),
      all: '',
    };
  }
  const again = controls.some(({ code, effectiveFrom }) => code === version.code && effectiveFrom < day);
  const did = again ? 'control, brought back' : 'control, begun';
  return {
    key: `control/${version.code}/${day}/begun`,
    day,
    name: version.code,
    did,
    why,
    fields: [],
    all: version.title,
  };
}

const wording: { title: string; of: (control: Control) => string }[] = [
  { title: 'Title', of: ({ title }) => title },
  { title: 'Wording', of: ({ description }) => description },
  { title: 'Frequency', of: ({ frequency }) => frequency.replace('_', ' ') },
  { title: 'Owner', of: ({ ownerRole }) => ownerRole },
  { title: 'Criteria', of: ({ criteria }) => criteria.join(', ') },
];

function changedWording(earlier: Control, later: Control): DatedChange['fields'] {
  return wording
    .map(({ title, of }) => ({ title, before: of(earlier), now: of(later) }))
    .filter(({ before, now }) => before !== now);
}
