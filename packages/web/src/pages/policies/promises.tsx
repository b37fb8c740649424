import { Stack, Text } from '@mantine/core';
import type { PolicyInFull } from '@tickmark/core';
import { inUnits, promiseDrifts, promiseDriftWords } from '@tickmark/core/policy-words';
import { everyWords } from '@tickmark/core/test-words';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Output } from '../../api/client.ts';
import { stateWords } from '../../glossary/states.ts';
import { useOperation } from '../../queries.ts';
import { useEngagements } from '../../shell/current.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Empty, ErrorNotice, Warning } from '../../ui/notices.tsx';
import { Waiting } from '../../ui/waiting.tsx';

type Held = Output<'policies.promises'>['items'][number];
type HeldTest = Held['tests'][number];
type Found = HeldTest['results'][number];

/** What a document promises as it holds, in the engagement that is worked on. */
export function DocumentPromises({ policy: { id, state } }: { policy: PolicyInFull }) {
  const { current, query } = useEngagements();
  const { data, error, refetch } = useOperation(
    'policies.promises',
    { id, engagementId: current?.id ?? '' },
    { enabled: current !== null && state !== 'retired' },
  );
  if (state === 'retired') return <Empty title="It is retired, and promises nothing any more." />;
  if (query.isError) return <ErrorNotice error={query.error} retry={() => void query.refetch()} />;
  if (error !== null) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (current === null && !query.isPending) return <Empty title="There is no engagement yet." />;
  if (data === undefined) return <Waiting lines={8} />;
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {data.number === null ? 'The draft, as it stands.' : `Version ${data.number}, in force.`} Controls, tests and
        results are those of {current?.title}.
      </Text>
      <Drift obligations={data.items} />
      <Promises obligations={data.items} />
    </Stack>
  );
}

/** Where what is promised is not what a control says, its tests ask or the records show; nothing where they agree or that is not known. */
export function Drift({ obligations }: { obligations: readonly Held[] }) {
  const drifts = promiseDrifts
    .map((drift) => ({ drift, of: obligations.filter((held) => held.drift.includes(drift)) }))
    .filter(({ of }) => of.length > 0);
  if (drifts.length === 0) return null;
  return (
    <Warning>
      Not everything is as it is promised:
      <Text component="ul" size="sm" m={0} pl="lg">
        {drifts.map(({ drift, of }) => (
          <li key={drift}>
            {[...new Set(of.map(({ control }) => control))].join(', ')}: {promiseDriftWords[drift]}
          </li>
        ))}
      </Text>
    </Warning>
  );
}

/** Each promise beside what its control says, what the tests of that control ask, and what the records show. */
export function Promises({ obligations }: { obligations: readonly Held[] }) {
  return (
    <DataTable
      label="Promises"
      columns={columns}
      rows={obligations.map((held, place) => ({ ...held, place }))}
      rowKey={({ place }) => String(place)}
      minWidth={1080}
      maxHeight={1600}
      empty={<Empty title="It promises nothing that a control does." />}
    />
  );
}

/** How often a text says that something is done. Without a rhythm it is by the control: always, or each time its trigger comes. */
function said({ frequency, catalogued }: Held): string {
  if (frequency !== null) return inWords(frequency);
  return inWords(catalogued === 'continuous' ? 'continuous' : 'per_occurrence');
}

export const inWords = (frequency: NonNullable<Held['frequency']>): string =>
  frequency === 'continuous' ? 'Always' : frequency === 'per_occurrence' ? 'Each time' : sentenceCase(frequency);

const sentenceCase = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** What needs a look. */
function Differs({ children }: { children: ReactNode }) {
  return (
    <Text size="sm" fw={600} data-tone="interim" c="var(--tone-text)">
      {children}
    </Text>
  );
}

function Dimmed({ children }: { children: ReactNode }) {
  return (
    <Text size="xs" c="dimmed">
      {children}
    </Text>
  );
}

/** Numbers by which a test judges, beside those of the text. */
function judgesOtherwise({ numbers }: HeldTest): string[] {
  return numbers.map(
    ({ unit, promised, judged }) => `Judges by ${inUnits(judged, unit)}; the text says ${inUnits(promised, unit)}`,
  );
}

const asked = ({ kind, every }: HeldTest): string =>
  every !== null ? sentenceCase(everyWords(every)) : kind === 'state' ? 'Each day' : 'Each item';

/** Where a test asks in another rhythm; null where it asks as often, or that cannot be told. */
function otherwise({ besideText, besideControl }: HeldTest, rhythm: 'less-often' | 'more-often'): string | null {
  const than = [
    ...(besideText === rhythm ? ['the text'] : []),
    ...(besideControl === rhythm ? ['the control'] : []),
  ].join(' and ');
  return than === '' ? null : `${rhythm === 'less-often' ? 'Less' : 'More'} often than ${than}`;
}

