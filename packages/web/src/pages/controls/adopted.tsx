import { Button, Checkbox, Group, Stack, Text, Title } from '@mantine/core';
import type { Control } from '@tickmark/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Side } from '../../ui/side.tsx';
import { frequencyNames } from '../../glossary/names.ts';
import { useOperation } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Empty, ErrorNotice, Warning } from '../../ui/notices.tsx';
import { OpensForm } from '../../ui/opens-form.tsx';
import { Facts } from '../../ui/panel.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Term } from '../../ui/term.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { EvidenceOf } from '../evidence/evidence-of.tsx';
import { RetireForm } from './retire-form.tsx';
import { ReviseForm } from './revise-form.tsx';
import { Versions } from './versions.tsx';

const route = getRouteApi('/inside/controls');

/** The controls the organization has made its own. */
export function Adopted() {
  const { search, criterion, open, sort, retired } = route.useSearch();
  const navigate = route.useNavigate();
  const list = useOperation('controls.list', { limit: 500, search, criterion, retired: retired === 'show' });
  const change = (part: Partial<ReturnType<typeof route.useSearch>>) =>
    void navigate({ search: (s) => ({ ...s, ...part }), replace: true });

  if (list.error !== null) return <ErrorNotice error={list.error} retry={() => void list.refetch()} />;
  if (list.data === undefined) return <Waiting />;
  const opened = list.data.items.find((control) => keyOf(control) === open) ?? null;
  return (
    <Stack gap="sm">
      <Group gap="sm">
        <SearchField label="Search your controls" value={search} onChange={(value) => change({ search: value })} />
        <Checkbox
          size="xs"
          label="Show retired controls too"
          checked={retired === 'show'}
          onChange={(event) => change({ retired: event.currentTarget.checked ? 'show' : undefined })}
        />
        {criterion === undefined ? null : (
          <Button size="compact-xs" variant="default" onClick={() => change({ criterion: undefined })}>
            Only {criterion}: show all
          </Button>
        )}
      </Group>
      <DataTable
        label="Adopted controls"
        minWidth={900}
        columns={columns}
        rows={list.data.items}
        rowKey={keyOf}
        sort={sort}
        onSort={(next) => change({ sort: next })}
        opened={open}
        onOpen={(control) => change({ open: keyOf(control) })}
        empty={
          <Empty
            title={
              search === undefined && criterion === undefined
                ? 'No control is adopted yet.'
                : 'None of your controls matches.'
            }
            action={
              <Button onClick={() => change({ tab: 'catalogue', search: undefined, criterion: undefined })}>
                Open the catalogue
              </Button>
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
        {opened === null ? null : <OneControl key={opened.code} control={opened} />}
      </Side>
    </Stack>
  );
}

/** A version that has ended is a row of its own beside the one in force. */
function keyOf({ code, version, retiredOn }: Control): string {
  return retiredOn === null ? code : `${code} ${version}`;
}

const columns: Column<Control>[] = [
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
    width: '160px',
    value: (c) => c.criteria.join(' '),
    cell: (c) => c.criteria.join(', '),
  },
  {
    id: 'frequency',
    title: 'Frequency',
    header: <Term id="frequency" />,
    width: '130px',
    value: (c) => frequencyNames[c.frequency],
    cell: (c) => frequencyNames[c.frequency],
  },
  { id: 'owner', title: 'Owner', width: '150px', value: (c) => c.ownerRole, cell: (c) => c.ownerRole },
  {
    id: 'effectiveFrom',
    title: 'In force from',
    width: '126px',
    value: (c) => c.effectiveFrom,
    cell: (c) => c.effectiveFrom,
  },
];

function OneControl({ control }: { control: Control }) {
  const may = useMay('controls.manage');
  const [warnings, setWarnings] = useState<readonly string[]>([]);
  return (
    <Stack gap="lg">
      <Text>{control.description}</Text>
      <Facts
        facts={[
          ['Criteria', control.criteria.join(', ')],
          [<Term key="f" id="frequency" />, frequencyNames[control.frequency]],
          ['Owner', control.ownerRole],
          ['Version', String(control.version)],
          ['In force from', control.effectiveFrom],
          ...(control.retiredOn === null ? [] : [['Retired on', control.retiredOn] as const]),
        ]}
      />
      <Group gap="md">
        <Link to="/tests" search={{ tab: 'library' }} className="tm-link">
          Find a test for it
        </Link>
        <Link to="/results" search={{ search: control.code }} className="tm-link">
          Its results
        </Link>
        <Link to="/requests" search={{ control: control.code }} className="tm-link">
          What auditors ask about it
        </Link>
      </Group>
      {warnings.map((warning) => (
        <Warning key={warning}>{warning}</Warning>
      ))}
      <section>
        <Title order={3} mb={4}>
          Evidence
        </Title>
        <EvidenceOf of={{ control: control.code }} />
      </section>
      <Versions code={control.code} />
      {may && control.retiredOn === null ? (
        <Group gap="sm" align="flex-start">
          <OpensForm label="Revise from a date">
            {(close) => (
              <ReviseForm
                control={control}
                onCancel={close}
                onDone={(said) => {
                  setWarnings(said);
                  close();
                }}
              />
            )}
          </OpensForm>
          <OpensForm label="Retire from a date">
            {(close) => <RetireForm control={control} onCancel={close} />}
          </OpensForm>
        </Group>
      ) : null}
    </Stack>
  );
}
