import { ActionIcon, Button, Checkbox, Group, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { stepEvidences, stepEvidenceTitles, type StepEvidence } from '@tickmark/core/procedure-words';
import { fieldError } from '../../queries.ts';
import lists from '../../ui/list.module.css';
import { Panel } from '../../ui/panel.tsx';
import { newStep, type StepDraft } from './step-draft.ts';

interface Props {
  value: readonly StepDraft[];
  onChange: (steps: StepDraft[]) => void;
  error: unknown;
}

const evidences = stepEvidences.map((value) => ({ value, label: stepEvidenceTitles[value] }));

/** The steps of a procedure as they are written: added, moved and taken away. */
export function StepsField({ value, onChange, error }: Props) {
  const put = (key: string, part: Partial<StepDraft>): void =>
    onChange(value.map((step) => (step.key === key ? { ...step, ...part } : step)));
  const move = (from: number, to: number): void => {
    const steps = [...value];
    const [step] = steps.splice(from, 1);
    if (step !== undefined) onChange(steps.toSpliced(to, 0, step));
  };
  return (
    <Stack gap="sm">
      <ol className={lists.panels}>
        {value.map((step, place) => {
          const field = (name: string) => fieldError(error, `steps.${place}.${name}`);
          const n = place + 1;
          return (
            <li key={step.key}>
              <Panel>
                <Stack gap="xs">
                  <Group justify="space-between">
                    <Text fw={600} size="sm">
                      Step {n}
                    </Text>
                    <Group gap={4}>
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        aria-label={`Move step ${n} up`}
                        disabled={place === 0}
                        onClick={() => move(place, place - 1)}
                      >
                        <IconArrowUp size={16} aria-hidden />
                      </ActionIcon>
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        aria-label={`Move step ${n} down`}
                        disabled={place === value.length - 1}
                        onClick={() => move(place, place + 1)}
                      >
                        <IconArrowDown size={16} aria-hidden />
                      </ActionIcon>
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        aria-label={`Take step ${n} away`}
                        disabled={value.length === 1}
                        onClick={() => onChange(value.filter(({ key }) => key !== step.key))}
                      >
                        <IconTrash size={16} aria-hidden />
                      </ActionIcon>
                    </Group>
                  </Group>
                  <Textarea
                    label={`What is done in step ${n}`}
                    required
                    autosize
                    maxLength={1_000}
                    value={step.what}
                    onChange={(event) => put(step.key, { what: event.currentTarget.value })}
                    error={field('what')}
                  />
                  <Group grow align="flex-start">
                    <TextInput
                      label={`Who does step ${n}`}
                      placeholder="HR lead"
                      required
                      maxLength={120}
                      value={step.performer}
                      onChange={(event) => put(step.key, { performer: event.currentTarget.value })}
                      error={field('performer')}
                    />
                    <Select
                      label={`What step ${n} leaves`}
                      placeholder="Choose"
                      required
                      data={evidences}
                      value={step.evidence}
                      onChange={(evidence) => put(step.key, { evidence: evidence as StepEvidence | null })}
                      error={field('evidence')}
                    />
                  </Group>
                  {step.evidence === 'note' || step.evidence === 'file' ? (
                    <TextInput
                      label={`What the ${step.evidence} of step ${n} is`}
                      placeholder={step.evidence === 'file' ? 'Signed agreement' : 'Number of the ticket'}
                      maxLength={300}
                      value={step.leaves}
                      onChange={(event) => put(step.key, { leaves: event.currentTarget.value })}
                      error={field('leaves')}
                    />
                  ) : null}
                  <Checkbox
                    label="May be skipped, with a reason"
                    aria-label={`Step ${n} may be skipped, with a reason`}
                    checked={step.optional}
                    onChange={(event) => put(step.key, { optional: event.currentTarget.checked })}
                  />
                </Stack>
              </Panel>
            </li>
          );
        })}
      </ol>
      <Button
        variant="default"
        size="xs"
        style={{ alignSelf: 'flex-start' }}
        onClick={() => onChange([...value, newStep()])}
      >
        Add a step
      </Button>
    </Stack>
  );
}
