import { Button, Group, Radio, Stack, Text } from '@mantine/core';
import { IconEraser } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { chooserQuestions, type Question, type QuestionId } from '@tickmark/core/chooser-questions';
import { useState } from 'react';
import type { Input } from '../../api/client.ts';
import { operationQuery } from '../../queries.ts';
import { useEngagements } from '../../shell/current.ts';
import { DateField } from '../../ui/date-field.tsx';
import { ErrorNotice } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { Term } from '../../ui/term.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { isDay, readAnswers } from './answers.ts';
import { Proposal } from './proposal.tsx';
import classes from './understand.module.css';

/** Of somebody who has no organization yet. */
const here = new Intl.DateTimeFormat().resolvedOptions().timeZone;
const route = getRouteApi('/guide/understand/choose');

/** Ten questions and what they speak for. The answers are the address, so a link keeps and shares them. */
export function ChoosePage() {
  const answers = readAnswers(route.useSearch());
  const navigate = route.useNavigate();
  const { current } = useEngagements();
  const timeZone = current?.timeZone ?? here;
  const [now] = useState(() => new Date());
  const today = now.toLocaleDateString('sv', { timeZone });
  const { data, error, refetch } = useQuery({
    // What was read from the address is what the operation takes.
    ...operationQuery('understand.choose', { ...(answers as Omit<Input<'understand.choose'>, 'today'>), today }),
    placeholderData: keepPreviousData,
  });

  function answer(id: QuestionId, value: string | undefined): void {
    void navigate({ search: (before) => ({ ...before, [id]: value }), replace: true, resetScroll: false });
  }

  const answered = chooserQuestions.filter(({ id }) => answers[id] !== undefined).length;
  return (
    <Page
      title="Which report do our customers need?"
      lead={
        <>
          Ten questions, in any order; what you don’t know stays open. They end in a draft of an{' '}
          <Term id="engagement">engagement</Term> with its reasons, which you confirm or change.{' '}
          <Link to="/understand" className="tm-link">
            Guide
          </Link>
        </>
      }
      actions={
        answered === 0 ? null : (
          <Button
            variant="default"
            leftSection={<IconEraser size={16} aria-hidden />}
            onClick={() => void navigate({ search: {}, resetScroll: false })}
          >
            Clear the answers
          </Button>
        )
      }
    >
      <div className={classes.chooser}>
        <Stack gap="md" className={classes.questions}>
          <Text size="sm" c="dimmed" aria-live="polite">
            {answered} of {chooserQuestions.length} answered
          </Text>
          {chooserQuestions.map((question, position) => (
            <OneQuestion
              key={question.id}
              question={question}
              number={position + 1}
              answer={answers[question.id]}
              onAnswer={(value) => answer(question.id, value)}
            />
          ))}
        </Stack>
        <div className={classes.proposal}>
          {error === null ? null : <ErrorNotice error={error} retry={() => void refetch()} />}
          {data === undefined ? (
            error === null ? (
              <Waiting lines={12} />
            ) : null
          ) : (
            <Proposal proposal={data} answers={answers} today={today} />
          )}
        </div>
      </div>
    </Page>
  );
}

interface OneQuestionProps {
  question: Question;
  number: number;
  answer: string | undefined;
  onAnswer: (value: string | undefined) => void;
}

function OneQuestion({ question, number, answer, onAnswer }: OneQuestionProps) {
  const { id, choices, date, why } = question;
  const isChoice = choices.some(({ value }) => value === answer);
  return (
    <section id={id} className={classes.question} data-answered={answer !== undefined || undefined}>
      <Radio.Group
        name={id}
        label={`${number}. ${question.question}`}
        description={why}
        value={isChoice ? (answer ?? null) : null}
        onChange={onAnswer}
        styles={{ label: { fontWeight: 600 } }}
      >
        <Stack gap={6} mt={8}>
          {choices.map(({ value, label, hint }) => (
            <Radio key={value} value={value} label={label} description={hint} size="sm" />
          ))}
        </Stack>
      </Radio.Group>
      {date === undefined ? null : (
        <DayAnswer label={date} day={isChoice ? undefined : answer} onDay={(day) => onAnswer(day)} />
      )}
      {answer === undefined ? null : (
        <Group justify="flex-end">
          <Button variant="subtle" size="compact-sm" onClick={() => onAnswer(undefined)}>
            Take the answer back
          </Button>
        </Group>
      )}
    </section>
  );
}

/** A date as an answer: told once it is whole. */
function DayAnswer(props: { label: string; day: string | undefined; onDay: (day: string | undefined) => void }) {
  const { label, day, onDay } = props;
  const [typed, setTyped] = useState(day ?? '');
  const [seen, setSeen] = useState(day);
  // A day that came otherwise than by typing, or was taken back, replaces what stands here; what is half typed stays.
  if (day !== seen) {
    setSeen(day);
    if (day !== undefined || isDay(typed)) setTyped(day ?? '');
  }
  const whole = /^\d{4}-\d\d-\d\d$/.test(typed);
  return (
    <DateField
      label={label}
      w={260}
      mt={10}
      value={typed}
      onChange={(text) => {
        setTyped(text);
        if (isDay(text)) onDay(text);
        else if (day !== undefined) onDay(undefined);
      }}
      error={whole && !isDay(typed) ? 'No date of the calendar from 2000 to 2100; write it as 2026-11-23.' : undefined}
    />
  );
}
