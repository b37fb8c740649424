import { ActionIcon, Button, Checkbox, Group, NumberInput, Stack, Text, Title } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { Output } from '../../api/client.ts';
import { DateField } from '../../ui/date-field.tsx';
import { isDate, quantity } from '../../ui/moment.ts';
import { Over } from '../../ui/side.tsx';
import classes from './plan.module.css';
import { peopleOf, withPerson, type Tried, type TriedPerson } from './what-if.ts';

type Roadmap = Output<'plan.roadmap'>;
type Load = Roadmap['people'][number];

interface Props {
  roadmap: Roadmap;
  tried: Tried;
  onChange: (part: Partial<Tried>) => void;
}

/** How much each person has to do, whose work one more person would shorten, and other time of theirs to try. */
export function People({ roadmap: { people, help }, tried, onChange }: Props) {
  const [chosen, choose] = useState<string | null>(null);
  const load = people.find(({ person }) => person === chosen);
  if (people.length === 0) return null;
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        People
      </Title>
      <ul className={classes.list}>
        {people.map(({ person, name, daysPerWeek, assumed, oneMore, absences, items, effortDays, finish }) => (
          <li key={person}>
            <Group gap="md" justify="space-between">
              <Text size="sm" style={{ flex: '1 1 320px' }}>
                <strong>{name ?? 'Somebody not known here'}</strong>: {quantity(items, 'item')},{' '}
                {quantity(effortDays, 'day')} of work{finish === null ? '' : `, until ${finish}`}.{' '}
                {assumed
                  ? 'Nobody said how much time; five days a week are assumed. '
                  : `${quantity(daysPerWeek, 'day')} a week. `}
                {oneMore ? 'One person more shares it. ' : ''}
                {absences.length === 0
                  ? ''
                  : `Away ${absences.map(({ from, to }) => (from === to ? from : `${from} to ${to}`)).join(', ')}. `}
                {help.find((each) => each.person === person)?.words}
              </Text>
              <Button
                size="xs"
                variant="default"
                aria-label={`Try other time of ${name ?? 'this person'}`}
                onClick={() => choose(person)}
              >
                Try other time
              </Button>
            </Group>
          </li>
        ))}
      </ul>
      <Over
        opened={load !== undefined}
        onClose={() => choose(null)}
        title={`Try other time of ${load?.name ?? 'this person'}`}
        size="md"
      >
        {load === undefined ? null : (
          <Time
            key={load.person}
            load={load}
            before={peopleOf(tried).find(({ person }) => person === load.person) ?? { person: load.person }}
            onTry={(person) => {
              choose(null);
              onChange({ time: withPerson(tried, person) });
            }}
          />
        )}
      </Over>
    </section>
  );
}

/** Days of a week, absences, and one person more, as they would be. */
function Time({ load, before, onTry }: { load: Load; before: TriedPerson; onTry: (tried: TriedPerson) => void }) {
  const [days, setDays] = useState<number | string>(load.daysPerWeek);
  const [oneMore, setOneMore] = useState(load.oneMore);
  const [absences, setAbsences] = useState(load.absences);
  const whole = absences.filter(({ from }) => from !== '').map(({ from, to }) => ({ from, to: to === '' ? from : to }));
  const faulty = whole.find(({ from, to }) => !isDate(from) || !isDate(to) || from > to);
  const moved = JSON.stringify(whole) !== JSON.stringify(load.absences);
  const change = (at: number, part: Partial<Load['absences'][number]>): void =>
    setAbsences((all) => all.map((each, place) => (place === at ? { ...each, ...part } : each)));
  return (
    <Stack gap="md">
      <NumberInput
        label="Days a week"
        w={200}
        min={0}
        max={5}
        step={0.5}
        data-autofocus
        value={days}
        onChange={setDays}
      />
      <Checkbox
        label="One person more"
        description="Somebody with as much time and the same absences shares each item."
        checked={oneMore}
        onChange={(event) => setOneMore(event.currentTarget.checked)}
      />
      {absences.map((absence, place) => (
        <Group key={place} gap="xs" align="flex-end">
          <DateField label="Away from" size="xs" value={absence.from} onChange={(from) => change(place, { from })} />
          <DateField
            label="to"
            size="xs"
            value={absence.to}
            onChange={(to) => change(place, { to })}
            error={absence.to !== '' && absence.to < absence.from ? 'Before its first day.' : undefined}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size={28}
            aria-label={`Take off absence ${place + 1}`}
            onClick={() => setAbsences((all) => all.filter((_each, at) => at !== place))}
          >
            <IconX size={15} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      <Button
        variant="default"
        size="xs"
        style={{ alignSelf: 'flex-start' }}
        onClick={() => setAbsences((all) => [...all, { from: '', to: '' }])}
      >
        Add an absence
      </Button>
      <Group gap="xs">
        <Button
          disabled={typeof days !== 'number' || faulty !== undefined}
          onClick={() =>
            onTry({
              person: load.person,
              // Only what differs is tried, or was tried before: the rest follows the record.
              ...(typeof days === 'number' && (days !== load.daysPerWeek || before.daysPerWeek !== undefined)
                ? { daysPerWeek: days }
                : {}),
              ...(oneMore ? { oneMore: true as const } : {}),
              ...(moved || before.absences !== undefined ? { absences: whole } : {}),
            })
          }
        >
          Try it
        </Button>
        {Object.keys(before).length === 1 ? null : (
          <Button variant="default" onClick={() => onTry({ person: load.person })}>
            As it is on record
          </Button>
        )}
      </Group>
    </Stack>
  );
}
