import { Button, Checkbox, Group, NumberInput, Select, Stack, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconCalendarTime } from '@tabler/icons-react';
import type { Engagement } from '@tickmark/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../../api.ts';
import type { Output } from '../../api/client.ts';
import { readAgain } from '../../api/read-again.ts';
import { operationQuery } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { WithEngagement } from '../../shell/with-engagement.tsx';
import { AsWritten } from '../../ui/as-written.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { quantity } from '../../ui/moment.ts';
import { Empty, ErrorNotice, Note, sayError, sayWithUndo } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { Facts } from '../../ui/panel.tsx';
import { Over } from '../../ui/side.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { Gantt, Legend } from './gantt.tsx';
import { FindingBadge, SeverityBadge } from './plan-state.tsx';
import classes from './plan.module.css';
import { TimeAndPeople } from './time-and-people.tsx';
import { askedWith, itemsOf, nothingTried, timeOf, withItem, withTime, type Tried } from './what-if.ts';

const route = getRouteApi('/inside/plan/roadmap');
type Roadmap = Output<'plan.roadmap'>;

export function RoadmapPage() {
  return <WithEngagement title="Roadmap">{(engagement) => <TheRoadmap engagement={engagement} />}</WithEngagement>;
}

/** When each item is done, what is impossible and why, and what would change it. */
function TheRoadmap({ engagement }: { engagement: Engagement }) {
  const { settings, ...tried } = route.useSearch();
  const navigate = route.useNavigate();
  const mayManage = useMay('plan.manage');
  const [asked] = useDebouncedValue(JSON.stringify(askedWith(tried, engagement.terms)), 150);
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...operationQuery('plan.roadmap', {
      engagementId: engagement.id,
      ...(JSON.parse(asked) as ReturnType<typeof askedWith>),
    }),
    placeholderData: keepPreviousData,
  });
  const change = (part: Partial<Tried>): void => void navigate({ search: (s) => ({ ...s, ...part }), replace: true });
  const open = (id: string): void => void navigate({ to: '/plan', search: { open: id } });

  return (
    <Page
      title="Roadmap"
      lead="Computed from the work, the time of people, what waits for what, and the wished report date. Try other dates: nothing is changed by that, and the address keeps what you tried."
      actions={
        <>
          <Button component={Link} to="/plan" variant="default">
            Plan of action
          </Button>
          {mayManage ? (
            <Button
              variant="default"
              leftSection={<IconCalendarTime size={16} aria-hidden />}
              onClick={() => void navigate({ search: (s) => ({ ...s, settings: 'open' }) })}
            >
              Time and people
            </Button>
          ) : null}
          {mayManage && data !== undefined && data.items.length > 0 ? <TakeOver roadmap={data} /> : null}
        </>
      }
    >
      {error === null ? null : <ErrorNotice error={error} retry={() => void refetch()} />}
      {data === undefined ? (
        error === null ? (
          <Waiting lines={9} />
        ) : null
      ) : data.titles.length === 0 ? (
        <Empty
          title="There is nothing to schedule: the plan has no item yet."
          action={
            <Button renderRoot={(props) => <Link to="/plan" search={{ tab: 'gaps' }} {...props} />}>
              Make items of gaps
            </Button>
          }
          example="With work, owners and what waits for what, the roadmap says when the examined days can begin and when the report can be there."
        />
      ) : (
        <Stack gap="lg" aria-busy={isPlaceholderData}>
          <Findings roadmap={data} />
          <Tries engagement={engagement} roadmap={data} tried={tried} onChange={change} />
          <Stack gap="xs">
            <Legend roadmap={data} />
            <Gantt roadmap={data} onOpen={open} />
          </Stack>
          <Outlook roadmap={data} />
          <section>
            <Title order={2} size="h4" mb="xs">
              The same as a table
            </Title>
            <DataTable
              label="Roadmap"
              columns={columnsFor(data)}
              rows={data.items}
              rowKey={({ id }) => id}
              onOpen={({ id }) => open(id)}
              minWidth={1180}
              empty={<Empty title="No item has a place." />}
            />
          </section>
          <Unscheduled roadmap={data} />
          <People roadmap={data} tried={tried} onChange={change} />
        </Stack>
      )}
      <Over
        opened={settings === 'open' && mayManage}
        onClose={() => void navigate({ search: (s) => ({ ...s, settings: undefined }) })}
        title="Time and people"
        size="xl"
      >
        <TimeAndPeople
          engagementId={engagement.id}
          onDone={() =>
            void navigate({ search: (s) => ({ ...s, settings: undefined, wish: undefined, time: undefined }) })
          }
        />
      </Over>
    </Page>
  );
}

/** Findings that are shown before somebody asks for the others. */
const firstFindings = 6;