/** What a result came to: occurrences by their state, or what it proposes. */
function shown({ occurrences, proposal, interim }: Found): { words: string; doubtful: boolean } {
  const soFar = interim ? ', so far' : '';
  if (occurrences === null)
    return {
      words: `Proposes: ${stateWords[proposal].word.toLowerCase()}${soFar}`,
      doubtful: proposal !== 'effective',
    };
  const { expected, met, late, missed, notDue, unverified } = occurrences;
  const due = expected - notDue;
  const others = (
    [
      [late, 'late'],
      [missed, 'missed'],
      [unverified, 'unverified'],
      [notDue, 'not due'],
    ] as const
  ).flatMap(([count, state]) => (count === 0 ? [] : [`${count} ${state}`]));
  const words = [due === 0 ? 'Nothing was due' : `${met} of ${due} met`, ...others].join(', ');
  return { words: words + soFar, doubtful: due === 0 || met < due };
}

const daysOf = ({ period }: Found): string => `${period.from} to ${period.to}`;

function ShownResult({ result, code }: { result: Found; code: string | null }) {
  const { words, doubtful } = shown(result);
  return (
    <Stack gap={0}>
      <Link to="/results/$id" params={{ id: result.id }} className="tm-link">
        {doubtful ? <strong>{words}</strong> : words}
      </Link>
      {code === null ? null : <Dimmed>{code}</Dimmed>}
      <Dimmed>{daysOf(result)}</Dimmed>
    </Stack>
  );
}

const columns: Column<Held & { place: number }>[] = [
  {
    id: 'control',
    title: 'Control',
    width: '92px',
    value: ({ control }) => control,
    cell: ({ control, adopted }) =>
      adopted === null ? (
        <Link to="/controls" search={{ tab: 'catalogue', search: control }} className="tm-link">
          {control}
        </Link>
      ) : (
        <Link to="/controls/$code" params={{ code: control }} className="tm-link">
          {control}
        </Link>
      ),
  },
  {
    id: 'passage',
    title: 'What the text says',
    value: ({ passage }) => passage,
    cell: ({ passage, heading }) => (
      <Stack gap={0}>
        <span>{passage}</span>
        <Dimmed>{heading}</Dimmed>
      </Stack>
    ),
  },
  { id: 'frequency', title: 'How often', width: '112px', value: said, cell: said },
  {
    id: 'adopted',
    title: 'Your control',
    width: '160px',
    value: ({ adopted }) => (adopted === null ? 'Not adopted' : inWords(adopted)),
    cell: ({ adopted, agrees, retiredOn }) =>
      adopted === null ? (
        <Dimmed>Not adopted</Dimmed>
      ) : (
        <Stack gap={0}>
          <span>{inWords(adopted)}</span>
          {agrees === true ? <Dimmed>Says the same</Dimmed> : <Differs>Says something else</Differs>}
          {retiredOn === null ? null : <Differs>Retired from {retiredOn} on</Differs>}
        </Stack>
      ),
  },
  {
    id: 'tests',
    title: 'Its tests ask',
    width: '220px',
    value: ({ tests }) =>
      tests
        .map((test) => [`${test.code} (${test.title}): ${asked(test)}`, ...judgesOtherwise(test)].join('. '))
        .join('; ') || 'No test',
    cell: ({ tests }) =>
      tests.length === 0 ? (
        <Dimmed>No test</Dimmed>
      ) : (
        <Stack gap={6}>
          {tests.map((test) => {
            const [less, more] = [otherwise(test, 'less-often'), otherwise(test, 'more-often')];
            return (
              <Stack key={test.id} gap={0}>
                <span>{asked(test)}</span>
                <Text size="xs">
                  <Link to="/tests/history" search={{ code: test.code }} className="tm-link">
                    {test.code}
                  </Link>
                </Text>
                <Dimmed>{test.title}</Dimmed>
                {judgesOtherwise(test).map((words) => (
                  <Differs key={words}>{words}</Differs>
                ))}
                {less === null ? null : <Differs>{less}</Differs>}
                {more === null ? null : <Dimmed>{more}</Dimmed>}
              </Stack>
            );
          })}
        </Stack>
      ),
  },
  {
    id: 'records',
    title: 'The records show',
    width: '210px',
    value: ({ tests }) =>
      tests
        .map(({ code, results }) =>
          results.length === 0
            ? `${code}: not run`
            : results.map((result) => `${code}: ${shown(result).words}, ${daysOf(result)}`).join('; '),
        )
        .join('; ') || 'No test',
    cell: ({ tests }) =>
      tests.length === 0 ? (
        <Dimmed>Nothing: no test</Dimmed>
      ) : (
        <Stack gap={6}>
          {tests.map(({ id, code, results }) => {
            const named = tests.length > 1 ? code : null;
            return results.length === 0 ? (
              <Dimmed key={id}>{named === null ? 'Not run' : `${named}: not run`}</Dimmed>
            ) : (
              results.map((result) => <ShownResult key={result.id} result={result} code={named} />)
            );
          })}
        </Stack>
      ),
  },
];
