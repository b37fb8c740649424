import { Box, Button, Group, SegmentedControl, Select, Stack, Text, UnstyledButton } from '@mantine/core';
import type { AnswerCounts, HeldQuestion } from '@tickmark/core';
import { questionStates } from '@tickmark/core/readiness-words';
import { getRouteApi } from '@tanstack/react-router';
import { useLayoutEffect, useRef } from 'react';
import type { Output } from '../../api/client.ts';
import { stateWords } from '../../glossary/states.ts';
import { useOperation } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { count } from '../../ui/moment.ts';
import { Empty, ErrorNotice, Note } from '../../ui/notices.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { useAnswering, type Answering } from './answering.ts';
import { choicesFor } from './choices.ts';
import { About } from './about.tsx';
import { OneQuestion } from './one-question.tsx';
import classes from './readiness.module.css';

const route = getRouteApi('/inside/readiness');
type Answered = Output<'readiness.questions'>;

/** The questions by section, one of them open. */
export function Questions({ engagementId }: { engagementId: string }) {
  const { section, state, search, control, criterion, question, view } = route.useSearch();
  const navigate = route.useNavigate();
  const answering = useAnswering(engagementId);
  const { data, error, refetch } = useOperation('readiness.questions', { engagementId, search, control, criterion });
  const change = (part: Partial<ReturnType<typeof route.useSearch>>): void =>
    void navigate({ search: (s) => ({ ...s, question: undefined, ...part }), replace: true });
  const show = (id: string | undefined): void =>
    void navigate({ search: (s) => ({ ...s, question: id }), replace: true });

  if (error !== null && data === undefined) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Waiting lines={9} />;
  const within = data.items.filter((each) => section === undefined || each.section === section);
  // What is open stays, also where its new answer is not what is looked for.
  const items = within.filter((each) => state === undefined || each.state === state || each.id === question);
  const opened =
    items.find(({ id }) => id === question) ?? items.find((each) => each.state === 'unanswered') ?? items[0];
  const missing = question === undefined ? undefined : data.notAsked.find(({ id }) => id === question);
  return (
    <Stack gap="md">
      <Counted counts={data.counts} />
      <Group gap="sm" component="section" aria-label="Which questions">
        <SearchField label="Search the questions" value={search} onChange={(words) => change({ search: words })} />
        {questionStates.map((each) => {
          const n = within.filter((held) => held.state === each).length;
          return n === 0 && state !== each ? null : (
            <Button
              key={each}
              size="compact-sm"
              variant={state === each ? 'filled' : 'default'}
              aria-pressed={state === each}
              onClick={() => change({ state: state === each ? undefined : each })}
            >
              {stateWords[`question-${each}`].word} {n}
            </Button>
          );
        })}
        <About
          control={control}
          criterion={criterion}
          onClear={() => change({ control: undefined, criterion: undefined })}
        />
        <SegmentedControl
          size="xs"
          aria-label="How many at once"
          data={[
            { value: 'all', label: 'List' },
            { value: 'one', label: 'One by one' },
          ]}
          value={view ?? 'all'}
          onChange={(next) => change({ view: next === 'one' ? 'one' : undefined, question })}
        />
      </Group>
      {missing === undefined ? null : (
        <Note>
          {missing.id} “{missing.text}” is not asked in this engagement. {missing.words}
        </Note>
      )}
      {answering.begun.length === 0 ? null : (
        <Note>
          What you wrote and have not saved is kept on this device:{' '}
          {answering.begun.map((id, at) => (
            <span key={id}>
              {at === 0 ? '' : ', '}
              <UnstyledButton
                className="tm-link"
                onClick={() => change({ section: undefined, state: undefined, search: undefined, question: id, view })}
              >
                {id}
              </UnstyledButton>
            </span>
          ))}
          .
        </Note>
      )}
      <div className={classes.columns}>
        <Sections data={data} chosen={section} onChoose={(next) => change({ section: next, state: undefined })} />
        {opened === undefined ? (
          <Empty
            title="No question matches."
            action={
              <Button
                variant="default"
                onClick={() =>
                  change({
                    section: undefined,
                    state: undefined,
                    search: undefined,
                    control: undefined,
                    criterion: undefined,
                  })
                }
              >
                Show all questions
              </Button>
            }
          />
        ) : (
          <QuestionList
            items={items}
            opened={opened}
            closed={question === 'none'}
            one={view === 'one'}
            engagementId={engagementId}
            answering={{
              ...answering,
              // What is answered stays open, although another is the first without an answer from now on.
              give: (each, ...said) => {
                if (question === undefined) show(each.id);
                answering.give(each, ...said);
              },
            }}
            onShow={show}
          />
        )}
      </div>
    </Stack>
  );
}

function Counted({
  counts: { total, answered, partly, unknown, notApplicable, unanswered },
}: {
  counts: AnswerCounts;
}) {
  const others = [
    partly === 0 ? null : `${count(partly)} of them partly`,
    unknown === 0 ? null : `${count(unknown)} not known`,
    notApplicable === 0 ? null : `${count(notApplicable)} said not to apply`,
    unanswered === 0 ? null : `${count(unanswered)} unanswered`,
  ].filter((each) => each !== null);
  return (
    <Text component="output">
      <strong>
        {count(answered)} of {count(total)} answered
      </strong>
      {others.length === 0 ? '' : `; ${others.join(', ')}`}
    </Text>
  );
}