function Findings({ roadmap: { findings, more } }: { roadmap: Roadmap }) {
  const [all, setAll] = useState(false);
  const shown = all ? findings : findings.slice(0, firstFindings);
  return (
    <section aria-label="What the roadmap tells">
      <ul className={classes.list}>
        {shown.map(({ code, kind, words, items }) => (
          <li key={`${code} ${items.join()}`}>
            <Group gap="sm" align="flex-start" wrap="nowrap">
              <div style={{ flex: 'none', minWidth: 122 }}>
                <FindingBadge kind={kind} />
              </div>
              <Text size="sm">
                <AsWritten text={words} />
              </Text>
            </Group>
          </li>
        ))}
      </ul>
      {shown.length < findings.length ? (
        <Button variant="default" size="xs" mt="xs" onClick={() => setAll(true)}>
          Show {findings.length - shown.length} more
        </Button>
      ) : null}
      {more === 0 || !all ? null : <Text size="sm">{more} more are counted and not listed.</Text>}
    </section>
  );
}

interface TriesProps {
  engagement: Engagement;
  roadmap: Roadmap;
  tried: Tried;
  onChange: (part: Partial<Tried>) => void;
}

/** Other dates and efforts, tried without changing anything. */
function Tries({ engagement: { terms }, roadmap, tried, onChange }: TriesProps) {
  const isDate = (value: string): boolean => value === '' || /^\d{4}-\d\d-\d\d$/.test(value);
  const [wish, setWish] = useState(tried.wish === 'none' ? '' : (tried.wish ?? roadmap.wished?.report ?? ''));
  const [from, setFrom] = useState(tried.from ?? (terms.type === 'type1' ? terms.asOf : terms.period.from));
  const [to, setTo] = useState(tried.to ?? (terms.type === 'type2' ? terms.period.to : ''));
  const drafted = terms.type === 'type1' ? terms.asOf : terms.period.from;
  const draftedTo = terms.type === 'type2' ? terms.period.to : '';
  return (
    <section aria-label="Try other dates">
      <Group gap="md" align="flex-end">
        <DateField
          label="Wished report"
          size="xs"
          w={160}
          value={wish}
          onChange={(value) => {
            setWish(value);
            if (isDate(value)) onChange({ wish: value === '' ? 'none' : value });
          }}
        />
        <DateField
          label={terms.type === 'type1' ? 'As-of date' : 'First examined day'}
          size="xs"
          w={160}
          value={from}
          onChange={(value) => {
            setFrom(value);
            if (isDate(value)) onChange({ from: value === '' || value === drafted ? undefined : value });
          }}
        />
        {terms.type === 'type1' ? null : (
          <DateField
            label="Last examined day"
            size="xs"
            w={160}
            value={to}
            onChange={(value) => {
              setTo(value);
              if (isDate(value)) onChange({ to: value === '' || value === draftedTo ? undefined : value });
            }}
          />
        )}
        <Checkbox
          label="Two weeks for a dry run before"
          checked={tried.dry === 'run'}
          onChange={(event) => onChange({ dry: event.currentTarget.checked ? 'run' : undefined })}
          pb={6}
        />
        <TryItem key={tried.items ?? ''} roadmap={roadmap} tried={tried} onChange={onChange} />
        {roadmap.tried ? (
          <Button
            size="xs"
            variant="default"
            onClick={() => {
              setWish('');
              setFrom(drafted);
              setTo(draftedTo);
              onChange(nothingTried);
            }}
          >
            Back to what is on record
          </Button>
        ) : null}
      </Group>
      {roadmap.tried ? (
        <Note>This is a try. Nothing of it is on record; send the address to show it to somebody.</Note>
      ) : null}
    </section>
  );
}

