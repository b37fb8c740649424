import { ActionIcon, Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { PlanSettings } from '@tickmark/core';
import { holds } from '@tickmark/core/roles';
import { useState } from 'react';
import { fieldError, useOperation, useWrite } from '../../queries.ts';
import { DateField } from '../../ui/date-field.tsx';
import { Form } from '../../ui/form.tsx';
import { ErrorNotice, say } from '../../ui/notices.tsx';
import { Waiting } from '../../ui/waiting.tsx';

/** When the report is wished for, and how much time people have. */
export function TimeAndPeople({ engagementId, onDone }: { engagementId: string; onDone: () => void }) {
  const { data, error, refetch } = useOperation('plan.settings', { engagementId });
  if (error !== null) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Waiting />;
  return <SettingsForm settings={data} onDone={onDone} />;
}

interface Time {
  daysPerWeek: number | null;
  absences: { from: string; to: string }[];
}

function SettingsForm({ settings, onDone }: { settings: PlanSettings; onDone: () => void }) {
  // What was looked at when the form opened.
  const [{ revision, wishedOn, people }] = useState(settings);
  const [wish, setWish] = useState(wishedOn ?? '');
  const [times, setTimes] = useState<ReadonlyMap<string, Time>>(
    new Map(people.map(({ person, daysPerWeek, absences }) => [person, { daysPerWeek, absences }])),
  );
  const members = useOperation('members.list', { limit: 500 });
  const write = useWrite('plan.change-settings');
  const able = (members.data?.items ?? []).filter(({ role }) => holds(role, 'plan.work'));
  const change = (person: string, part: Partial<Time>): void => {
    const before = times.get(person) ?? { daysPerWeek: null, absences: [] };
    setTimes(new Map([...times, [person, { ...before, ...part }]]));
  };
  return (
    <Form
      submit="Keep"
      busy={write.isPending}
      error={write.error}
      onCancel={onDone}
      onSubmit={() =>
        write.mutate(
          {
            engagementId: settings.engagementId,
            revision,
            wishedOn: wish === '' ? null : wish,
            people: [...times].map(([person, time]) => ({
              person,
              daysPerWeek: time.daysPerWeek,
              absences: time.absences
                .filter(({ from }) => from !== '')
                .map(({ from, to }) => ({ from, to: to === '' ? from : to })),
            })),
          },
          {
            onSuccess: () => {
              say('Kept.');
              onDone();
            },
          },
        )
      }
    >
      <DateField
        label="Wished date of the report"
        description="Left empty, nothing is counted back."
        data-autofocus
        value={wish}
        onChange={setWish}
        error={fieldError(write.error, 'wishedOn')}
      />
      <Text size="sm">
        How many days of a week each has for the plan. Left empty, it is not known: five are assumed, and the roadmap
        says so. Holidays are those of the organization.
      </Text>
      {able.map(({ userId, name }) => {
        const time = times.get(userId) ?? { daysPerWeek: null, absences: [] };
        return (
          <Stack key={userId} gap={6}>
            <Group gap="md" align="flex-end">
              <NumberInput
                label={`${name}: days a week`}
                w={240}
                min={0}
                max={5}
                step={0.5}
                value={time.daysPerWeek ?? ''}
                onChange={(value) => change(userId, { daysPerWeek: typeof value === 'number' ? value : null })}
              />
              <Button
                variant="default"
                size="xs"
                mb={4}
                onClick={() => change(userId, { absences: [...time.absences, { from: '', to: '' }] })}
              >
                Add an absence of {name}
              </Button>
            </Group>
            {time.absences.map((absence, place) => (
              <Group key={place} gap="xs" align="flex-end">
                <DateField
                  label="Away from"
                  size="xs"
                  value={absence.from}
                  onChange={(from) =>
                    change(userId, {
                      absences: time.absences.map((each, at) => (at === place ? { ...each, from } : each)),
                    })
                  }
                />
                <DateField
                  label="to"
                  size="xs"
                  value={absence.to}
                  onChange={(to) =>
                    change(userId, {
                      absences: time.absences.map((each, at) => (at === place ? { ...each, to } : each)),
                    })
                  }
                />
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={28}
                  aria-label={`Take off absence ${place + 1} of ${name}`}
                  onClick={() => change(userId, { absences: time.absences.filter((_each, at) => at !== place) })}
                >
                  <IconX size={15} aria-hidden />
                </ActionIcon>
              </Group>
            ))}
          </Stack>
        );
      })}
    </Form>
  );
}
