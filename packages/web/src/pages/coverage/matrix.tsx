import { Button, Text } from '@mantine/core';
import type { CoveringControl, CriterionCoverage } from '@tickmark/core';
import { holeTitles } from '@tickmark/core/coverage-words';
import { Link } from '@tanstack/react-router';
import { useRef, useState, type KeyboardEvent } from 'react';
import { saveText, toCsv } from '../../ui/csv.ts';
import { quantity } from '../../ui/moment.ts';
import { Empty } from '../../ui/notices.tsx';
import { Scrollable } from '../../ui/scrollable.tsx';
import { useVirtualRows } from '../../ui/virtual-rows.ts';
import classes from './coverage.module.css';
import { coverageWords } from './states.ts';

interface Props {
  criteria: readonly CriterionCoverage[];
  controls: readonly CoveringControl[];
  onOpen: (criterion: string) => void;
}

const steps: Record<string, readonly [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Controls down, criteria across; arrows walk it, Enter opens the criterion. */
export function Matrix({ criteria, controls, onOpen }: Props) {
  const scroller = useRef<HTMLElement>(null);
  const rows = controls.filter((control) => criteria.some(({ criterion }) => control.criteria.includes(criterion)));
  const { shown, above, below, measure, show } = useVirtualRows({
    scroller,
    keys: rows.map(({ code }) => code),
    onNearEnd: undefined,
  });
  const [at, setAt] = useState<readonly [row: number, column: number]>([0, 0]);
  // Row 0 is the head, which leads to the criteria that no control stands in line with.
  const active: readonly [number, number] = [Math.min(at[0], rows.length), Math.min(at[1], criteria.length - 1)];

  function walk(event: KeyboardEvent): void {
    const by = steps[event.key];
    const ends: Record<string, readonly [number, number]> = {
      Home: [active[0], 0],
      End: [active[0], criteria.length - 1],
      PageDown: [Math.min(active[0] + 10, rows.length), active[1]],
      PageUp: [Math.max(active[0] - 10, 0), active[1]],
    };
    const next =
      by === undefined
        ? ends[event.key]
        : ([
            Math.max(0, Math.min(active[0] + by[0], rows.length)),
            Math.max(0, Math.min(active[1] + by[1], criteria.length - 1)),
          ] as const);
    if (next === undefined) return;
    event.preventDefault();
    if (next[0] > 0) show(next[0] - 1);
    setAt(next);
    focusCell(next);
  }

  function focusCell([row, column]: readonly [number, number]): void {
    const cell = () => scroller.current?.querySelector<HTMLElement>(`[data-cell="${row}:${column}"]`);
    const drawn = cell();
    // Focus at once where the cell is drawn, so that the next key, however soon, starts from it.
    if (drawn) drawn.focus();
    else requestAnimationFrame(() => cell()?.focus());
  }

  if (criteria.length === 0) {
    return <Empty title="No criterion matches." example="Take a filter away to see the others." />;
  }
  const cell = (row: number, column: number) => ({
    'data-cell': `${row}:${column}`,
    tabIndex: active[0] === row && active[1] === column ? 0 : -1,
    onFocus: () => setAt([row, column]),
  });
  return (
    <div>
      <Scrollable ref={scroller} label="Criteria and controls" className={classes.scroller} onKeyDown={walk}>
        <table aria-label="Criteria and controls" aria-rowcount={rows.length + 1} className={classes.matrix}>
          <thead>
            <tr aria-rowindex={1}>
              <th scope="col" className={classes.corner}>
                Control
              </th>
              {criteria.map(({ criterion, state, summary }, column) => (
                <th
                  key={criterion}
                  scope="col"
                  data-tone={coverageWords[state].tone}
                  className={classes.head}
                  title={`${criterion}: ${summary} – ${coverageWords[state].word}`}
                >
                  <button
                    type="button"
                    className={classes.open}
                    aria-label={`${criterion}, ${coverageWords[state].word}`}
                    onClick={() => onOpen(criterion)}
                    {...cell(0, column)}
                  >
                    {criterion}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {above > 0 ? <tr aria-hidden style={{ height: above }} /> : null}
            {shown.map(({ index }) => {
              const control = rows[index];
              if (control === undefined) return null;
              return (
                <tr key={control.code} ref={measure} data-index={index} aria-rowindex={index + 2}>
                  <th scope="row" className={classes.control}>
                    <Link to="/controls/$code" params={{ code: control.code }} className="tm-link" tabIndex={-1}>
                      {control.code}
                    </Link>{' '}
                    <span className={classes.title}>{control.title}</span>
                    {control.lacks.length === 0 ? null : (
                      <span className={classes.lacks} title={lacking(control)}>
                        <span aria-hidden>{'!'.repeat(control.lacks.length)}</span>
                        <span className={classes.heard}>{lacking(control)}</span>
                      </span>
                    )}
                  </th>
                  {criteria.map(({ criterion }, column) => {
                    const supports = control.criteria.includes(criterion);
                    const words = `${control.code}, ${criterion}: ${
                      supports
                        ? control.whole
                          ? 'supports it on every day'
                          : 'supports it on some days'
                        : 'not for it'
                    }`;
                    return (
                      <td key={criterion} data-supports={supports || undefined}>
                        <button
                          type="button"
                          className={classes.open}
                          aria-label={words}
                          onClick={() => onOpen(criterion)}
                          {...cell(index + 1, column)}
                        >
                          {supports ? (control.whole ? '●' : '◐') : ''}
                        </button>
                      </td>
                    );
                  })}
                </tr>
              );
            })}
            {below > 0 ? <tr aria-hidden style={{ height: below }} /> : null}
          </tbody>
        </table>
      </Scrollable>
      <div className={classes.legend}>
        <Text size="xs" c="dimmed" component="output">
          {quantity(rows.length, 'control')} and {quantity(criteria.length, 'criterion', 'criteria')}. ● on every day, ◐
          on some days, ! for each of owner, test and evidence that is missing.
        </Text>
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          onClick={() => saveText('coverage-matrix.csv', matrixCsv(criteria, rows))}
        >
          CSV of the matrix
        </Button>
      </div>
    </div>
  );
}

function lacking({ lacks }: CoveringControl): string {
  return lacks.map((lack) => holeTitles[lack]).join(', ');
}

function matrixCsv(criteria: readonly CriterionCoverage[], rows: readonly CoveringControl[]): string {
  return toCsv(
    [
      { title: 'Control', value: (row: CoveringControl) => row.code },
      { title: 'Title', value: (row: CoveringControl) => row.title },
      { title: 'Missing', value: (row: CoveringControl) => row.lacks.join(' ') },
      ...criteria.map(({ criterion }) => ({
        title: criterion,
        value: (row: CoveringControl) =>
          row.criteria.includes(criterion) ? (row.whole ? 'every day' : 'some days') : null,
      })),
    ],
    rows,
  );
}
