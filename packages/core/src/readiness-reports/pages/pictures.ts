import { quantity } from '../../reasons/index.ts';
import { severities, severityTitles } from '../../readiness/index.ts';
import type { ReadinessFacts, ReportedItem } from '../facts.ts';
import { gradeStanding, standings, standingTitles, type GradeStanding } from '../words.ts';
import type { Block, Fill, Shape, Tone } from './blocks.ts';
import { possibleReport } from './possible.ts';

/** Of every picture, in points: the text of an upright A4 page. */
const width = 476;
const size = 8.5;
const rowHeight = 20;

const words = (
  text: string,
  x: number,
  y: number,
  more: { at?: 'start' | 'middle' | 'end'; tone?: Tone; strong?: boolean; on?: Fill; size?: number } = {},
): Shape => ({
  kind: 'words',
  x: round(x),
  y: round(y),
  at: 'start',
  text,
  size,
  tone: 'ink',
  strong: false,
  on: null,
  ...more,
});
const area = (x: number, y: number, w: number, height: number, fill: Fill): Shape => ({
  kind: 'area',
  x: round(x),
  y: round(y),
  width: round(w),
  height: round(height),
  fill,
});

/** Fewer digits, and the same on every machine. */
function round(points: number): number {
  return Math.round(points * 100) / 100;
}

