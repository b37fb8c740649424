import type { Output } from '../../api/client.ts';
import classes from './plan.module.css';

type Roadmap = Output<'plan.roadmap'>;

/** `to` waits for `from`. */
export interface Link {
  from: string;
  to: string;
}

/** Where the bar of an item lies: the number of its row, and pixels from the first day on. */
interface Bar {
  row: number;
  from: number;
  to: number;
}

/** What waits for what, of items that have a place. */
export function linksOf({ items, titles }: Roadmap): Link[] {
  const placed = new Set(items.map(({ id }) => id));
  return titles.flatMap(({ id, after }) =>
    placed.has(id) ? after.filter((from) => placed.has(from)).map((from) => ({ from, to: id })) : [],
  );
}

const listed = new Intl.ListFormat('en-GB');

/** What an item waits for, and what waits for it, in words; nothing where there is neither. */
export function waitingWords({ titles }: Roadmap, id: string): string {
  const open = titles.filter(({ state }) => state === 'open' || state === 'in-progress');
  const own = open.find((each) => each.id === id);
  const before = open.filter((each) => own?.after.includes(each.id) === true).map(({ code }) => code);
  const behind = open.filter(({ after }) => after.includes(id)).map(({ code }) => code);
  return [
    ...(before.length === 0 ? [] : [`Waits for ${listed.format(before)}.`]),
    ...(behind.length === 0 ? [] : [`${listed.format(behind)} ${behind.length === 1 ? 'waits' : 'wait'} for it.`]),
  ].join(' ');
}

interface Props {
  links: readonly Link[];
  bars: ReadonlyMap<string, Bar>;
  /** The item that is looked at: what it waits for is drawn through, what waits for it dashed. */
  looked: string | null;
  width: number;
  rowHeight: number;
}

/** Arrows over the rows, from the end of what is waited for to the beginning of what waits. The rows say the same in words. */
export function Arrows({ links, bars, looked, width, rowHeight }: Props) {
  const drawn = links.flatMap((link) => {
    const [from, to] = [bars.get(link.from), bars.get(link.to)];
    return from === undefined || to === undefined ? [] : [{ ...link, path: pathOf(from, to, rowHeight) }];
  });
  if (drawn.length === 0) return null;
  return (
    <svg className={classes.arrows} width={width} height={bars.size * rowHeight} aria-hidden>
      {drawn.map(({ from, to, path: { line, tip } }) => (
        <g
          key={`${from} ${to}`}
          className={classes.arrow}
          data-looked={to === looked ? 'before' : from === looked ? 'behind' : undefined}
        >
          <path d={line} fill="none" />
          <path d={tip} stroke="none" />
        </g>
      ))}
    </svg>
  );
}

/** Length of the tip, and how far a line goes from a bar before it turns. */
const [tipLength, turn] = [7, 5];

/** From the end of one bar to the beginning of another: straight where there is room, else between the rows and back. */
function pathOf(from: Bar, to: Bar, rowHeight: number): { line: string; tip: string } {
  const [y1, y2] = [(from.row + 0.5) * rowHeight, (to.row + 0.5) * rowHeight];
  const end = to.from - tipLength;
  const between = y2 > y1 ? y2 - rowHeight / 2 : y2 + rowHeight / 2;
  const line =
    end - turn >= from.to + turn
      ? `M${from.to} ${y1}H${end - turn}V${y2}H${end}`
      : `M${from.to} ${y1}h${turn}V${between}H${end - turn}V${y2}H${end}`;
  return { line, tip: `M${to.from} ${y2}l${-tipLength} -4v8z` };
}
