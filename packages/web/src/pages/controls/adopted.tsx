import { Button, Group, Stack, Text } from '@mantine/core';
import type { HeldControl } from '@tickmark/core';
import { controlNatureTitles } from '@tickmark/core/control-words';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Over, Side } from '../../ui/side.tsx';
import { frequencyNames } from '../../glossary/names.ts';
import { useOperation } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Empty, ErrorNotice } from '../../ui/notices.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Term } from '../../ui/term.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { AssignForm } from './assign-form.tsx';
import { ControlInFull } from './control-in-full.tsx';
import { Filters, isNarrowed, lacksOf, notNarrowed, works } from './filters.tsx';

const route = getRouteApi('/inside/controls');

/** The controls the organization has made its own. */
export function Adopted({ families }: { families: readonly string[] }) {
  const by = route.useSearch();
  const { open, sort } = by;
  const navigate = route.useNavigate();
  const may = useMay('controls.manage');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [naming, setNaming] = useState(false);
  const list = useOperation('controls.list', {
    limit: 500,
    ...works(by),
    retired: by.retired === 'show',
    owner: by.owner,
    origin: by.origin,
    ...(by.without === undefined ? {} : { without: lacksOf(by.without) }),
  });
  const change = (part: Partial<typeof by>) => void navigate({ search: (s) => ({ ...s, ...part }), replace: true });

  if (list.error !== null) return <ErrorNotice error={list.error} retry={() => void list.refetch()} />;
  if (list.data === undefined) return <Waiting />;
  const opened = list.data.items.find((control) => keyOf(control) === open) ?? null;
  const chosen = list.data.items.filter((control) => selected.has(keyOf(control)));
  return (
    <Stack gap="sm">
      <Filters of="adopted" by={by} families={families} onChange={change} />
      {may && list.data.items.length > 0 ? (
        <Group gap="sm">
          <Button size="xs" variant="default" disabled={chosen.length === 0} onClick={() => setNaming(true)}>
            {chosen.length === 0 ? 'Name owners of the selected' : `Name owners of ${chosen.length}`}
          </Button>
        </Group>
      ) : null}
      <DataTable
        label="Adopted controls"
        minWidth={1060}
        columns={columns}
        csv={forCsv}
        rows={list.data.items}
        rowKey={keyOf}
        sort={sort}
        onSort={(next) => change({ sort: next })}
        opened={open}
        onOpen={(control) => change({ open: keyOf(control) })}
        {...(may ? { selected, onSelect: setSelected } : {})}
        empty={
          <Empty
            title={isNarrowed(by) ? 'None of your controls matches.' : 'No control is adopted yet.'}
            action={
              isNarrowed(by) ? (
                <Button variant="default" onClick={() => change(notNarrowed)}>
                  Show all
                </Button>
              ) : (
                <Button onClick={() => change({ tab: 'catalogue', ...notNarrowed })}>Open the catalogue</Button>
              )
            }
            example="For example CHG-02: somebody other than the author reviews each change before it reaches production."
          />
        }
      />
      <Side
        opened={opened !== null}
        onClose={() => change({ open: undefined })}
        size="lg"
        title={opened === null ? '' : `${opened.code} ${opened.title}`}
      >
        {opened === null ? null : (
          <Stack gap="sm">
            <Link to="/controls/$code" params={{ code: opened.code }} className="tm-link">
              Open as a page
            </Link>
            <ControlInFull key={opened.code} control={opened} />
          </Stack>
        )}
      </Side>
      <Over opened={naming} onClose={() => setNaming(false)} title="Name owners and deputies" size="lg">
        {naming ? (
          <AssignForm
            controls={chosen.filter(({ retiredOn }, at) => retiredOn === null || chosen.length === at + 1)}
            onDone={() => {
              setNaming(false);
              setSelected(new Set());
            }}
          />
        ) : null}
      </Over>
    </Stack>
  );
}

/** A version that has ended is a row of its own beside the one in force. */
function keyOf({ code, version, retiredOn }: HeldControl): string {
  return retiredOn === null ? code : `${code} ${version}`;
}

