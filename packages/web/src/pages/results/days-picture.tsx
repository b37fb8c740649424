import type { TestResult } from '@tickmark/core';
import { daysBetween } from './by-month.ts';
import { MonthLines, width } from './month-lines.tsx';
import { PictureFrame } from './picture-frame.tsx';
import classes from './picture.module.css';

const height = 76;

/** A strip of the period: observed days filled, unobserved ones as gaps with an edge, failing spans beneath. */
export function DaysPicture({
  period,
  days: found,
}: {
  period: TestResult['period'];
  days: NonNullable<TestResult['days']>;
}) {
  const days = daysBetween(period.from, period.to) + 1;
  const place = (span: { from: string; to: string }) => {
    const x = (daysBetween(period.from, span.from) / days) * width;
    return { x, width: Math.max(1.5, ((daysBetween(span.from, span.to) + 1) / days) * width) };
  };
  return (
    <PictureFrame label="Picture of the days observed">
      <svg
        className={classes.picture}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`Days from ${period.from} to ${period.to}: ${found.observed} observed, ${found.unobserved} unobserved; failing spans are drawn beneath`}
      >
        <MonthLines period={period} days={days} height={height} />
        <rect className={classes.bar} data-tone="good" x={0} y={12} width={width} height={22} opacity={0.6} />
        {found.unobservedList.map((span) => (
          <rect
            key={`${span.from} ${span.to}`}
            className={classes.hatched}
            data-tone="unknown"
            y={12}
            height={22}
            {...place(span)}
          >
            <title>{`Unobserved from ${span.from} to ${span.to}`}</title>
          </rect>
        ))}
        {found.intervals
          .filter(({ state }) => state === 'fail')
          .map((span) => (
            <rect
              key={`${span.item} ${span.from}`}
              className={classes.bar}
              data-tone="bad"
              y={39}
              height={8}
              {...place(span)}
            >
              <title>{`${span.item}: fail from ${span.from} to ${span.to}`}</title>
            </rect>
          ))}
      </svg>
    </PictureFrame>
  );
}
