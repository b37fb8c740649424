import { Button, Checkbox, Group, Kbd, NumberInput, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import type { Answer, HeldQuestion } from '@tickmark/core';
import { choiceTitles } from '@tickmark/core/readiness-words';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { AsWritten } from '../../ui/as-written.tsx';
import { DateField } from '../../ui/date-field.tsx';
import type { Draft } from '../../ui/drafts.ts';
import { Form } from '../../ui/form.tsx';
import { isDate } from '../../ui/moment.ts';
import { wordsOf } from './answering.ts';
import { choicesFor, isChosen } from './choices.ts';
import classes from './readiness.module.css';

interface Props {
  question: HeldQuestion;
  given: Answer | null;
  readOnly: boolean;
  busy: boolean;
  /** Words that were begun and are not saved. */
  begun: Draft | undefined;
  onBegin: (text: string) => void;
  /** `after`: version of the answer that was seen when the writing began; none where it is the one shown. */
  onAnswer: (answer: Answer, after?: number) => void;
}

/** What a question is answered with: by one key, or by writing. */
export function AnswerFields(props: Props) {
  const { question, given, readOnly } = props;
  const [shown] = useState(question.given?.version ?? 0);
  const seen = props.begun?.after ?? shown;
  const written = { ...props, onAnswer: (answer: Answer) => props.onAnswer(answer, seen) };
  if (readOnly) {
    const { given: standing } = question;
    return (
      <Text size="sm">{standing === null ? 'Nobody has answered yet.' : <AsWritten text={standing.words} />}</Text>
    );
  }
  switch (question.answerKind) {
    case 'number':
      return <NumberAnswer {...written} />;
    case 'multi_choice':
      return <ChoicesAnswer {...written} />;
    case 'text':
      return <TextAnswer {...written} />;
    case 'date_or_period':
      return <DatesAnswer {...written} />;
    default:
      return <ByKey key={given?.kind} {...props} seen={seen} />;
  }
}

function ByKey({ question, given, busy, begun, onBegin, onAnswer, seen }: Props & { seen: number }) {
  const reason = wordsOf(given);
  const why = begun?.text ?? reason;
  const [outside, setOutside] = useState(why !== '');
  const field = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    if (outside && reason === '') field.current?.focus();
  }, [outside, reason]);

  return (
    <Stack gap="xs">
      <Group gap={6} component="section" aria-label="Answer">
        {choicesFor(question).map((choice) => {
          const chosen = choice.answer === null ? outside : isChosen(choice, given) && !outside;
          return (
            <Button
              key={choice.key}
              className={classes.choice}
              data-choice={choice.key}
              size="sm"
              variant={chosen ? 'filled' : 'default'}
              aria-pressed={chosen}
              aria-disabled={busy}
              onClick={() => {
                setOutside(choice.answer === null);
                if (choice.answer !== null) onAnswer(choice.answer);
              }}
            >
              {choice.label} <Kbd size="xs">{choice.key}</Kbd>
            </Button>
          );
        })}
      </Group>
      {outside ? (
        <Written
          busy={busy}
          disabled={why.trim() === '' || why.trim() === reason}
          onSave={() =>
            onAnswer({ kind: 'not-applicable', reason: why.trim() }, begun === undefined ? undefined : seen)
          }
        >
          <Textarea
            label="Why it does not apply"
            description="Somebody else will review it. Until then it does not count as answered."
            autosize
            minRows={2}
            maxLength={4000}
            ref={field}
            value={why}
            onChange={(event) => onBegin(event.currentTarget.value)}
          />
        </Written>
      ) : null}
    </Stack>
  );
}

interface WrittenProps {
  busy: boolean;
  disabled: boolean;
  onSave: () => void;
  unknown?: { chosen: boolean; onChoose: () => void };
  children: ReactNode;
}

