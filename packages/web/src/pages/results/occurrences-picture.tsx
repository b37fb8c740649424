import type { Occurrence } from '@tickmark/core';
import { stateWords } from '../../glossary/states.ts';
import { daysBetween } from './by-month.ts';
import { MonthLines, width } from './month-lines.tsx';
import { PictureFrame } from './picture-frame.tsx';
import classes from './picture.module.css';

const height = 84;

/** A box for each time it was due, as wide as its slice; a dot where it happened. */
export function OccurrencesPicture({
  period,
  list,
}: {
  period: { from: string; to: string };
  list: readonly Occurrence[];
}) {
  const days = daysBetween(period.from, period.to) + 1;
  const at = (date: string) => (daysBetween(period.from, date) / days) * width;
  const wide = width / Math.max(1, list.length) > 62;
  return (
    <PictureFrame label="Picture of the occurrences">
      <svg
        className={classes.picture}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`Occurrences from ${period.from} to ${period.to}; the table below lists each of them`}
      >
        <MonthLines period={period} days={days} height={height} />
        {list.map(({ from, to, state, at: happened }) => {
          const { word, tone } = stateWords[state];
          const x = at(from);
          const w = Math.max(2, at(to) + width / days - x - 3);
          return (
            <g key={from} data-tone={tone}>
              <title>{`${from} to ${to}: ${word}`}</title>
              <rect
                className={state === 'met' ? classes.bar : classes.hatched}
                x={x + 1}
                y={12}
                width={w}
                height={34}
                rx={3}
                opacity={state === 'met' ? 0.35 : 1}
              />
              {wide ? (
                <text className={classes.word} x={x + 8} y={33}>
                  {word}
                </text>
              ) : null}
              {happened === null ? null : (
                <circle
                  className={classes.bar}
                  cx={Math.min(width - 5, Math.max(5, at(happened.slice(0, 10))))}
                  cy={54}
                  r={3.5}
                />
              )}
            </g>
          );
        })}
      </svg>
    </PictureFrame>
  );
}