interface SectionsProps {
  data: Answered;
  chosen: string | undefined;
  onChoose: (section: string | undefined) => void;
}

function Sections({ data: { counts }, chosen, onChoose }: SectionsProps) {
  const words = ({ answered, total, unknown }: AnswerCounts): string =>
    `${count(answered)} of ${count(total)} answered${unknown === 0 ? '' : `, ${count(unknown)} not known`}`;
  return (
    <>
      <Select
        hiddenFrom="md"
        aria-label="Section"
        placeholder="All sections"
        clearable
        data={counts.sections.map((each) => ({ value: each.section, label: `${each.section}: ${words(each)}` }))}
        value={chosen ?? null}
        onChange={(value) => onChoose(value ?? undefined)}
      />
      <Box component="section" className={classes.sections} visibleFrom="md" aria-label="Sections">
        {[{ ...counts, section: undefined }, ...counts.sections].map((each) => (
          <UnstyledButton
            key={each.section ?? ''}
            className={classes.section}
            aria-pressed={each.section === chosen}
            onClick={() => onChoose(each.section)}
          >
            <Text size="sm" fw={600}>
              {each.section ?? 'All sections'}
            </Text>
            <Text size="xs">{words(each)}</Text>
            <div className={classes.line} aria-hidden>
              <div className={classes.done} style={{ width: `${(100 * each.answered) / each.total}%` }} />
            </div>
          </UnstyledButton>
        ))}
      </Box>
    </>
  );
}

interface ListProps {
  items: readonly HeldQuestion[];
  opened: HeldQuestion;
  /** Nothing of the list is open. */
  closed: boolean;
  one: boolean;
  engagementId: string;
  answering: Answering;
  onShow: (question: string | undefined) => void;
}

function QuestionList({ items, opened, closed, one, engagementId, answering, onShow }: ListProps) {
  const list = useRef<HTMLOListElement>(null);
  const mayAnswer = useMay('readiness.answer');
  const place = items.indexOf(opened);
  const go = (by: number): void => {
    const next = items[place + by];
    if (next === undefined) return;
    onShow(next.id);
    requestAnimationFrame(() => {
      const head = list.current?.querySelector<HTMLElement>(`[data-question="${next.id}"]`);
      head?.focus();
      head?.scrollIntoView({ block: 'nearest' });
    });
  };

  // Before it is painted: whoever sees a question can answer it.
  useLayoutEffect(() => {
    function onKey(event: KeyboardEvent): void {
      const target = event.target as HTMLElement;
      if (event.metaKey || event.ctrlKey || event.altKey || event.shiftKey || event.defaultPrevented) return;
      if (['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) || target.closest('[role="dialog"]') !== null)
        return;
      if (event.key === 'ArrowDown' || event.key === 'j') go(1);
      else if (event.key === 'ArrowUp' || event.key === 'k') go(-1);
      else if (
        event.key === 'Enter' &&
        (target.closest('a, button') === null || target.dataset['question'] === opened.id)
      )
        go(1);
      else if (event.key === 'u' && mayAnswer && answering.attempt(opened.id)?.state === 'saved')
        answering.undo(opened);
      else if (/^\d$/.test(event.key) && mayAnswer && !closed) {
        const choice = choicesFor(opened).find(({ key }) => key === event.key);
        if (choice === undefined) return;
        if (choice.answer !== null) answering.give(opened, choice.answer);
        else list.current?.querySelector<HTMLElement>('[data-choice="5"]')?.click();
      } else return;
      event.preventDefault();
    }
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });

  return (
    <Stack gap="xs">
      {mayAnswer ? (
        <Text size="xs" c="dimmed" className={classes.keys}>
          Keys: numbers answer, ↓ and ↑ go on and back, Enter goes on, u undoes.
        </Text>
      ) : null}
      <ol className={classes.questions} ref={list} aria-label="Questions">
        {(one ? [opened] : items).map((question) => {
          const isOpen = question.id === opened.id && (one || !closed);
          return (
            <li key={question.id}>
              <UnstyledButton
                className={classes.head}
                data-question={question.id}
                aria-expanded={isOpen}
                onClick={() => onShow(isOpen && !one ? 'none' : question.id)}
              >
                <span className="mono">{question.id}</span>
                <span>{question.text}</span>
                <StateBadge state={`question-${question.state}`} />
              </UnstyledButton>
              {isOpen ? (
                <div className={classes.body}>
                  <OneQuestion engagementId={engagementId} question={question} answering={answering} />
                  <Group justify="flex-end" gap="xs" mt="xs">
                    <Button size="xs" variant="default" disabled={place <= 0} onClick={() => go(-1)}>
                      Question before
                    </Button>
                    <Button size="xs" variant="default" disabled={place >= items.length - 1} onClick={() => go(1)}>
                      Next question
                    </Button>
                  </Group>
                </div>
              ) : null}
            </li>
          );
        })}
      </ol>
    </Stack>
  );
}