/** Another effort or other dates of one item. */
function TryItem({ roadmap, tried, onChange }: Omit<TriesProps, 'engagement'>) {
  const [open, setOpen] = useState(false);
  const [id, setId] = useState<string | null>(null);
  const now = itemsOf(tried).find((each) => each.id === id);
  const [effort, setEffort] = useState<number | string>('');
  const [notBefore, setNotBefore] = useState('');
  const [dueOn, setDueOn] = useState('');
  const open1 = roadmap.titles.filter(({ state }) => state === 'open' || state === 'in-progress');
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setOpen(true)}>
        Try another item{itemsOf(tried).length === 0 ? '' : ` (${itemsOf(tried).length} tried)`}
      </Button>
      <Over opened={open} onClose={() => setOpen(false)} title="Try other work or dates of an item" size="md">
        <Stack gap="md">
          <Select
            label="Item"
            searchable
            data-autofocus
            data={open1.map((each) => ({ value: each.id, label: `${each.code} ${each.title}` }))}
            value={id}
            onChange={(value) => {
              const title = roadmap.titles.find((each) => each.id === value);
              setId(value);
              setEffort(title?.effortDays ?? '');
              setNotBefore(title?.notBefore ?? '');
              setDueOn(title?.dueOn ?? '');
            }}
          />
          <NumberInput
            label="Work left, in days of one person"
            min={0.5}
            step={0.5}
            value={effort}
            onChange={setEffort}
          />
          <DateField label="Not before" value={notBefore} onChange={setNotBefore} />
          <DateField label="Due" value={dueOn} onChange={setDueOn} />
          <Group gap="xs">
            <Button
              disabled={id === null}
              onClick={() => {
                if (id === null) return;
                const item = {
                  id,
                  ...(typeof effort === 'number' ? { effortDays: effort } : {}),
                  ...(notBefore === '' ? {} : { notBefore }),
                  ...(dueOn === '' ? {} : { dueOn }),
                };
                setOpen(false);
                onChange({ items: withItem(tried, item) });
              }}
            >
              Try it
            </Button>
            {now === undefined || id === null ? null : (
              <Button
                variant="default"
                onClick={() => {
                  setOpen(false);
                  onChange({ items: withItem(tried, { id }) });
                }}
              >
                As it is on record
              </Button>
            )}
          </Group>
        </Stack>
      </Over>
    </>
  );
}

function Outlook({
  roadmap: { ready, readyBy, earliest, drafted, wished, criticalPath, titles },
}: {
  roadmap: Roadmap;
}) {
  const code = new Map(titles.map((each) => [each.id, each.code]));
  return (
    <Facts
      facts={[
        [
          'Critical and high items end',
          ready.on === null
            ? `Cannot be told; not before ${ready.notBefore}`
            : ready.shortest
              ? `${ready.on}; no order of work is faster`
              : `${ready.on}; none ends before ${ready.notBefore}, and whether one ends sooner than this is not shown`,
        ],
        ['They have to end by', readyBy ?? 'No date'],
        [
          'Report at the earliest',
          earliest === null ? 'Cannot be told' : `${earliest.report}, and usually by ${earliest.usual}`,
        ],
        ['With the dates of the engagement', `${drafted.report}, and usually by ${drafted.usual}`],
        ['Wished report', wished?.report ?? 'No date was said'],
        [
          'Critical path',
          criticalPath.length === 0 ? 'None' : criticalPath.map((id) => code.get(id) ?? '').join(' → '),
        ],
      ]}
    />
  );
}

type Placed = Roadmap['items'][number];

function columnsFor({ titles }: Roadmap): Column<Placed>[] {
  const of = new Map(titles.map((each) => [each.id, each]));
  const waits = ({ waitsFor }: Placed): string => {
    const code = of.get(waitsFor.item ?? '')?.code ?? '';
    if (waitsFor.kind === 'dependency') return `${code}, on which it depends`;
    if (waitsFor.kind === 'person') return `${code}, of the same owner`;
    return waitsFor.kind === 'not-before' ? 'Its own first day' : '';
  };
  return [
    {
      id: 'code',
      title: 'Number',
      width: '92px',
      value: ({ id }) => Number(of.get(id)?.code.slice(3)),
      cell: ({ code }) => code,
    },
    {
      id: 'title',
      title: 'What',
      value: ({ id }) => of.get(id)?.title ?? '',
      cell: ({ id, critical }) => (
        <span>
          <AsWritten text={of.get(id)?.title ?? ''} />
          {critical ? <strong> (critical)</strong> : null}
        </span>
      ),
    },
    {
      id: 'severity',
      title: 'Severity',
      width: '118px',
      value: ({ id }) => of.get(id)?.severity ?? '',
      cell: ({ id }) => <SeverityBadge severity={of.get(id)?.severity ?? null} />,
    },
    {
      id: 'owner',
      title: 'Owner',
      width: '130px',
      value: ({ id }) => of.get(id)?.owner?.name ?? '',
      cell: ({ id }) => of.get(id)?.owner?.name ?? 'Nobody known here',
    },
    { id: 'start', title: 'Begins', width: '112px', value: ({ start }) => start, cell: ({ start }) => start },
    {
      id: 'finish',
      title: 'Ends',
      width: '130px',
      value: ({ finish }) => finish,
      cell: ({ finish, late }) => (late ? <strong>{finish}, too late</strong> : finish),
    },
    {
      id: 'due',
      title: 'Due',
      width: '100px',
      value: ({ id }) => of.get(id)?.dueOn ?? '',
      cell: ({ id }) => of.get(id)?.dueOn ?? '',
    },
    {
      id: 'float',
      title: 'Days to spare',
      width: '100px',
      align: 'right',
      value: ({ floatDays }) => floatDays ?? Infinity,
      cell: ({ floatDays }) => floatDays ?? 'Any',
    },
    { id: 'waits', title: 'Begins no sooner because of', width: '170px', value: waits, cell: waits },
  ];
}