/** Fields that are saved by a button, or Ctrl and Enter. What goes wrong is told below the answer. */
function Written({ busy, disabled, onSave, unknown, children }: WrittenProps) {
  return (
    <Form
      submit="Save the answer"
      busy={busy}
      error={null}
      disabled={disabled}
      onSubmit={onSave}
      beside={
        unknown === undefined ? undefined : (
          <Button
            size="xs"
            variant={unknown.chosen ? 'filled' : 'default'}
            aria-pressed={unknown.chosen}
            onClick={unknown.onChoose}
          >
            Don’t know
          </Button>
        )
      }
    >
      {children}
    </Form>
  );
}

function notKnown({ given, onAnswer }: Props): WrittenProps['unknown'] {
  return { chosen: given?.kind === 'unknown', onChoose: () => onAnswer({ kind: 'unknown' }) };
}

const unitNames = { percent: 'Percent', hours: 'Hours', days: 'Days' } as const;

function NumberAnswer(props: Props) {
  const { question, given, busy, onAnswer } = props;
  const [value, setValue] = useState<number | string>(given?.kind === 'number' ? given.value : '');
  return (
    <Written
      busy={busy}
      disabled={typeof value !== 'number'}
      onSave={() => onAnswer({ kind: 'number', value: Number(value) })}
      unknown={notKnown(props)}
    >
      <NumberInput
        label={question.unit === undefined ? 'Number' : unitNames[question.unit]}
        w={180}
        min={0}
        max={question.unit === 'percent' ? 100 : 1_000_000}
        value={value}
        onChange={setValue}
      />
    </Written>
  );
}

function ChoicesAnswer(props: Props) {
  const { question, given, busy, onAnswer } = props;
  const [values, setValues] = useState<string[]>(given?.kind === 'choices' ? given.values : []);
  return (
    <Written
      busy={busy}
      disabled={false}
      onSave={() => onAnswer({ kind: 'choices', values })}
      unknown={notKnown(props)}
    >
      <Checkbox.Group label="Choose those that fit, or none" value={values} onChange={setValues}>
        <Group gap="md" mt={4}>
          {(question.options ?? []).map((each) => (
            <Checkbox key={each} value={each} label={choiceTitles[each] ?? each} />
          ))}
        </Group>
      </Checkbox.Group>
    </Written>
  );
}

function TextAnswer(props: Props) {
  const { given, busy, begun, onBegin, onAnswer } = props;
  const text = begun?.text ?? wordsOf(given);
  return (
    <Written
      busy={busy}
      disabled={text.trim() === ''}
      onSave={() => onAnswer({ kind: 'text', text: text.trim() })}
      unknown={notKnown(props)}
    >
      <Textarea
        label="Answer"
        autosize
        minRows={3}
        maxLength={4000}
        value={text}
        onChange={(event) => onBegin(event.currentTarget.value)}
      />
    </Written>
  );
}

function DatesAnswer(props: Props) {
  const { given, busy, onAnswer } = props;
  const [kind, setKind] = useState<'date' | 'period'>(given?.kind === 'date' ? 'date' : 'period');
  const [from, setFrom] = useState(given?.kind === 'period' ? given.from : given?.kind === 'date' ? given.date : '');
  const [to, setTo] = useState(given?.kind === 'period' ? given.to : '');
  return (
    <Written
      busy={busy}
      disabled={!isDate(from) || (kind === 'period' && !isDate(to))}
      onSave={() => onAnswer(kind === 'date' ? { kind, date: from } : { kind, from, to })}
      unknown={notKnown(props)}
    >
      <Group align="flex-end" gap="sm">
        <SegmentedControl
          size="sm"
          aria-label="One day or a period"
          data={[
            { value: 'period', label: 'A period' },
            { value: 'date', label: 'One day' },
          ]}
          value={kind}
          onChange={setKind}
        />
        <DateField label={kind === 'date' ? 'Day' : 'First day'} value={from} onChange={setFrom} />
        {kind === 'date' ? null : <DateField label="Last day" value={to} onChange={setTo} />}
      </Group>
    </Written>
  );
}
