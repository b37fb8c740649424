import { Button, Text, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import type { Output } from '../../api/client.ts';
import { usePrinting } from '../../ui/printing.ts';
import { Scrollable } from '../../ui/scrollable.tsx';
import { Arrows, linksOf, waitingWords, type Link } from './gantt-arrows.tsx';
import classes from './plan.module.css';

type Roadmap = Output<'plan.roadmap'>;

const dayMs = 86_400_000;
const rowHeight = 26;
/** Rows that are drawn before somebody asks for all. */
const firstRows = 150;
/** Arrows that can be told apart; where there are more, only those of the row that is looked at are drawn. */
const mostArrows = 40;
/** Pixels that the days have on a sheet of paper, beside the names. */
const paperWidth = 780;

interface Props {
  roadmap: Roadmap;
  onOpen: (id: string) => void;
}

/** When each item is done, drawn. The table beside it says the same. */
export function Gantt({ roadmap, onOpen }: Props) {
  const [all, setAll] = useState(false);
  const [pointed, point] = useState<string | null>(null);
  const [focused, focus] = useState<string | null>(null);
  const printing = usePrinting();
  const { items, today } = roadmap;
  const titles = new Map(roadmap.titles.map((each) => [each.id, each]));
  const way = roadmap.wished?.phases ?? roadmap.earliest?.phases ?? roadmap.drafted.phases;
  const marks = marksOf(roadmap);
  const dates = [
    today,
    ...items.flatMap(({ start, finish }) => [start, finish]),
    ...items.flatMap(({ id }) => titles.get(id)?.dueOn ?? []),
    ...way.flatMap(({ from, usualTo }) => [from, usualTo]),
    ...marks.map(({ date }) => date),
  ].toSorted();
  const first = Date.parse(dates[0] ?? today) - 3 * dayMs;
  const days = Math.max(20, Math.ceil((Date.parse(dates.at(-1) ?? today) - first) / dayMs) + 5);
  const roomy = days > 900 ? 1.2 : days > 420 ? 2 : days > 150 ? 4 : 8;
  const perDay = printing ? Math.min(roomy, paperWidth / days) : roomy;
  const width = days * perDay;
  const x = (date: string, after = 0): number => ((Date.parse(date) - first) / dayMs + after) * perDay;
  const rows = all || printing ? items : items.slice(0, firstRows);
  const months = monthsOf(first, days);
  const links = linksOf(roadmap);
  const looked = pointed ?? focused;
  const drawn = links.length <= mostArrows ? links : links.filter(({ from, to }) => from === looked || to === looked);
  const bars = new Map(
    rows.map(({ id, start, finish }, row) => [id, { row, from: x(start), to: Math.max(x(start) + 3, x(finish, 1)) }]),
  );

  return (
    <>
      <Scrollable className={classes.chart} label="Roadmap, drawn; the table below says the same">
        <div style={{ width: `calc(240px + ${width}px)`, minWidth: '100%', position: 'relative' }}>
          <div className={`${classes.row} ${classes.head}`}>
            <span className={`${classes.name} ${classes.phase}`} />
            <svg width={width} height={rowHeight} role="presentation">
              {months.map(({ date, label }) => (
                <g key={date}>
                  <line x1={x(date)} x2={x(date)} y1={0} y2={rowHeight} stroke="var(--tm-line)" />
                  {!labelled(label, perDay) ? null : (
                    <text x={x(date) + 4} y={17} fontSize={11} fill="currentColor">
                      {label}
                    </text>
                  )}
                </g>
              ))}
            </svg>
          </div>
          <Row
            label={roadmap.wished === null ? 'To the report, at the earliest' : 'To the wished report'}
            width={width}
            marks={marks}
            months={months}
            x={x}
          >
            {way.map((phase) => (
              <g key={phase.id}>
                <title>
                  {phase.title}: {phase.from} to {phase.to}
                </title>
                <rect
                  x={x(phase.from)}
                  y={6}
                  width={Math.max(3, x(phase.to, 1) - x(phase.from))}
                  height={14}
                  fill="var(--tone-fill)"
                  stroke="var(--tone-text)"
                  data-tone={phase.id === 'period' || phase.id === 'as-of' ? 'partial' : 'waiting'}
                />
                {x(phase.to, 1) - x(phase.from) < phase.title.length * 6 ? null : (
                  <text x={x(phase.from) + 4} y={17} fontSize={11} fill="currentColor">
                    {phase.title}
                  </text>
                )}
              </g>
            ))}
          </Row>
          {rows.map((item) => {
            const title = titles.get(item.id);
            const waiting = waitingWords(roadmap, item.id);
            const tone = item.late ? 'late' : item.critical ? 'waiting' : 'absent';
            return (
              <Row
                key={item.id}
                label={`${item.critical ? '◆ ' : ''}${item.code} ${title?.title ?? ''}`}
                critical={item.critical}
                said={waiting}
                onOpen={() => onOpen(item.id)}
                onPoint={(on) => point(on ? item.id : null)}
                onFocus={(on) => focus(on ? item.id : null)}
                width={width}
                marks={marks}
                months={months}
                x={x}
              >
                <g data-tone={tone}>
                  <title>
                    {item.code} {title?.title}: {item.start} to {item.finish}
                    {item.critical ? ', critical' : ''}
                    {item.late ? ', too late' : ''}
                  </title>
                  <rect
                    x={x(item.start)}
                    y={6}
                    width={Math.max(3, x(item.finish, 1) - x(item.start))}
                    height={14}
                    rx={2}
                    fill={item.critical ? 'var(--tone-solid)' : 'var(--tone-fill)'}
                    stroke="var(--tone-text)"
                    strokeWidth={item.critical ? 2 : 1}
                  />
                  {title?.dueOn === null || title === undefined ? null : (
                    <path
                      d={`M${x(title.dueOn, 1)} 3 l5 10 l-5 10 l-5 -10 z`}
                      fill="none"
                      stroke="var(--tone-text)"
                      strokeWidth={1.5}
                    />
                  )}
                  {item.late ? (
                    <text x={x(item.finish, 1) + 8} y={17} fontSize={11} fontWeight={700} fill="var(--tone-text)">
                      late
                    </text>
                  ) : null}
                </g>
              </Row>
            );
          })}
          <Arrows links={drawn} bars={bars} looked={looked} width={width} rowHeight={rowHeight} />
        </div>
      </Scrollable>
      {links.length === 0 ? null : (
        <Text size="sm" c="dimmed" mih={20} className={classes.looked} aria-hidden>
          {looked === null
            ? lookWords(links)
            : `${titles.get(looked)?.code ?? ''}: ${waitingWords(roadmap, looked) || 'waits for nothing, and nothing waits for it.'}`}
        </Text>
      )}
      {rows.length < items.length ? (
        <Button variant="default" size="xs" onClick={() => setAll(true)}>
          Draw all {items.length} items
        </Button>
      ) : null}
    </>
  );
}

interface Mark {
  date: string;
  label: string;
  dash: string;
  /** The end of the day, not its beginning. */
  after: 0 | 1;
}

/** The lines that go through all rows. */
function marksOf({ today, wished, earliest, readyBy, ready }: Roadmap): Mark[] {
  return [
    { date: today, label: 'Today', dash: '', after: 0 as const },
    ...(ready.on === null || ready.on === today
      ? []
      : [{ date: ready.on, label: 'Critical and high items end', dash: '2 3', after: 1 as const }]),
    ...(readyBy === null ? [] : [{ date: readyBy, label: 'They have to end by', dash: '8 3', after: 1 as const }]),
    ...(wished === null ? [] : [{ date: wished.report, label: 'Wished report', dash: '8 3 2 3', after: 1 as const }]),
    ...(earliest === null ? [] : [{ date: earliest.report, label: 'Earliest report', dash: '2 2', after: 1 as const }]),
  ];
}

/** What the lines mean, with their dates. */
export function Legend({ roadmap }: { roadmap: Roadmap }) {
  return (
    <ul
      style={{
        display: 'flex',
        flexWrap: 'wrap',
        gap: '4px 18px',
        margin: 0,
        padding: 0,
        listStyle: 'none',
        fontSize: 13,
      }}
    >
      {marksOf(roadmap).map(({ label, date, dash }) => (
        <li key={label}>
          <svg width={26} height={10} aria-hidden>
            <line x1={0} x2={26} y1={5} y2={5} stroke="currentColor" strokeWidth={2} strokeDasharray={dash} />
          </svg>{' '}
          {label}: {date}
        </li>
      ))}
      <li>◆ and a full bar: critical path</li>
      <li>◇ due</li>
      {linksOf(roadmap).length === 0 ? null : <li>→ the one at the tip waits for the other</li>}
    </ul>
  );
}

function lookWords(links: readonly Link[]): string {
  return links.length <= mostArrows
    ? 'Point at an item, or go to it with Tab, to see what it waits for and what waits for it.'
    : `Arrows of the ${links.length} dependencies are drawn for the item that you point at, or go to with Tab.`;
}

interface RowProps {
  label: string;
  critical?: boolean;
  /** What the row says beyond what is seen of it. */
  said?: string;
  onOpen?: () => void;
  onPoint?: (on: boolean) => void;
  onFocus?: (on: boolean) => void;
  width: number;
  marks: readonly Mark[];
  months: readonly { date: string; label: string }[];
  x: (date: string, after?: number) => number;
  children: React.ReactNode;
}

function Row({ label, critical, said, onOpen, onPoint, onFocus, width, marks, months, x, children }: RowProps) {
  return (
    <div
      className={classes.row}
      onMouseEnter={() => onPoint?.(true)}
      onMouseLeave={() => onPoint?.(false)}
      onFocus={() => onFocus?.(true)}
      onBlur={() => onFocus?.(false)}
    >
      {onOpen === undefined ? (
        <span className={`${classes.name} ${classes.phase}`} title={label}>
          {label}
        </span>
      ) : (
        <button
          type="button"
          className={classes.name}
          data-critical={critical || undefined}
          title={label}
          onClick={onOpen}
        >
          {label}
          {said === undefined || said === '' ? null : <VisuallyHidden>. {said}</VisuallyHidden>}
        </button>
      )}
      <svg width={width} height={rowHeight} role="presentation" style={{ display: 'block', flex: 'none' }}>
        {months.map(({ date }) => (
          <line key={date} x1={x(date)} x2={x(date)} y1={0} y2={rowHeight} stroke="var(--tm-line)" />
        ))}
        {children}
        {marks.map(({ label: of, date, dash, after }) => (
          <line
            key={of}
            x1={x(date, after)}
            x2={x(date, after)}
            y1={0}
            y2={rowHeight}
            stroke="currentColor"
            strokeWidth={1.5}
            strokeDasharray={dash}
          />
        ))}
      </svg>
    </div>
  );
}

/** Whether a month is named: each, the first of a quarter or of a year, as there is room. */
function labelled(month: string, perDay: number): boolean {
  const wide = 54;
  if (perDay * 30 >= wide) return true;
  return perDay * 90 >= wide ? /-(01|04|07|10)$/.test(month) : month.endsWith('-01');
}

/** First days of the months in a span, as `2026-05`. */
function monthsOf(first: number, days: number): { date: string; label: string }[] {
  const found = [];
  const at = new Date(first);
  at.setUTCDate(1);
  at.setUTCMonth(at.getUTCMonth() + 1);
  while (at.getTime() < first + days * dayMs) {
    const date = at.toISOString().slice(0, 10);
    found.push({ date, label: date.slice(0, 7) });
    at.setUTCMonth(at.getUTCMonth() + 1);
  }
  return found;
}
