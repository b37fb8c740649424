import { afterType1, afterType2, preparation, together, type UsualPhase } from '@tickmark/core/guide';
import { Scrollable } from '../../ui/scrollable.tsx';
import classes from './understand.module.css';

/** Months of a first period that the picture shows, in weeks. */
const shownPeriod = 26;

interface Stretch {
  title: string;
  weeks: number;
  tone: 'prepare' | 'examined' | 'auditor';
}

function middle(phases: readonly UsualPhase[]): number {
  const [least, most] = together(phases);
  return (least + most) / 2;
}

const prepared: Stretch = { title: 'Getting ready', weeks: middle(preparation), tone: 'prepare' };
const ways: { title: string; stretches: Stretch[] }[] = [
  {
    title: 'Type 1',
    stretches: [
      prepared,
      { title: 'One day', weeks: 0.6, tone: 'examined' },
      { title: 'Auditor', weeks: middle(afterType1), tone: 'auditor' },
    ],
  },
  {
    title: 'Type 2',
    stretches: [
      prepared,
      { title: 'Period, here six months', weeks: shownPeriod, tone: 'examined' },
      { title: 'Auditor', weeks: middle(afterType2), tone: 'auditor' },
    ],
  },
];

const weeksShown = Math.max(...ways.map(({ stretches }) => stretches.reduce((sum, { weeks }) => sum + weeks, 0)));
const [width, left, rowHeight, barHeight] = [720, 64, 62, 26];
const scale = (width - left - 8) / weeksShown;
const x = (weeks: number) => left + weeks * scale;
const text = ways
  .map(
    ({ title, stretches }) =>
      `${title}: ${stretches.map((s) => `${s.title.toLowerCase()}, about ${Math.ceil(s.weeks)} weeks`).join('; ')}.`,
  )
  .join(' ')
  .replace('one day, about 1 weeks', 'one day');

/** Both ways to a report on one line of time, in the middle of what is usual. */
export function Ways() {
  const months = Array.from({ length: Math.floor(weeksShown / 4.35) + 1 }, (_, month) => month);
  const height = ways.length * rowHeight + 34;
  return (
    <figure className={classes.figure}>
      <Scrollable label="Picture of both ways" className={classes.scrolled}>
        <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={text} className={classes.picture}>
          {months.map((month) => (
            <g key={month}>
              <line x1={x(month * 4.35)} x2={x(month * 4.35)} y1={4} y2={height - 22} className={classes.grid} />
              {month % 2 === 0 ? (
                <text x={x(month * 4.35)} y={height - 6} textAnchor="middle" className={classes.axis}>
                  {month === 0 ? 'month 0' : month}
                </text>
              ) : null}
            </g>
          ))}
          {ways.map(({ title, stretches }, row) => {
            const y = row * rowHeight + 28;
            let begun = 0;
            return (
              <g key={title}>
                <text x={0} y={y + 18} className={classes.name}>
                  {title}
                </text>
                {stretches.map((stretch) => {
                  const from = begun;
                  begun += stretch.weeks;
                  return (
                    <g key={stretch.title}>
                      <rect
                        x={x(from) + 1}
                        y={y}
                        width={Math.max(4, stretch.weeks * scale - 2)}
                        height={barHeight}
                        rx={3}
                        className={classes.stretch}
                        data-tone={stretch.tone}
                      />
                      <text x={x(from) + 1} y={y - 6} className={classes.axis}>
                        {stretch.tone === 'examined' && stretch.weeks < 1 ? '' : stretch.title}
                      </text>
                    </g>
                  );
                })}
                <circle cx={x(begun)} cy={y + barHeight / 2} r={5} className={classes.report} />
              </g>
            );
          })}
        </svg>
      </Scrollable>
      <figcaption>
        In the middle of what is usual; the dot is the signed report. The thin mark in a Type 1 is its one day. A way
        has as many weeks as the tables under “How long it takes” say.
      </figcaption>
    </figure>
  );
}
