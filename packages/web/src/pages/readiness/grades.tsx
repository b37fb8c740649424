import { Group, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import type { ControlGrade, CriterionGrade, GradeReason, ReadyFor } from '@tickmark/core';
import { categoryTitles } from '@tickmark/core/categories';
import { ungradedStates, gradeTitles, ungradedTitles } from '@tickmark/core/readiness-words';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { State } from '../../glossary/states.ts';
import { useOperation } from '../../queries.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { count, quantity } from '../../ui/moment.ts';
import { ErrorNotice, Note } from '../../ui/notices.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Side } from '../../ui/side.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Term } from '../../ui/term.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { NotRelevantList } from '../coverage/not-relevant.tsx';
import classes from './readiness.module.css';

const route = getRouteApi('/inside/readiness');

/** How far each criterion and each control has come, and what would raise it. */
export function Grades({ engagementId }: { engagementId: string }) {
  const { of = 'criteria', open, sort } = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, refetch } = useOperation('readiness.grades', { engagementId });
  if (error !== null && data === undefined) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Waiting lines={9} />;
  const table = {
    sort,
    onSort: (next: string | undefined) => void navigate({ search: (s) => ({ ...s, sort: next }), replace: true }),
    opened: open,
    minWidth: 900,
  };
  const show = (next: string | undefined): void => void navigate({ search: (s) => ({ ...s, open: next }) });
  const criterion = data.criteria.find((each) => each.criterion === open);
  const control = data.controls.find((each) => each.control === open);
  return (
    <Stack gap="md">
      <Ready all={data.readyFor} />
      <Group gap="sm" justify="space-between">
        <SegmentedControl
          size="xs"
          aria-label="Grades of what"
          data={[
            { value: 'criteria', label: `Criteria ${data.criteria.length}` },
            { value: 'controls', label: `Controls ${data.controls.length}` },
          ]}
          value={of}
          onChange={(next) =>
            void navigate({
              search: (s) => ({ ...s, of: next === 'controls' ? 'controls' : undefined, sort: undefined }),
              replace: true,
            })
          }
        />
        <Text size="sm" component="output">
          {counted(of === 'controls' ? data.controls : data.criteria)}
        </Text>
      </Group>
      {of === 'controls' ? (
        <DataTable
          label="Grades of controls"
          columns={controlColumns}
          rows={data.controls}
          rowKey={(each) => each.control}
          onOpen={(each) => show(each.control)}
          {...table}
        />
      ) : (
        <DataTable
          label="Grades of criteria"
          columns={criterionColumns}
          rows={data.criteria}
          rowKey={(each) => each.criterion}
          onOpen={(each) => show(each.criterion)}
          {...table}
        />
      )}
      {data.notRelevant.length === 0 ? null : (
        <section>
          <Title order={2} size="h5" mb={4}>
            Not relevant, so without a grade
          </Title>
          <NotRelevantList
            label="Criteria without a grade"
            items={data.notRelevant.map(({ decision, ...told }) => ({
              ...told,
              reason: decision.reason,
              by: decision.by.name,
              at: decision.at,
            }))}
          />
        </section>
      )}
      <Note>
        A criterion has the lowest <Term id="grade">grade</Term> of the controls it needs. Your own answers give
        “Designed” at most. Of evidence that members bring themselves nothing tells that anybody else has looked at it,
        so only what came by a capture link and was accepted by somebody who did not answer counts, and what tests
        found.
      </Note>
      <Side
        opened={criterion !== undefined || control !== undefined}
        onClose={() => show(undefined)}
        size="lg"
        title={open}
      >
        {criterion === undefined ? null : <OneCriterion criterion={criterion} controls={data.controls} />}
        {control === undefined ? null : <OneControl control={control} />}
      </Side>
    </Stack>
  );
}

