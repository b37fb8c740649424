import { Button, Checkbox, Group, Text } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconFileSpreadsheet } from '@tabler/icons-react';
import {
  createSortedRowModel,
  flexRender,
  rowSortingFeature,
  sortFn_alphanumeric,
  sortFn_basic,
  tableFeatures,
  useTable,
  type SortingState,
} from '@tanstack/react-table';
import { useMemo, useRef, type ReactNode } from 'react';
import { headingTerms } from '../glossary/headings.ts';
import { saveText, toCsv, type CsvColumn } from './csv.ts';
import classes from './data-table.module.css';
import { count } from './moment.ts';
import { Explained } from './explained.tsx';
import { useRowKeys } from './row-keys.ts';
import { Scrollable } from './scrollable.tsx';
import { useVirtualRows } from './virtual-rows.ts';

export interface Column<Row> {
  id: string;
  title: string;
  /** In place of the title, which explains itself where it is a term of art. */
  header?: ReactNode;
  cell: (row: Row) => ReactNode;
  /** What the column sorts by and what stands in the CSV. */
  value: (row: Row) => string | number | boolean | null;
  /** CSS width; the others share what is left. */
  width?: string;
  align?: 'right';
  sortable?: boolean;
}

interface Props<Row> {
  /** What the rows are, for people who hear the page and for the file name. */
  label: string;
  columns: readonly Column<Row>[];
  /** In place of the columns, what stands in the CSV. */
  csv?: readonly CsvColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** All rows there are, when they load as one scrolls. */
  total?: number;
  loadMore?: () => void;
  /** `column` or `-column`; kept in the URL by the page. */
  sort?: string;
  onSort?: (sort: string | undefined) => void;
  onOpen?: (row: Row) => void;
  opened?: string;
  selected?: ReadonlySet<string>;
  /** What a row is called where it is selected, for people who hear the page. */
  rowName?: (row: Row) => string;
  onSelect?: (keys: ReadonlySet<string>) => void;
  empty?: ReactNode;
  maxHeight?: number;
  minWidth?: number;
  tools?: ReactNode;
}

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric, basic: sortFn_basic },
});

const selectWidth = '38px';