/** As many characters as surely fit into so many points. */
function cut(text: string, points: number): string {
  const most = Math.max(3, Math.floor(points / (size * 0.52)));
  const characters = [...text];
  return characters.length <= most
    ? text
    : `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}

/** Swatches with what they stand for, in as many lines as they take. */
function legend(entries: readonly (readonly [Fill, string])[], top: number): { shapes: Shape[]; bottom: number } {
  const shapes: Shape[] = [];
  let [x, y] = [0, top];
  for (const [fill, title] of entries) {
    const needs = 18 + title.length * size * 0.5 + 12;
    if (x > 0 && x + needs > width) [x, y] = [0, y + 15];
    shapes.push(area(x, y + 1, 12, 9, fill), words(title, x + 16, y + 5.5, { tone: 'quiet' }));
    x += needs;
  }
  return { shapes, bottom: y + 14 };
}

export interface GradeRow {
  title: string;
  criteria: ReadinessFacts['criteria'];
}

/** How many criteria of each row have which grade, as one bar of equal length for each. */
export function gradeBars(label: string, rows: readonly GradeRow[]): Block {
  const [left, right] = [150, 34];
  const full = width - left - right;
  const shapes: Shape[] = [];
  const told: string[] = [];
  const used = new Set<GradeStanding>();
  for (const [place, { title, criteria }] of rows.entries()) {
    const y = place * rowHeight;
    shapes.push(words(cut(title, left - 8), 0, y + rowHeight / 2 - 2));
    const parts: string[] = [];
    let x = left;
    for (const standing of standings) {
      const count = criteria.filter((each) => gradeStanding(each) === standing).length;
      if (count === 0) continue;
      used.add(standing);
      const length = (count / criteria.length) * full;
      shapes.push(area(x, y, length, rowHeight - 5, standing));
      if (length > 12) {
        shapes.push(
          words(String(count), x + length / 2, y + (rowHeight - 5) / 2, { at: 'middle', strong: true, on: standing }),
        );
      }
      parts.push(`${count} ${standingTitles[standing].toLowerCase()}`);
      x += length;
    }
    shapes.push(words(`of ${criteria.length}`, width, y + rowHeight / 2 - 2, { at: 'end', tone: 'quiet' }));
    told.push(`${title}: ${parts.join(', ')} of ${criteria.length}.`);
  }
  const below = legend(
    standings.filter((each) => used.has(each)).map((each) => [each, standingTitles[each]]),
    rows.length * rowHeight + 4,
  );
  return {
    kind: 'picture',
    label,
    description: `${label}. ${told.join(' ')}`,
    width,
    height: below.bottom,
    shapes: [...shapes, ...below.shapes],
  };
}

/** How many gaps there are of each severity, and how many of these have no item in the plan. */
export function severityBars({ gaps, plan }: ReadinessFacts): Block {
  const [left, right] = [80, 110];
  const without = new Set(plan.without);
  const rows = severities.map((severity) => {
    const own = gaps.filter((gap) => gap.severity === severity);
    return {
      title: severityTitles[severity],
      total: own.length,
      without: own.filter(({ id }) => without.has(id)).length,
    };
  });
  const most = Math.max(1, ...rows.map(({ total }) => total));
  const unit = (width - left - right) / most;
  const shapes = rows.flatMap(({ title, total, without: bare }, place): Shape[] => {
    const y = place * rowHeight;
    const middle = y + (rowHeight - 5) / 2;
    const inPlan = total - bare;
    return [
      words(title, 0, middle),
      ...(inPlan > 0 ? [area(left, y, inPlan * unit, rowHeight - 5, 'planned')] : []),
      ...(bare > 0 ? [area(left + inPlan * unit, y, bare * unit, rowHeight - 5, 'unplanned')] : []),
      words(
        total === 0 ? 'none' : bare === 0 ? String(total) : `${total}, ${bare} not in the plan`,
        left + total * unit + 6,
        middle,
        { strong: total > 0, tone: total > 0 ? 'ink' : 'quiet' },
      ),
    ];
  });
  const below = legend(
    [
      ['planned', 'In the plan of action'],
      ['unplanned', 'Not in the plan'],
    ],
    rows.length * rowHeight + 4,
  );
  return {
    kind: 'picture',
    label: 'Gaps by severity',
    description: `Gaps by severity. ${rows
      .map(
        ({ title, total, without: bare }) =>
          `${title}: ${total}${bare === 0 ? '' : `, ${bare} of them not in the plan`}.`,
      )
      .join(' ')}`,
    width,
    height: below.bottom,
    shapes: [...shapes, ...below.shapes],
  };
}

/** Rows of work that the roadmap draws. */
export const mostBars = 18;

const markTitles: Record<string, string> = {
  today: 'Today',
  wished: 'Wished report',
  possible: 'Possible report',
  'not before': 'Report not before',
};

/** The roadmap: work that has a place, the days of the examination after it, today, the wished and the possible date. */
export function gantt(facts: ReadinessFacts, items: readonly ReportedItem[]): Block {
  const { roadmap, today } = facts;
  const phases = roadmap.earliest?.phases ?? roadmap.drafted.phases;
  const possible = possibleReport(facts) !== null;
  const bars = [
    ...items.map((item) => ({
      title: `${item.code} ${item.title}`,
      from: item.begins ?? today,
      to: item.ends ?? today,
      fill: (item.critical ? 'critical' : 'work') as Fill,
      after: item.late ? 'late' : '',
    })),
    ...phases.map(({ title, from, to }) => ({ title, from, to, fill: 'examined' as Fill, after: '' })),
  ];
  const marks = [
    { title: 'today', on: today, tone: 'ink' as Tone, dashed: false },
    ...(roadmap.wished === null
      ? []
      : [{ title: 'wished', on: roadmap.wished, tone: 'caution' as Tone, dashed: true }]),
    ...(roadmap.earliest === null
      ? []
      : [
          {
            title: possible ? 'possible' : 'not before',
            on: roadmap.earliest.report,
            tone: 'alarm' as Tone,
            dashed: true,
          },
        ]),
  ];
  const dates = [...bars.flatMap(({ from, to }) => [from, to]), ...marks.map(({ on }) => on)].toSorted();
  const [first, last] = [monthOf(dates[0] ?? today, 0), monthOf(dates.at(-1) ?? today, 1)];
  const [left, top, height] = [178, 30, 15];
  const full = width - left;
  const at = (day: string, after = 0): number =>
    left + (((Date.parse(day) - Date.parse(first)) / 86_400_000 + after) / daysIn(first, last)) * full;
  const bottom = top + bars.length * height;
  const shapes: Shape[] = [];
  for (const month of axis(first, last)) {
    shapes.push(
      { kind: 'line', x1: round(at(month)), y1: 0, x2: round(at(month)), y2: bottom, tone: 'quiet', dashed: false },
      ...(at(month) + 32 > width ? [] : [words(month.slice(0, 7), at(month) + 2, 6, { tone: 'quiet', size: 7 })]),
    );
  }
  for (const [place, bar] of bars.entries()) {
    const y = top + place * height;
    const [from, to] = [at(bar.from), at(bar.to, 1)];
    shapes.push(
      words(cut(bar.title, left - 8), 0, y + height / 2),
      area(from, y + 3, Math.max(2, to - from), height - 6, bar.fill),
    );
    if (bar.after !== '') {
      const room = to + 26 < width;
      shapes.push(
        words(bar.after, room ? to + 3 : from - 3, y + height / 2, {
          tone: 'alarm',
          strong: true,
          at: room ? 'start' : 'end',
        }),
      );
    }
  }
  for (const { title, on, tone, dashed } of marks) {
    const x = round(at(on));
    const end = x > width - 50;
    shapes.push(
      { kind: 'line', x1: x, y1: 14, x2: x, y2: bottom + 4, tone, dashed },
      words(title, end ? x - 2 : x + 2, 19, { tone, strong: true, size: 7.5, at: end ? 'end' : 'start' }),
    );
  }
  const below = legend(
    [
      ['critical', 'Work on the critical path'],
      ['work', 'Other work'],
      ['examined', 'Examination'],
    ],
    bottom + 10,
  );
  const spans = bars.map(({ title, from, to, after }) => `${title}: ${from} to ${to}${after === '' ? '' : ', late'}.`);
  return {
    kind: 'picture',
    label: 'Roadmap',
    description: `Roadmap with ${quantity(items.length, 'item')} of work. ${marks
      .map(({ title, on }) => `${markTitles[title] ?? title}: ${on}.`)
      .join(' ')} ${spans.join(' ')}`,
    width,
    height: below.bottom,
    shapes: [...shapes, ...below.shapes],
  };
}

function daysIn(from: string, to: string): number {
  return Math.max(1, (Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** The first day of the month of a day, or of one so many months later. */
function monthOf(day: string, later: number): string {
  const at = new Date(day);
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + later, 1)).toISOString().slice(0, 10);
}

/** First days of months, at most eight of them. */
function axis(first: string, last: string): string[] {
  const months = Math.round(daysIn(first, last) / 30.4);
  const each = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600].find((step) => months / step <= 8) ?? 1200;
  const found: string[] = [];
  for (let n = 0; n < months; n += each) found.push(monthOf(first, n));
  return found;
}