const targets: Record<ReadyFor['what'], string> = {
  type1: 'A Type 1',
  'type2-start': 'To begin the period of a Type 2',
  'type2-clean': 'A Type 2 without remark, as far as can be told now',
};

function Ready({ all }: { all: readonly ReadyFor[] }) {
  const [first] = all;
  const { of: left, notRelevant: out } = first ?? { of: 0, notRelevant: 0 };
  return (
    <Panel p="sm">
      <Title order={2} size="h5" mb={4}>
        What this engagement is ready for
      </Title>
      <ul className={classes.list}>
        {all.map(({ what, met, criteria, of, gaps, notRelevant, emptied }) => (
          <li key={what}>
            <Text size="sm">
              <strong>{targets[what]}:</strong>{' '}
              {met
                ? 'nothing here stands against it.'
                : `not yet: ${[
                    ...(criteria === 0
                      ? []
                      : [
                          `${count(criteria)} of ${notRelevant === 0 ? quantity(of, 'criterion', 'criteria') : quantity(of, 'relevant criterion', 'relevant criteria')} stand too low`,
                        ]),
                    ...(gaps === 0 ? [] : [`${quantity(gaps, 'critical or high gap')} open`]),
                    ...emptied.map((each) => `no criterion of ${categoryTitles[each]} is left`),
                  ].join(', ')}.`}
            </Text>
          </li>
        ))}
      </ul>
      {out === 0 ? null : (
        <Text size="sm" mt={4}>
          {count(out)} of {count(left + out)} criteria that apply {out === 1 ? 'is' : 'are'} not relevant, and{' '}
          {out === 1 ? 'counts' : 'count'} for nothing in this.
        </Text>
      )}
    </Panel>
  );
}

type Graded = Pick<ControlGrade, 'grade' | 'ungraded'>;

function stateOf({ grade, ungraded }: Graded): State {
  return grade === null ? `grade-${ungraded ?? 'not-assessed'}` : `grade-${grade}`;
}

/** From the lowest; what cannot be told lies between not designed and designed. */
function rankOf({ grade }: Graded): number {
  return grade ?? 0.5;
}

/** `3 not designed, 12 designed, 18 not assessed` */
function counted(all: readonly Graded[]): string {
  const parts = [
    ...gradeTitles.map((title, grade) => [title, all.filter((each) => each.grade === grade).length] as const),
    ...ungradedStates.map(
      (state) => [ungradedTitles[state], all.filter((each) => each.ungraded === state).length] as const,
    ),
  ];
  return parts
    .filter(([, n]) => n > 0)
    .map(([title, n]) => `${count(n)} ${title.toLowerCase()}`)
    .join(', ');
}

const criterionColumns: Column<CriterionGrade>[] = [
  {
    id: 'criterion',
    title: 'Criterion',
    width: '104px',
    value: ({ criterion }) => criterion,
    cell: ({ criterion }) => <strong>{criterion}</strong>,
  },
  {
    id: 'grade',
    title: 'Grade',
    width: '168px',
    value: rankOf,
    cell: (each) => <StateBadge state={stateOf(each)} />,
  },
  { id: 'summary', title: 'What it asks', value: ({ summary }) => summary, cell: ({ summary }) => summary },
  {
    id: 'lowest',
    title: 'Lowest control',
    width: '150px',
    value: ({ lowest }) => lowest.join(' '),
    cell: ({ lowest, controls }) =>
      controls.length === 0 ? 'None adopted' : `${lowest.slice(0, 3).join(', ')}${lowest.length > 3 ? ' …' : ''}`,
  },
  {
    id: 'raise',
    title: 'What would raise it',
    value: ({ raise }) => raise[0]?.sentence ?? '',
    cell: ({ raise }) => raise[0]?.sentence ?? 'Nothing: it is the highest.',
  },
];

