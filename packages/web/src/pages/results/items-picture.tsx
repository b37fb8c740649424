import type { TestResult } from '@tickmark/core';
import { busiestDays, daysBetween } from './by-month.ts';
import { MonthLines, width } from './month-lines.tsx';
import { PictureFrame } from './picture-frame.tsx';
import classes from './picture.module.css';

const height = 150;
const line = 92;
const above = 84;
const below = 36;

/**
 * A bar for each day: passes go up; deviations go down, and unverified items beneath them. Each side has a scale of its
 * own: on that of thousands which pass, one deviation would not be seen.
 */
export function ItemsPicture({ period, timeline }: Pick<TestResult, 'period' | 'timeline'>) {
  const days = daysBetween(period.from, period.to) + 1;
  const bar = width / days;
  const { most, mostBelow } = busiestDays(timeline);
  const [mostUp, mostDown] = [Math.max(1, most), Math.max(1, mostBelow)];
  const total = timeline.reduce((sum, day) => sum + day.deviations, 0);
  return (
    <PictureFrame label="Picture of the items by day">
      <svg
        className={classes.picture}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`Items by day from ${period.from} to ${period.to}, ${total} deviations; the table below says the same by month`}
      >
        <MonthLines period={period} days={days} height={height} />
        <line className={classes.axis} x1={0} x2={width} y1={line} y2={line} />
        {timeline.map(({ date, pass, deviations, unverified }) => {
          const x = daysBetween(period.from, date) * bar;
          const w = Math.max(1.2, bar - 0.4);
          const up = (pass / mostUp) * above;
          const bad = (deviations / mostDown) * below;
          const unknown = (unverified / mostDown) * below;
          return (
            <g key={date}>
              <title>{`${date}: ${pass} pass, ${deviations} deviations, ${unverified} unverified`}</title>
              {pass > 0 ? (
                <rect className={classes.bar} data-tone="good" x={x} y={line - up} width={w} height={up} />
              ) : null}
              {deviations > 0 ? (
                <rect
                  className={classes.bar}
                  data-tone="bad"
                  x={x}
                  y={line + 1}
                  width={Math.max(w, 2.4)}
                  height={bad}
                />
              ) : null}
              {unverified > 0 ? (
                <rect
                  className={classes.hatched}
                  data-tone="unknown"
                  x={x}
                  y={line + 1 + bad}
                  width={Math.max(w, 2.4)}
                  height={unknown}
                />
              ) : null}
            </g>
          );
        })}
      </svg>
    </PictureFrame>
  );
}
