import { Text } from '@mantine/core';
import type { Chosen, Engagement } from '@tickmark/core';
import { chooserQuestions, type QuestionId } from '@tickmark/core/chooser-questions';
import { categoryNames } from '../../glossary/names.ts';
import { useOperation } from '../../queries.ts';
import { ErrorNotice, Note } from '../../ui/notices.tsx';
import { Section } from '../../ui/page.tsx';
import { answerWords } from '../understand/answers.ts';
import classes from './engagement.module.css';

/** Why an engagement was begun as it was, where the chooser led to it: answers and reasons as they were then. */
export function ChosenReasons({ engagement }: { engagement: Engagement }) {
  const { data, error, refetch } = useOperation('understand.chosen', { engagementId: engagement.id });
  if (error !== null && data === undefined) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (data === undefined || data.chosen === null) return null;
  return <Reasons engagement={engagement} chosen={data.chosen} />;
}

function Reasons({ engagement, chosen }: { engagement: Engagement; chosen: Chosen }) {
  const { answeredOn, answers, proposal } = chosen;
  const answered = chooserQuestions.filter(({ id }) => given(answers, id) !== undefined);
  const open = chooserQuestions.length - answered.length;
  const otherwise = differences(engagement, proposal);
  return (
    <Section
      title="Why it was begun so"
      lead={`Answers of ${answeredOn} led to a draft, which a person confirmed or changed. It stands here as it was told then.`}
    >
      {otherwise.length === 0 ? null : <Note>{otherwise.join(' ')}</Note>}
      <ul className={classes.reasons}>
        {proposal.reasons.map(({ text, source }) => (
          <li key={text}>
            {text}
            <Text size="xs" c="dimmed">
              {source}
            </Text>
          </li>
        ))}
        {proposal.categories.map(({ category, choice, text, source }) => (
          <li key={category}>
            <strong>
              {categoryNames[category].title}, {choiceWords[choice]}.
            </strong>{' '}
            {text}
            <Text size="xs" c="dimmed">
              {source}
            </Text>
          </li>
        ))}
      </ul>
      <details className={classes.answers}>
        <summary>
          {answered.length} of {chooserQuestions.length} questions were answered
          {open === 0 ? '' : `; ${open} were open, and none of these counted as a no`}
        </summary>
        <ul>
          {answered.map((question) => (
            <li key={question.id}>
              {question.question} <strong>{answerWords(question, given(answers, question.id))}</strong>
            </li>
          ))}
        </ul>
      </details>
    </Section>
  );
}

const choiceWords = { in: 'in', out: 'left out', open: 'open' } as const;

function given(answers: Chosen['answers'], id: QuestionId): string | undefined {
  return answers[id];
}

/** What the engagement says otherwise than the draft. */
function differences({ terms, categories }: Engagement, proposal: Chosen['proposal']): string[] {
  const drafted = proposal.categories.filter(({ choice }) => choice === 'in').map(({ category }) => category);
  const more = categories.filter((each) => !drafted.includes(each));
  const less = drafted.filter((each) => !categories.includes(each));
  const named = (some: typeof categories): string => some.map((each) => categoryNames[each].title).join(', ');
  return [
    ...(termsWords(terms) === termsWords(proposal.terms)
      ? []
      : [`The draft said ${termsWords(proposal.terms)}; the engagement says ${termsWords(terms)}.`]),
    ...(more.length === 0 ? [] : [`In, otherwise than in the draft: ${named(more)}.`]),
    ...(less.length === 0 ? [] : [`Left out, otherwise than in the draft: ${named(less)}.`]),
  ];
}

function termsWords(terms: Engagement['terms']): string {
  return terms.type === 'type1'
    ? `Type 1 as of ${terms.asOf}`
    : `Type 2 from ${terms.period.from} to ${terms.period.to}`;
}