/** What a control lacks, in words. */
function lacking({ ownership, tests, evidence }: HeldControl): string[] {
  return [
    ...(ownership.owner?.able === true ? [] : ['owner']),
    ...(tests > 0 ? [] : ['test']),
    ...(evidence > 0 ? [] : ['evidence']),
  ];
}

const columns: Column<HeldControl>[] = [
  { id: 'code', title: 'Code', width: '92px', value: (c) => c.code, cell: (c) => <strong>{c.code}</strong> },
  {
    id: 'title',
    title: 'Control',
    value: (c) => c.title,
    cell: (c) => (
      <Group gap="xs">
        {c.title}
        {c.version > 1 || c.retiredOn !== null ? (
          <Text size="xs" c="dimmed" component="span">
            version {c.version}
          </Text>
        ) : null}
        {c.retiredOn === null ? null : <StateBadge state="retired" />}
      </Group>
    ),
  },
  {
    id: 'criteria',
    title: 'Criteria',
    width: '140px',
    value: (c) => c.criteria.join(' '),
    cell: (c) => c.criteria.join(', '),
  },
  {
    id: 'frequency',
    title: 'Frequency',
    header: <Term id="frequency" />,
    width: '130px',
    value: (c) => frequencyNames[c.frequency],
    cell: (c) => (
      <Stack gap={0}>
        <span>{frequencyNames[c.frequency]}</span>
        {c.nature === null ? null : (
          <Text size="xs" c="dimmed">
            {controlNatureTitles[c.nature]}
          </Text>
        )}
      </Stack>
    ),
  },
  {
    id: 'owner',
    title: 'Owner',
    width: '160px',
    value: (c) => c.ownership.owner?.name ?? c.ownerRole,
    cell: (c) => (
      <Stack gap={0}>
        <span>{c.ownership.owner?.able === true ? c.ownership.owner.name : 'Nobody named'}</span>
        <Text size="xs" c="dimmed">
          {c.ownerRole}
        </Text>
      </Stack>
    ),
  },
  {
    id: 'lacks',
    title: 'Missing',
    width: '140px',
    value: (c) => lacking(c).length,
    cell: (c) => (c.retiredOn === null ? lacking(c).join(', ') || 'Nothing of this' : ''),
  },
  {
    id: 'effectiveFrom',
    title: 'In force from',
    width: '116px',
    value: (c) => c.effectiveFrom,
    cell: (c) => c.effectiveFrom,
  },
];

const forCsv = [
  { title: 'Code', value: (c: HeldControl) => c.code },
  { title: 'Title', value: (c: HeldControl) => c.title },
  { title: 'Wording', value: (c: HeldControl) => c.description },
  { title: 'Criteria', value: (c: HeldControl) => c.criteria.join(' ') },
  { title: 'Frequency', value: (c: HeldControl) => c.frequency },
  { title: 'Nature', value: (c: HeldControl) => c.nature },
  { title: 'Type', value: (c: HeldControl) => c.type },
  { title: 'Family', value: (c: HeldControl) => c.family },
  { title: 'Who performs it', value: (c: HeldControl) => c.performer },
  { title: 'Applies to', value: (c: HeldControl) => c.appliesTo },
  { title: 'Evidence it leaves', value: (c: HeldControl) => c.evidenceLeft },
  { title: 'Where it fails', value: (c: HeldControl) => c.onFailure },
  { title: 'Role that answers', value: (c: HeldControl) => c.ownerRole },
  { title: 'Owner', value: (c: HeldControl) => c.ownership.owner?.name ?? null },
  { title: 'Deputy', value: (c: HeldControl) => c.ownership.deputy?.name ?? null },
  { title: 'Missing', value: (c: HeldControl) => lacking(c).join(' ') },
  { title: 'Version', value: (c: HeldControl) => c.version },
  { title: 'In force from', value: (c: HeldControl) => c.effectiveFrom },
  { title: 'Retired on', value: (c: HeldControl) => c.retiredOn },
];
