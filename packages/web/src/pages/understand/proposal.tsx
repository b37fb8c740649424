import { Button, Group, Stack, Text } from '@mantine/core';
import { IconArrowRight, IconPrinter } from '@tabler/icons-react';
import type { ChosenReport } from '@tickmark/core';
import { chooserQuestions } from '@tickmark/core/chooser-questions';
import { Link } from '@tanstack/react-router';
import { categoryNames } from '../../glossary/names.ts';
import { useMay, useMembership } from '../../shell/current.ts';
import { Note, Warning } from '../../ui/notices.tsx';
import { Facts, Panel } from '../../ui/panel.tsx';
import { SaveAs } from '../../ui/save-as.tsx';
import { Term } from '../../ui/term.tsx';
import type { AnswersInAddress } from './answers.ts';
import { reasonsText } from './reasons-text.ts';
import classes from './understand.module.css';

const choiceWords = { in: 'In', out: 'Left out', open: 'Open' } as const;

/** The draft, what speaks for it, what to be careful about, and what is open. */
export function Proposal(props: { proposal: ChosenReport; answers: AnswersInAddress; today: string }) {
  const { proposal, answers, today } = props;
  const { terms, categories, reasons, warnings, beside, open, reportBetween, neededBy } = proposal;
  return (
    <Panel p="lg">
      <Stack gap="md">
        <h2>A draft for you to confirm</h2>
        <div aria-live="polite">
          <Facts
            facts={[
              ['Type', <Term key="t" id={terms.type} />],
              [
                terms.type === 'type1' ? 'As of' : 'Period',
                terms.type === 'type1' ? terms.asOf : <Days key="p" {...terms.period} />,
              ],
              [
                'Categories',
                categories
                  .filter(({ choice }) => choice === 'in')
                  .map(({ category }) => categoryNames[category].title)
                  .join(', '),
              ],
              ['Report expected', <Days key="r" {...reportBetween} />],
              ...(neededBy === null ? [] : [['Needed by', neededBy] as const]),
            ]}
          />
        </div>
        <Begin proposal={proposal} answers={answers} today={today} />
        {warnings.map(({ code, message, source }) => (
          <Warning key={code} source={source}>
            {message}
          </Warning>
        ))}
        <section className={classes.why}>
          <h3>Why</h3>
          <ul>
            {reasons.map(({ text, source, questions }) => (
              <Why key={text} text={text} source={source} questions={questions} />
            ))}
          </ul>
          <h3>Categories</h3>
          <ul>
            {categories.map(({ category, choice, text, source, questions }) => (
              <Why
                key={category}
                lead={`${categoryNames[category].title}: ${choiceWords[choice].toLowerCase()}.`}
                choice={choice}
                text={text}
                source={source}
                questions={questions}
              />
            ))}
          </ul>
          {beside.length === 0 ? null : (
            <>
              <h3>Besides</h3>
              <ul>
                {beside.map(({ code, message, source }) => (
                  <Why key={code} text={message} source={source} questions={[]} />
                ))}
              </ul>
            </>
          )}
          {open.length === 0 ? null : (
            <>
              <h3>Open: {open.length}</h3>
              <Text size="sm" c="dimmed">
                None of these counts as a no.
              </Text>
              <ul>
                {open.map(({ question, matters }) => (
                  <li key={question}>
                    <QuestionLink id={question} />
                    <Text size="sm">{matters}</Text>
                  </li>
                ))}
              </ul>
            </>
          )}
        </section>
        <Group gap="xs" className={classes.noPrint}>
          <SaveAs
            fileName={`which-report-${today}.txt`}
            type="text/plain;charset=utf-8"
            label="Save answers and reasons"
            text={reasonsText(proposal, answers, today)}
          />
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPrinter size={14} aria-hidden />}
            onClick={() => print()}
          >
            Print
          </Button>
        </Group>
        <Note>
          Nothing here is kept until you begin an engagement with it: the answers stand in the address of this page, so
          a link shares them. Answers and reasons then stay with the engagement, sealed with it.
        </Note>
      </Stack>
    </Panel>
  );
}

/** Two dates, neither broken at the end of a line. */
function Days({ from, to }: { from: string; to: string }) {
  return (
    <>
      <span className={classes.day}>{from}</span> to <span className={classes.day}>{to}</span>
    </>
  );
}

/** Leads to the form that a person confirms: that of the first page for a newcomer, else that of an engagement. */
function Begin(props: { proposal: ChosenReport; answers: AnswersInAddress; today: string }) {
  const { proposal, answers, today } = props;
  const member = useMembership() !== null;
  const mayManage = useMay('engagements.manage');
  const { terms } = proposal;
  const search = {
    type: terms.type,
    ...(terms.type === 'type1' ? { asOf: terms.asOf } : terms.period),
    categories: proposal.categories
      .filter(({ choice }) => choice === 'in')
      .map(({ category }) => category)
      .join(','),
    why: new URLSearchParams(
      Object.entries({ ...answers, today }).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ).toString(),
  };
  if (member && !mayManage) {
    return (
      <Note>Your role begins no engagement. Send the address of this page to an owner or a compliance manager.</Note>
    );
  }
  const arrow = <IconArrowRight size={16} aria-hidden />;
  return (
    <div className={classes.noPrint}>
      {member ? (
        <Button
          rightSection={arrow}
          renderRoot={(props) => <Link to="/engagement" search={{ begin: 'new', ...search }} {...props} />}
        >
          Begin an engagement with this
        </Button>
      ) : (
        <Button rightSection={arrow} renderRoot={(props) => <Link to="/start" search={search} {...props} />}>
          Start with this
        </Button>
      )}
    </div>
  );
}

function Why(props: {
  lead?: string;
  choice?: 'in' | 'out' | 'open';
  text: string;
  source: string;
  questions: readonly string[];
}) {
  const { lead, choice, text, source, questions } = props;
  return (
    <li data-choice={choice}>
      {lead === undefined ? null : <strong>{lead} </strong>}
      {text}
      <Text size="xs" c="dimmed">
        {source}
        {questions.length === 0 ? '' : ' · '}
        {questions.map((id, position) => (
          <span key={id}>
            {position === 0 ? '' : ', '}
            <QuestionLink id={id} numbered />
          </span>
        ))}
      </Text>
    </li>
  );
}

/** Leads to a question on this page. */
function QuestionLink({ id, numbered = false }: { id: string; numbered?: boolean }) {
  const position = chooserQuestions.findIndex((question) => question.id === id);
  const question = chooserQuestions[position];
  if (question === undefined) return null;
  return (
    <a href={`#${id}`} className="tm-link">
      {numbered ? `question ${position + 1}` : `${position + 1}. ${question.question}`}
    </a>
  );
}
