import { Button, Group, Stack, Text } from '@mantine/core';
import type { CatalogueControl } from '@tickmark/core';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { DateField } from '../../ui/date-field.tsx';
import { frequencyNames } from '../../glossary/names.ts';
import { fieldError, useOperation, useWrite } from '../../queries.ts';
import { useEngagements, useMay } from '../../shell/current.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Empty, ErrorNotice, sayError, sayWithUndo } from '../../ui/notices.tsx';
import { quantity } from '../../ui/moment.ts';
import { Term } from '../../ui/term.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { ControlDrawer } from './control-drawer.tsx';
import { Filters, notNarrowed, works } from './filters.tsx';

const route = getRouteApi('/inside/controls');

/** The control catalogue: find, read, select many, adopt. */
export function Catalogue({ families }: { families: readonly string[] }) {
  const by = route.useSearch();
  const { open, sort } = by;
  const navigate = route.useNavigate();
  const mayManage = useMay('controls.manage');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const all = useOperation('controls.catalogue', { limit: 500, sort: 'id' });
  const found = useOperation('controls.catalogue', {
    limit: 500,
    sort: 'id',
    ...works(by),
    ...(by.adopted === undefined ? {} : { adopted: by.adopted === 'yes' }),
  });
  const adopted = useOperation('controls.list', { limit: 500 });
  const { current } = useEngagements();

  const adoptedCodes = useMemo(() => new Set((adopted.data?.items ?? []).map(({ code }) => code)), [adopted.data]);
  const columns = useMemo(() => catalogueColumns(adoptedCodes), [adoptedCodes]);
  const change = (part: Partial<ReturnType<typeof route.useSearch>>) =>
    void navigate({ search: (s) => ({ ...s, ...part }), replace: true });

  if (found.error !== null) return <ErrorNotice error={found.error} retry={() => void found.refetch()} />;
  return (
    <Stack gap="sm">
      <Filters of="catalogue" by={by} families={families} onChange={change} />
      {mayManage ? (
        <AdoptBar selected={selected} onDone={() => setSelected(new Set())} from={firstDay(current?.terms)} />
      ) : null}
      {found.data === undefined ? (
        <Waiting />
      ) : (
        <DataTable
          label="Control catalogue"
          minWidth={960}
          columns={columns}
          rows={found.data.items}
          rowKey={(control) => control.id}
          sort={sort}
          onSort={(next) => change({ sort: next })}
          opened={open}
          onOpen={(control) => change({ open: control.id })}
          selected={mayManage ? selected : undefined}
          onSelect={mayManage ? setSelected : undefined}
          empty={
            <Empty
              title="No control matches."
              action={
                <Button variant="default" onClick={() => change(notNarrowed)}>
                  Show all
                </Button>
              }
            />
          }
        />
      )}
      <ControlDrawer
        control={(all.data?.items ?? []).find(({ id }) => id === open) ?? null}
        adopted={open !== undefined && adoptedCodes.has(open)}
        from={mayManage ? firstDay(current?.terms) : null}
        onClose={() => change({ open: undefined })}
      />
    </Stack>
  );
}

type Terms = NonNullable<ReturnType<typeof useEngagements>['current']>['terms'];

function firstDay(terms: Terms | undefined): string {
  if (terms === undefined) return '';
  return terms.type === 'type1' ? terms.asOf : terms.period.from;
}

function AdoptBar({ selected, onDone, from }: { selected: ReadonlySet<string>; onDone: () => void; from: string }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const effectiveFrom = chosen ?? from;
  const write = useWrite('controls.adopt');
  const retire = useWrite('controls.retire');

  function adopt(): void {
    write.mutate(
      { codes: [...selected], effectiveFrom },
      {
        onSuccess: ({ adopted, alreadyAdopted }) => {
          sayWithUndo(
            `${quantity(adopted.length, 'control')} adopted${alreadyAdopted.length === 0 ? '' : `; ${alreadyAdopted.length} were adopted before`}.`,
            () => {
              for (const { id, effectiveFrom: day } of adopted) {
                const reason = 'Adopted by mistake, and taken back at once.';
                retire.mutate({ id, retiredOn: day, reason }, { onError: sayError });
              }
            },
          );
          onDone();
        },
      },
    );
  }

  return (
    <Stack gap="xs">
      <Group gap="sm" align="flex-end">
        <DateField
          size="xs"
          w={170}
          label="In force from"
          value={effectiveFrom}
          onChange={setChosen}
          error={fieldError(write.error, 'effectiveFrom')}
        />
        <Button
          size="xs"
          disabled={selected.size === 0 || effectiveFrom === ''}
          loading={write.isPending}
          onClick={adopt}
        >
          {selected.size === 0 ? 'Adopt the selected controls' : `Adopt ${quantity(selected.size, 'control')}`}
        </Button>
        <Text size="xs" c="dimmed" pb={6}>
          The day since which your company really does this. Nothing before it counts for the control.
        </Text>
      </Group>
      {write.error === null ? null : <ErrorNotice error={write.error} />}
    </Stack>
  );
}

function catalogueColumns(adopted: ReadonlySet<string>): Column<CatalogueControl>[] {
  return [
    { id: 'id', title: 'Code', width: '92px', value: (c) => c.id, cell: (c) => <strong>{c.id}</strong> },
    {
      id: 'title',
      title: 'Control',
      value: (c) => c.title,
      cell: (c) => (
        <>
          {c.title}
          {adopted.has(c.id) ? (
            <Text size="xs" c="dimmed">
              Adopted
            </Text>
          ) : null}
        </>
      ),
    },
    {
      id: 'family',
      title: 'Family',
      header: <Term id="family" />,
      width: '200px',
      value: (c) => c.family,
      cell: (c) => c.family,
    },
    {
      id: 'criteria',
      title: 'Criteria',
      width: '150px',
      value: (c) => c.criteria.join(' '),
      cell: (c) => c.criteria.join(', '),
    },
    {
      id: 'frequency',
      title: 'Frequency',
      header: <Term id="frequency" />,
      width: '128px',
      value: (c) => frequencyNames[c.frequency],
      cell: (c) => frequencyNames[c.frequency],
    },
    { id: 'owner', title: 'Usual owner', width: '140px', value: (c) => c.ownerRole, cell: (c) => c.ownerRole },
  ];
}