const controlColumns: Column<ControlGrade>[] = [
  {
    id: 'control',
    title: 'Control',
    width: '104px',
    value: ({ control }) => control,
    cell: ({ control }) => <strong>{control}</strong>,
  },
  {
    id: 'grade',
    title: 'Grade',
    width: '168px',
    value: rankOf,
    cell: (each) => <StateBadge state={stateOf(each)} />,
  },
  {
    id: 'title',
    title: 'What it is',
    value: ({ title }) => title,
    cell: ({ title, adopted }) => (
      <Stack gap={2}>
        <span>{title}</span>
        {adopted ? null : (
          <Text size="xs" c="dimmed">
            Not adopted
          </Text>
        )}
      </Stack>
    ),
  },
  {
    id: 'why',
    title: 'Why',
    value: ({ reasons }) => reasons[0]?.sentence ?? '',
    cell: ({ reasons }) => reasons[0]?.sentence ?? '',
  },
  {
    id: 'raise',
    title: 'What would raise it',
    value: ({ raise }) => raise[0]?.sentence ?? '',
    cell: ({ raise }) => raise[0]?.sentence ?? 'Nothing: it is the highest.',
  },
];

function Sentences({ title, all }: { title: string; all: readonly GradeReason[] }) {
  if (all.length === 0) return null;
  return (
    <section>
      <Title order={3} size="h5" mb={4}>
        {title}
      </Title>
      <ul className={classes.list}>
        {all.map(({ code, sentence, questions }) => (
          <li key={code}>
            <Text size="sm">{sentence}</Text>
            {questions.length === 0 ? null : (
              <Group gap={8}>
                {questions.map((question) => (
                  <Link key={question} to="/readiness" search={{ question }} className="tm-link">
                    {question}
                  </Link>
                ))}
              </Group>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface OneCriterionProps {
  criterion: CriterionGrade;
  controls: readonly ControlGrade[];
}

function OneCriterion({ criterion, controls }: OneCriterionProps) {
  const needed = controls.filter(({ control }) => criterion.controls.includes(control));
  return (
    <Stack gap="md">
      <Text>{criterion.summary}</Text>
      <span>
        <StateBadge state={stateOf(criterion)} />
      </span>
      <Sentences title="Why" all={criterion.reasons} />
      <Sentences title="What would raise it" all={criterion.raise} />
      <section>
        <Title order={3} size="h5" mb={4}>
          Controls that it needs
        </Title>
        {needed.length === 0 ? (
          <Link to="/controls" search={{ tab: 'catalogue', criterion: criterion.criterion }} className="tm-link">
            Find a control for {criterion.criterion}
          </Link>
        ) : (
          <ul className={classes.list}>
            {needed.map((each) => (
              <li key={each.control}>
                <Group gap="xs">
                  <Link
                    to="/readiness"
                    search={{ tab: 'grades', of: 'controls', open: each.control }}
                    className="tm-link"
                  >
                    {each.control}
                  </Link>
                  <StateBadge state={stateOf(each)} />
                  <Text size="sm">{each.title}</Text>
                </Group>
              </li>
            ))}
          </ul>
        )}
      </section>
      <Link to="/readiness" search={{ criterion: criterion.criterion }} className="tm-link">
        Questions about {criterion.criterion}
      </Link>
    </Stack>
  );
}

function OneControl({ control }: { control: ControlGrade }) {
  return (
    <Stack gap="md">
      <Text>{control.title}</Text>
      <Group gap="xs">
        <StateBadge state={stateOf(control)} />
        {control.adopted ? null : (
          <Link to="/controls" search={{ tab: 'catalogue', search: control.control }} className="tm-link">
            Not adopted
          </Link>
        )}
      </Group>
      <Sentences title="Why" all={control.reasons} />
      <Sentences title="What would raise it" all={control.raise} />
      {control.questions.length === 0 ? null : (
        <Link to="/readiness" search={{ control: control.control }} className="tm-link">
          Questions about {control.control}
        </Link>
      )}
    </Stack>
  );
}
