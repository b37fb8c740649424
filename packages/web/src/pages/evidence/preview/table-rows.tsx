import { Button, Tooltip } from '@mantine/core';
import type { PreviewCell, PreviewTable } from '@tickmark/core';
import { useMemo, useRef, useState } from 'react';
import { AsWritten } from '../../../ui/as-written.tsx';
import { count } from '../../../ui/moment.ts';
import { Scrollable } from '../../../ui/scrollable.tsx';
import { useVirtualRows } from '../../../ui/virtual-rows.ts';
import { columnName } from './column-name.ts';
import classes from './preview.module.css';

type Row = PreviewTable['rows'][number];

interface Props {
  label: string;
  header: readonly PreviewCell[] | null;
  rows: readonly Row[];
  /** Of the widest row; a row may hold fewer than these. */
  columns: number;
}

/** Columns that are drawn before all are asked for: many cells in sight at once make a page slow. */
const firstColumns = 40;
const mostColumns = 256;

/** Rows as they stand in the file: none is sorted, and no value is understood. */
export function TableRows({ label, header, rows, columns }: Props) {
  const scroller = useRef<HTMLElement>(null);
  const [all, showAll] = useState(false);
  const given = Math.min(columns, mostColumns);
  const drawn = all ? given : Math.min(given, firstColumns);
  const places = Array.from({ length: drawn }, (_, place) => place);
  const keys = useMemo(() => rows.map(({ row }) => String(row)), [rows]);
  const { shown, above, below, measure } = useVirtualRows({ scroller, keys, onNearEnd: undefined });
  return (
    <div>
      <Scrollable ref={scroller} className={classes.stage} label={label}>
        <table
          className={classes.table}
          aria-label={label}
          aria-rowcount={rows.length + 1}
          style={{ width: 64 + drawn * 170 }}
        >
          <colgroup>
            <col style={{ width: 64 }} />
            {places.map((place) => (
              <col key={place} style={{ width: 170 }} />
            ))}
          </colgroup>
          <thead>
            <tr aria-rowindex={1}>
              <th scope="col">Row</th>
              {places.map((place) => (
                <th key={place} scope="col">
                  {header === null ? columnName(place) : <Cell cell={header[place] ?? ''} />}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {above > 0 ? <tr aria-hidden style={{ height: above }} /> : null}
            {shown.map(({ index }) => (
              <tr key={index} ref={measure} data-index={index} aria-rowindex={index + 2}>
                <th scope="row">{rows[index]?.row}</th>
                {places.map((place) => (
                  <td key={place}>
                    <Cell cell={rows[index]?.cells[place] ?? ''} />
                  </td>
                ))}
              </tr>
            ))}
            {below > 0 ? <tr aria-hidden style={{ height: below }} /> : null}
          </tbody>
        </table>
      </Scrollable>
      {drawn < given ? (
        <Button variant="subtle" size="compact-xs" mt={6} onClick={() => showAll(true)}>
          {`${drawn} of ${count(columns)} columns are shown. Show ${given < columns ? `the first ${given}` : 'all'}`}
        </Button>
      ) : null}
    </div>
  );
}

function Cell({ cell }: { cell: PreviewCell }) {
  if (typeof cell === 'string') return <AsWritten text={cell} />;
  if ('unreadable' in cell) return <em className={classes.aside}>{cell.unreadable}</em>;
  return (
    <>
      <AsWritten text={cell.text} />
      <Tooltip label="The download has all of it">
        <span className={classes.aside}> … {count(cell.length)} characters</span>
      </Tooltip>
    </>
  );
}