function Unscheduled({ roadmap: { unscheduled, titles } }: { roadmap: Roadmap }) {
  if (unscheduled.length === 0) return null;
  const of = new Map(titles.map((each) => [each.id, each]));
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        Without a place
      </Title>
      <ul className={classes.list}>
        {unscheduled.map(({ id, code, reasons, gates }) => (
          <li key={id}>
            <Text size="sm">
              <Link to="/plan" search={{ open: id }} className="tm-link">
                <AsWritten text={`${code} ${of.get(id)?.title ?? ''}`} />
              </Link>
              : {reasons.map(({ words }) => words).join(' ')}
              {gates ? ' The examined days wait for it.' : ''}
            </Text>
          </li>
        ))}
      </ul>
    </section>
  );
}

function People({ roadmap: { people, help }, tried, onChange }: Omit<TriesProps, 'engagement'>) {
  if (people.length === 0) return null;
  const now = new Map(timeOf(tried).map(({ person, daysPerWeek }) => [person, daysPerWeek]));
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        People
      </Title>
      <ul className={classes.list}>
        {people.map(({ person, name, daysPerWeek, assumed, items, effortDays, finish }) => (
          <li key={person}>
            <Group gap="md" justify="space-between">
              <Text size="sm" style={{ flex: '1 1 320px' }}>
                <strong>{name ?? 'Somebody not known here'}</strong>: {quantity(items, 'item')},{' '}
                {quantity(effortDays, 'day')} of work{finish === null ? '' : `, until ${finish}`}.{' '}
                {assumed ? 'Nobody said how much time; five days a week are assumed. ' : ''}
                {help.find((each) => each.person === person)?.words}
              </Text>
              <NumberInput
                size="xs"
                w={190}
                label={`Try days a week of ${name ?? 'this person'}`}
                min={0}
                max={5}
                step={0.5}
                value={now.get(person) ?? daysPerWeek}
                onChange={(value) =>
                  onChange({ time: withTime(tried, person, typeof value === 'number' ? value : null) })
                }
              />
            </Group>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** As many as one call takes. */
const mostAtOnce = 200;

/** Writes the days of the roadmap as due dates, after saying of how many. */
function TakeOver({ roadmap }: { roadmap: Roadmap }) {
  const [asking, ask] = useState(false);
  const [busy, setBusy] = useState(false);
  const client = useQueryClient();
  const of = new Map(roadmap.titles.map((each) => [each.id, each]));
  const other = roadmap.items.flatMap(({ id, finish }) => {
    const title = of.get(id);
    return title === undefined || title.dueOn === finish
      ? []
      : [{ id, revision: title.revision, dueOn: finish, before: title.dueOn }];
  });
  const inTurn = async (items: readonly { id: string; revision: number; dueOn: string }[]): Promise<number> => {
    let changed = 0;
    for (let from = 0; from < items.length; from += mostAtOnce) {
      const part = items.slice(from, from + mostAtOnce).map(({ id, revision, dueOn }) => ({ id, revision, dueOn }));
      changed += (await call('plan.set-dates', { items: part })).total;
    }
    return changed;
  };
  const undo = (): void => {
    const alike = Map.groupBy(other, ({ before }) => before);
    const back = async (): Promise<void> => {
      for (const [dueOn, items] of alike) {
        for (let from = 0; from < items.length; from += mostAtOnce) {
          const part = items.slice(from, from + mostAtOnce);
          await call('plan.update', { items: part.map(({ id, revision }) => ({ id, revision: revision + 1 })), dueOn });
        }
      }
    };
    void back()
      .catch(sayError)
      .finally(() => void readAgain(client));
  };
  const take = (): void => {
    setBusy(true);
    void inTurn(other)
      .then((changed) => {
        ask(false);
        sayWithUndo(`${quantity(changed, 'item')} due as the roadmap has it.`, undo);
      }, sayError)
      .finally(() => {
        setBusy(false);
        void readAgain(client);
      });
  };
  return (
    <>
      <Button disabled={other.length === 0} onClick={() => ask(true)}>
        Take these dates over
      </Button>
      <Over opened={asking} onClose={() => ask(false)} title="Take these dates over" size="md">
        <Stack gap="md">
          <Text size="sm">
            {quantity(other.length, 'item')} of {roadmap.items.length} get the day on which the roadmap ends them as the
            due date, {quantity(other.filter(({ before }) => before !== null).length, 'date')} in place of another.
            {roadmap.tried ? ' The dates are those of what you tried; the rest of it is not kept.' : ''}
          </Text>
          <Group gap="xs">
            <Button loading={busy} data-autofocus onClick={take}>
              Take over
            </Button>
            <Button variant="default" onClick={() => ask(false)}>
              Cancel
            </Button>
          </Group>
        </Stack>
      </Over>
    </>
  );
}
