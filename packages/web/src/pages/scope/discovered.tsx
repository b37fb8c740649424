import { Group, SegmentedControl, Select, Stack, Text, Textarea } from '@mantine/core';
import { scopeKindWords } from '@tickmark/core/scope-words';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Output } from '../../api/client.ts';
import { useOperation, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { AsWritten } from '../../ui/as-written.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Form } from '../../ui/form.tsx';
import { count, quantity } from '../../ui/moment.ts';
import { Empty, ErrorNotice, Warning } from '../../ui/notices.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { bodyOf, draftOf, type SentBody } from './draft.ts';
import type { Whole } from './items.tsx';
import { TimingFields } from './timing-fields.tsx';
import { backTo, sentTiming, useSayWithUndo } from './writing.ts';

const route = getRouteApi('/inside/scope');
type Seen = Output<'scope.discovered'>['items'][number];

const keyOf = ({ kind, name }: Seen): string => `${kind} ${name}`;

/** What records name that is neither in scope nor out of it: in or out, and why? */
export function Discovered({ engagementId, whole }: { engagementId: string; whole: Whole }) {
  const { sort } = route.useSearch();
  const navigate = route.useNavigate();
  const mayManage = useMay('scope.manage');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const { data, error, refetch } = useOperation('scope.discovered', { engagementId });
  if (error !== null && data === undefined) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Waiting lines={9} />;
  const { seen, in: within, out } = data.counts;
  const chosen = data.items.filter((each) => selected.has(keyOf(each)));
  if (data.looked.length === 0) {
    return (
      <Empty
        title="No frozen population names systems, repositories, environments or vendors yet."
        action={
          <Link to="/populations" search={{ add: 'git' }} className="tm-link">
            Collect one, or import a file
          </Link>
        }
        example="Once code changes or accounts are frozen, each repository and system that they name is held against the scope here, so that nothing is left out by accident."
      />
    );
  }
  return (
    <Stack gap="md">
      <Text component="output">
        <strong>{count(data.total)}</strong> of {quantity(seen, 'name')} seen {data.total === 1 ? 'is' : 'are'} neither
        in scope nor out of it; {count(within)} in, {count(out)} out.
      </Text>
      {data.cut.length === 0 ? null : (
        <Warning>Only the first values were looked at of: {data.cut.join('; ')}.</Warning>
      )}
      {mayManage && chosen.length > 0 ? (
        <Decide
          key={chosen.map(keyOf).join('|')}
          engagementId={engagementId}
          whole={whole}
          chosen={chosen}
          onDone={() => setSelected(new Set())}
        />
      ) : null}
      <DataTable
        label="Seen in records and not decided"
        columns={columns}
        rows={data.items}
        rowKey={keyOf}
        rowName={({ name }) => name}
        sort={sort}
        onSort={(next) => void navigate({ search: (s) => ({ ...s, sort: next }), replace: true })}
        selected={mayManage ? selected : undefined}
        onSelect={mayManage ? setSelected : undefined}
        minWidth={640}
        empty={<Empty title="Everything that was seen is in scope or out of it." />}
      />
    </Stack>
  );
}

const columns: Column<Seen>[] = [
  { id: 'name', title: 'Seen', value: ({ name }) => name, cell: ({ name }) => <AsWritten text={name} /> },
  {
    id: 'kind',
    title: 'It would be a',
    width: '140px',
    value: ({ kind }) => kind,
    cell: ({ kind }) => scopeKindWords[kind].one,
  },
  {
    id: 'where',
    title: 'Where it was seen',
    value: ({ seen }) => seen.reduce((sum, { rows }) => sum + rows, 0),
    cell: ({ seen }) => (
      <Stack gap={0}>
        {seen.map(({ populationId, population, what, rows }) => (
          <span key={`${populationId} ${what}`}>
            {what}, in {quantity(rows, 'row')} of{' '}
            <Link to="/populations/$id" params={{ id: populationId }} className="tm-link">
              <AsWritten text={population} />
            </Link>
          </span>
        ))}
      </Stack>
    ),
  },
];

type Decision = 'in' | 'out' | 'known';
/** As many as one call takes. */
const mostAtOnce = 500;

interface DecideProps {
  engagementId: string;
  whole: Whole;
  chosen: readonly Seen[];
  onDone: () => void;
}

function Decide({ engagementId, whole, chosen, onDone }: DecideProps) {
  const { period, timing, onTiming } = whole;
  const [decision, setDecision] = useState<Decision>('in');
  const [typed, setTyped] = useState('');
  const [known, setKnown] = useState<string | null>(null);
  const write = useWrite('scope.put');
  const sayUndo = useSayWithUndo(engagementId);
  const kinds = new Set(chosen.map(({ kind }) => kind));
  const [kind] = [...kinds];
  const candidates = kinds.size === 1 ? whole.items.filter(({ body }) => body.kind === kind) : [];
  const item = candidates.find(({ id }) => id === known);
  // Once the period has begun one reason tells both why, and why from then on.
  const why = (period.begun ? timing.reason : typed).trim();

  const submit = (): void => {
    const sent = sentTiming(period, timing);
    const names = chosen.map(({ name }) => name);
    const before = new Map<string, SentBody>();
    if (decision === 'known') {
      if (item === undefined || !('seenAs' in item.body)) return;
      before.set(item.id, bodyOf(item.body.kind, draftOf(item.body)));
    }
    const items =
      decision === 'known' && item !== undefined && 'seenAs' in item.body
        ? [
            {
              id: item.id,
              after: item.version,
              body: { ...item.body, seenAs: [...new Set([...item.body.seenAs, ...names])] } as SentBody,
            },
          ]
        : chosen.map((each) => ({
            body: {
              kind: each.kind,
              name: each.name,
              inScope: decision === 'in',
              ...(why === '' ? {} : { why }),
            } as SentBody,
          }));
    write.mutate(
      { engagementId, items, ...sent },
      {
        onSuccess: (made) => {
          const what =
            decision === 'known'
              ? `now known as ${item?.body.name ?? ''}`
              : decision === 'in'
                ? 'in scope'
                : 'out of scope';
          sayUndo(
            `${names.length === 1 ? `“${names[0]}”` : `${count(names.length)} names`}: ${what}.`,
            backTo(made.items, before),
            sent,
          );
          onDone();
        },
      },
    );
  };

  return (
    <Panel>
      <Form
        submit={`Decide for ${quantity(chosen.length, 'name')}`}
        busy={write.isPending}
        error={write.error}
        disabled={chosen.length > mostAtOnce || (decision === 'known' && item === undefined)}
        onCancel={onDone}
        onSubmit={submit}
        beside={chosen.length > mostAtOnce ? <Text size="sm">At most {mostAtOnce} are decided at once.</Text> : null}
      >
        <Group gap="sm" align="center">
          <Text size="sm" fw={600}>
            {quantity(chosen.length, 'name')} selected:
          </Text>
          <SegmentedControl
            aria-label="In or out"
            data={[
              { value: 'in', label: 'In scope' },
              { value: 'out', label: 'Out of scope' },
              { value: 'known', label: 'Another name of something written down', disabled: candidates.length === 0 },
            ]}
            value={decision}
            onChange={(next) => setDecision(next === 'out' || next === 'known' ? next : 'in')}
          />
        </Group>
        {decision === 'known' ? (
          <Select
            label="Of what"
            searchable
            required
            data={candidates.map(({ id, body }) => ({ value: id, label: body.name }))}
            value={known}
            onChange={setKnown}
          />
        ) : period.begun ? null : (
          <Textarea
            label={decision === 'in' ? 'Why it is in scope' : 'Why it is out of scope'}
            description={
              decision === 'out'
                ? 'Readers and auditors judge by it whether something was left out that matters.'
                : undefined
            }
            required={decision === 'out'}
            autosize
            minRows={1}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
        <TimingFields period={period} timing={timing} onChange={onTiming} error={write.error} />
      </Form>
    </Panel>
  );
}
