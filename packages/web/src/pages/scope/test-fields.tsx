import { Group, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import type { ScopeBody } from '@tickmark/core';
import { dutyStanding, vendorStanding } from '@tickmark/core/scope-verdicts';
import {
  answerOfThreeTitles,
  answersOfThree,
  dutyQuestions,
  dutyVerdictTitles,
  vendorQuestions,
  vendorVerdictTitles,
  type AnswerOfThree,
} from '@tickmark/core/scope-words';
import { Panel } from '../../ui/panel.tsx';
import { faultOf } from './fields.tsx';

type Tested = Record<string, { answer: AnswerOfThree; reason?: string }>;
type VendorTest = NonNullable<Extract<ScopeBody, { kind: 'vendor' }>['test']>;
type DutyTest = NonNullable<Extract<ScopeBody, { kind: 'cuec' }>['test']>;

interface Props {
  of: 'vendor' | 'duty';
  value: unknown;
  onChange: (test: Tested) => void;
  error: unknown;
}

/** The questions of a test, one under the other, and what the answers come to. */
export function TestFields({ of, value, onChange, error }: Props) {
  const questions = of === 'vendor' ? vendorQuestions : dutyQuestions;
  const given = (value ?? {}) as Partial<Tested>;
  const whole: Tested = Object.fromEntries(
    questions.map(({ id }) => [id, given[id] ?? { answer: 'unknown' as const }]),
  );
  const asked = value === undefined ? undefined : whole;
  const { verdict, words } =
    of === 'vendor' ? vendorStanding(asked as VendorTest | undefined) : dutyStanding(asked as DutyTest | undefined);
  const title = of === 'vendor' ? vendorVerdictTitles[verdict as 'vendor'] : dutyVerdictTitles[verdict as 'cuec'];
  return (
    <Panel>
      <Stack gap="md">
        <Text fw={600}>
          {of === 'vendor' ? 'Is it a subservice organization?' : 'Does something stay unmet without it?'}
        </Text>
        {questions.map(({ id, text, hint }, place) => {
          const { answer, reason = '' } = whole[id] ?? { answer: 'unknown' };
          return (
            <Stack key={id} gap={4}>
              <Text size="sm" fw={500} id={`test-${id}`}>
                {place + 1}. {text}
              </Text>
              <Text size="xs" c="dimmed">
                {hint}
              </Text>
              <Group gap="sm" align="flex-start" wrap="wrap">
                <SegmentedControl
                  aria-labelledby={`test-${id}`}
                  size="xs"
                  data={answersOfThree.map((each) => ({ value: each, label: answerOfThreeTitles[each] }))}
                  value={answer}
                  onChange={(next) =>
                    onChange({
                      ...whole,
                      [id]: { answer: answersOfThree.find((each) => each === next) ?? 'unknown', reason },
                    })
                  }
                />
                <Textarea
                  aria-label={`Why: ${text}`}
                  placeholder={answer === 'unknown' ? 'What has to be found out' : 'Why'}
                  required={answer !== 'unknown'}
                  autosize
                  minRows={1}
                  style={{ flex: '1 1 260px' }}
                  value={reason}
                  onChange={(event) => onChange({ ...whole, [id]: { answer, reason: event.currentTarget.value } })}
                  error={faultOf(error, `test.${id}`)}
                />
              </Group>
            </Stack>
          );
        })}
        <Text size="sm" component="output">
          <strong>{title}.</strong> {words}
        </Text>
      </Stack>
    </Panel>
  );
}