/** A table of any length: sorted, walked with j and k, and taken away as CSV. */
export function DataTable<Row extends object>(props: Props<Row>) {
  const { columns, rows, rowKey, sort, total = rows.length, maxHeight = 620, selected, onSelect } = props;
  const scroller = useRef<HTMLElement>(null);
  const complete = rows.length >= total;

  const table = useTable({
    features,
    data: rows,
    columns: useMemo(
      () =>
        columns.map((column) => ({
          id: column.id,
          accessorFn: (row: Row) => column.value(row),
          header: () => column.header ?? column.title,
          cell: ({ row }: { row: { original: Row } }) => column.cell(row.original),
          sortFn: 'alphanumeric' as const,
        })),
      [columns],
    ),
    getRowId: (row: Row) => rowKey(row),
    state: { sorting: useMemo(() => readSort(sort), [sort]) },
    enableSorting: complete,
  });

  const sorted = table.getRowModel().rows;
  const keys = sorted.map((row) => row.id);
  const { shown, above, below, measure, show } = useVirtualRows({
    scroller,
    keys,
    onNearEnd: complete ? undefined : props.loadMore,
  });

  const toggled = useRef<string | null>(null);
  /** With `range`, all from the row that was toggled last take the state of this one. */
  const toggle = (key: string, range: boolean) => {
    const next = new Set(selected);
    const on = !next.has(key);
    const [from, to] = [keys.indexOf(toggled.current ?? key), keys.indexOf(key)];
    const span = range && from >= 0 ? keys.slice(Math.min(from, to), Math.max(from, to) + 1) : [key];
    for (const each of span) {
      if (on) next.add(each);
      else next.delete(each);
    }
    toggled.current = key;
    onSelect?.(next);
  };
  const { active, setActive, onKeyDown } = useRowKeys({
    scroller,
    length: sorted.length,
    show,
    open: (index) => openAt(index),
    select: onSelect === undefined ? undefined : (index, range) => toggle(keys[index] ?? '', range),
  });
  const openAt = (index: number) => {
    const row = sorted[index]?.original;
    if (row !== undefined) props.onOpen?.(row);
  };
  const selectedHere = keys.filter((key) => selected?.has(key)).length;

  if (rows.length === 0 && props.empty !== undefined) return <div className={classes.frame}>{props.empty}</div>;
  return (
    <div>
      <Scrollable
        ref={scroller}
        className={classes.frame}
        style={{ maxHeight }}
        label={props.label}
        data-rows
        onKeyDown={onKeyDown}
      >
        <table
          className={classes.table}
          style={{ minWidth: props.minWidth ?? 680 }}
          aria-rowcount={total + 1}
          aria-label={props.label}
        >
          <colgroup>
            {onSelect === undefined ? null : <col style={{ width: selectWidth }} />}
            {columns.map((column) => (
              <col key={column.id} style={{ width: column.width }} />
            ))}
          </colgroup>
          <thead>
            {table.getHeaderGroups().map((group) => (
              <tr key={group.id} aria-rowindex={1}>
                {onSelect === undefined ? null : (
                  <th scope="col">
                    <Checkbox
                      size="xs"
                      aria-label="Select all rows shown"
                      checked={selectedHere > 0 && selectedHere === keys.length}
                      indeterminate={selectedHere > 0 && selectedHere < keys.length}
                      onChange={() => onSelect(new Set(selectedHere === keys.length ? [] : keys))}
                    />
                  </th>
                )}
                {group.headers.map((header, position) => (
                  <HeaderCell
                    key={header.id}
                    column={columns[position] as Column<Row>}
                    sort={sort}
                    onSort={complete ? props.onSort : undefined}
                  />
                ))}
              </tr>
            ))}
          </thead>
          <tbody>
            {above > 0 ? <Spacer height={above} /> : null}
            {shown.map((item) => {
              const row = sorted[item.index];
              if (row === undefined) return null;
              const isSelected = selected?.has(row.id) ?? false;
              return (
                <tr
                  key={row.id}
                  ref={measure}
                  data-index={item.index}
                  aria-rowindex={item.index + 2}
                  data-active={active === item.index || undefined}
                  data-opened={props.opened === row.id || undefined}
                  data-openable={props.onOpen === undefined ? undefined : true}
                  tabIndex={-1}
                  onClick={(event) => {
                    setActive(item.index);
                    if (!cameFromControl(event.target)) openAt(item.index);
                  }}
                >
                  {onSelect === undefined ? null : (
                    <td>
                      <Checkbox
                        size="xs"
                        aria-label={`Select ${props.rowName?.(row.original) ?? row.id}`}
                        checked={isSelected}
                        onChange={(event) => toggle(row.id, (event.nativeEvent as MouseEvent).shiftKey)}
                      />
                    </td>
                  )}
                  {row.getAllCells().map((cell, position) => (
                    <td key={cell.id} data-align={columns[position]?.align}>
                      {flexRender(cell.column.columnDef.cell, cell.getContext())}
                    </td>
                  ))}
                </tr>
              );
            })}
            {below > 0 ? <Spacer height={below} /> : null}
          </tbody>
        </table>
      </Scrollable>
      <Group justify="space-between" gap="xs" mt={6}>
        <Text size="xs" c="dimmed" component="output">
          {complete
            ? `${count(total)} ${total === 1 ? 'row' : 'rows'}`
            : `${count(rows.length)} of ${count(total)} rows loaded; the rest comes as you scroll`}
          {selected === undefined || selected.size === 0 ? '' : ` · ${count(selected.size)} selected`}
        </Text>
        <Group gap="xs">
          {props.tools}
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            leftSection={<IconFileSpreadsheet size={14} aria-hidden />}
            onClick={() =>
              saveText(
                `${props.label.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.csv`,
                toCsv(
                  props.csv ?? columns,
                  sorted.map((row) => row.original),
                ),
              )
            }
          >
            {complete ? 'CSV of these rows' : 'CSV of the loaded rows'}
          </Button>
        </Group>
      </Group>
    </div>
  );
}

function readSort(sort: string | undefined): SortingState {
  if (sort === undefined) return [];
  return [{ id: sort.replace(/^-/, ''), desc: sort.startsWith('-') }];
}

function cameFromControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('a, button, input, label') !== null;
}

function Spacer({ height }: { height: number }) {
  return <tr aria-hidden style={{ height }} />;
}

function HeaderCell<Row>(props: {
  column: Column<Row>;
  sort: string | undefined;
  onSort: ((sort: string | undefined) => void) | undefined;
}) {
  const { column, sort, onSort } = props;
  const direction = sort === column.id ? 'ascending' : sort === `-${column.id}` ? 'descending' : undefined;
  const sortable = onSort !== undefined && column.sortable !== false;
  const next = direction === undefined ? column.id : direction === 'ascending' ? `-${column.id}` : undefined;
  const header =
    column.header ?? (headingTerms[column.title] === undefined ? undefined : <Explained title={column.title} />);
  const Arrow = direction === 'descending' ? IconArrowDown : IconArrowUp;
  return (
    <th scope="col" aria-sort={sortable ? (direction ?? 'none') : undefined} data-align={column.align}>
      <span className={classes.head}>
        {header ?? (sortable ? null : column.title)}
        {sortable ? (
          <button
            type="button"
            className={classes.sort}
            onClick={() => onSort(next)}
            aria-label={`Sort by ${column.title}`}
          >
            {header === undefined ? column.title : null}
            <Arrow size={13} aria-hidden data-on={direction === undefined ? undefined : true} />
          </button>
        ) : null}
      </span>
    </th>
  );
}
