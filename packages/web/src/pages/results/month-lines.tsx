import { monthStarts } from './by-month.ts';
import classes from './picture.module.css';

/** Width of every picture of a period in its own units. */
export const width = 1000;

/** Where the months begin, with their names where there is room. */
export function MonthLines({
  period,
  days,
  height,
}: {
  period: { from: string; to: string };
  days: number;
  height: number;
}) {
  const starts = monthStarts(period);
  const every = Math.ceil(starts.length / 13);
  return (
    <g aria-hidden>
      {starts.map(({ month, day }, position) => {
        const x = (day / days) * width;
        return (
          <g key={month}>
            <line className={classes.month} x1={x} x2={x} y1={0} y2={height - 18} />
            {position % every === 0 ? (
              <text className={classes.label} x={Math.min(x + 4, width - 48)} y={height - 6}>
                {month}
              </text>
            ) : null}
          </g>
        );
      })}
    </g>
  );
}
