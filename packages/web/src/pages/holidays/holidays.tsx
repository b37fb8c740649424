import { Button } from '@mantine/core';
import { IconCalendarPlus, IconClipboardText, IconTrash } from '@tabler/icons-react';
import type { Holiday } from '@tickmark/core';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useOperation, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { quantity, weekday } from '../../ui/moment.ts';
import { Empty, ErrorNotice, say, sayError } from '../../ui/notices.tsx';
import { Section } from '../../ui/page.tsx';
import { Side } from '../../ui/side.tsx';
import { Term } from '../../ui/term.tsx';
import { Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { widths } from '../../ui/widths.ts';
import { AddHoliday } from './add-holiday.tsx';
import { PasteHolidays } from './paste-holidays.tsx';

const route = getRouteApi('/inside/organization');
const none: ReadonlySet<string> = new Set();

/** The days that tests do not count as business days. */
export function Holidays() {
  const { add, sort } = route.useSearch();
  const navigate = route.useNavigate();
  const mayManage = useMay('holidays.manage');
  const list = useOperation('holidays.list', {});
  const [selected, select] = useState(none);
  const remove = useWrite('holidays.remove');
  const show = (what: 'one' | 'list' | undefined) => void navigate({ search: (s) => ({ ...s, add: what }) });
  const chosen = (list.data?.items ?? []).flatMap(({ date }) => (selected.has(date) ? [date] : []));
  const removeChosen = () =>
    remove.mutate(
      { dates: chosen },
      {
        onSuccess: () => {
          say(`${quantity(chosen.length, 'holiday')} removed. Results keep those they were made with.`);
          select(none);
        },
        onError: sayError,
      },
    );

  return (
    <Section
      title="Holidays"
      lead={
        <>
          Tests that count <Term id="business-day">business days</Term> leave these out, besides Saturdays and Sundays.
          A change counts from the next run on: each result names the holidays it was made with.
        </>
      }
      actions={
        mayManage ? (
          <>
            <Button
              variant="default"
              leftSection={<IconClipboardText size={16} aria-hidden />}
              onClick={() => show('list')}
            >
              Paste a list
            </Button>
            <Button leftSection={<IconCalendarPlus size={16} aria-hidden />} onClick={() => show('one')}>
              Add a holiday
            </Button>
          </>
        ) : null
      }
    >
      {list.error === null ? null : <ErrorNotice error={list.error} retry={() => void list.refetch()} />}
      {list.data === undefined ? (
        list.error === null ? (
          <Waiting />
        ) : null
      ) : (
        <DataTable
          label="Holidays"
          columns={columns}
          rows={list.data.items}
          rowKey={({ date }) => date}
          sort={sort}
          onSort={(next) => void navigate({ search: (s) => ({ ...s, sort: next }), replace: true })}
          selected={mayManage ? selected : undefined}
          onSelect={mayManage ? select : undefined}
          tools={
            chosen.length === 0 ? undefined : (
              <Button
                size="compact-xs"
                variant="default"
                leftSection={<IconTrash size={14} aria-hidden />}
                loading={remove.isPending}
                onClick={removeChosen}
              >
                Remove {quantity(chosen.length, 'holiday')}
              </Button>
            )
          }
          empty={
            <Empty
              title="No holidays are listed."
              action={mayManage ? <Button onClick={() => show('list')}>Paste a list</Button> : undefined}
              example="Without any, every day from Monday to Friday counts as a business day, and what was due over Christmas may look late."
            />
          }
        />
      )}
      <Side opened={add === 'one'} onClose={() => show(undefined)} title="Add a holiday">
        <AddHoliday onDone={() => show(undefined)} />
      </Side>
      <Side opened={add === 'list'} onClose={() => show(undefined)} size="lg" title="Paste a list of holidays">
        <PasteHolidays listed={list.data?.items ?? []} onDone={() => show(undefined)} />
      </Side>
    </Section>
  );
}

const columns: Column<Holiday>[] = [
  { id: 'date', title: 'Date', width: '120px', value: (h) => h.date, cell: (h) => <strong>{h.date}</strong> },
  {
    id: 'weekday',
    title: 'Weekday',
    width: '150px',
    sortable: false,
    value: (h) => weekday(h.date),
    cell: (h) => weekday(h.date),
  },
  { id: 'name', title: 'Name', value: (h) => h.name, cell: (h) => h.name },
  {
    id: 'addedAt',
    title: 'Added',
    width: widths.moment,
    value: (h) => h.addedAt,
    cell: (h) => <Moment at={h.addedAt} />,
  },
];
