import { ActionIcon, Button, Checkbox, Group, Text } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { Engagement } from '@tickmark/core';
import { useState } from 'react';
import type { Output } from '../../api/client.ts';
import { AsWritten } from '../../ui/as-written.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { quantity } from '../../ui/moment.ts';
import { Note } from '../../ui/notices.tsx';
import classes from './plan.module.css';
import { TryItem } from './try-item.tsx';
import {
  isDateOrNone,
  itemsOf,
  nothingTried,
  peopleOf,
  withItem,
  withPerson,
  type Tried as InAddress,
  type TriedItem,
  type TriedPerson,
} from './what-if.ts';

type Roadmap = Output<'plan.roadmap'>;

interface Props {
  engagement: Engagement;
  roadmap: Roadmap;
  tried: InAddress;
  onChange: (part: Partial<InAddress>) => void;
}

/** Other dates, work and time, tried without changing anything. */
export function Tries({ engagement: { terms }, roadmap, tried, onChange }: Props) {
  // null follows what the roadmap was reckoned with.
  const [wish, setWish] = useState<string | null>(tried.wish === 'none' ? '' : (tried.wish ?? null));
  const [from, setFrom] = useState(tried.from ?? (terms.type === 'type1' ? terms.asOf : terms.period.from));
  const [to, setTo] = useState(tried.to ?? (terms.type === 'type2' ? terms.period.to : ''));
  const drafted = terms.type === 'type1' ? terms.asOf : terms.period.from;
  const draftedTo = terms.type === 'type2' ? terms.period.to : '';
  return (
    <section aria-label="Try something else">
      <Group gap="md" align="flex-end" className={classes.tries}>
        <DateField
          label="Wished report"
          size="xs"
          w={160}
          value={wish ?? roadmap.wished?.report ?? ''}
          onChange={(value) => {
            setWish(value);
            if (isDateOrNone(value)) onChange({ wish: value === '' ? 'none' : value });
          }}
        />
        <DateField
          label={terms.type === 'type1' ? 'As-of date' : 'First examined day'}
          size="xs"
          w={160}
          value={from}
          onChange={(value) => {
            setFrom(value);
            if (isDateOrNone(value)) onChange({ from: value === '' || value === drafted ? undefined : value });
          }}
        />
        {terms.type === 'type1' ? null : (
          <DateField
            label="Last examined day"
            size="xs"
            w={160}
            value={to}
            onChange={(value) => {
              setTo(value);
              if (isDateOrNone(value)) onChange({ to: value === '' || value === draftedTo ? undefined : value });
            }}
          />
        )}
        <Checkbox
          label="Two weeks for a dry run before"
          checked={tried.dry === 'run'}
          onChange={(event) => onChange({ dry: event.currentTarget.checked ? 'run' : undefined })}
          pb={6}
        />
        <TryItem roadmap={roadmap} tried={tried} onChange={onChange} />
        {roadmap.tried ? (
          <Button
            size="xs"
            variant="default"
            onClick={() => {
              setWish(null);
              setFrom(drafted);
              setTo(draftedTo);
              onChange(nothingTried);
            }}
          >
            Back to what is on record
          </Button>
        ) : null}
      </Group>
      <Tried roadmap={roadmap} tried={tried} onChange={onChange} />
      {roadmap.tried ? (
        <Note>This is a try. Nothing of it is on record; send the address to show it to somebody.</Note>
      ) : null}
    </section>
  );
}

/** What is tried of people and items, each with the way back. */
function Tried({ roadmap, tried, onChange }: Omit<Props, 'engagement'>) {
  const people = peopleOf(tried).map((each) => ({
    key: each.person,
    words: `${roadmap.people.find(({ person }) => person === each.person)?.name ?? 'Somebody'}: ${personWords(each)}`,
    back: () => onChange({ time: withPerson(tried, { person: each.person }) }),
  }));
  const items = itemsOf(tried).map((each) => {
    const title = roadmap.titles.find(({ id }) => id === each.id);
    return {
      key: each.id,
      words: `${title === undefined ? 'An item of another plan' : `${title.code} ${title.title}`}: ${itemWords(each)}`,
      back: () => onChange({ items: withItem(tried, { id: each.id }) }),
    };
  });
  if (people.length + items.length === 0) return null;
  return (
    <ul className={classes.tried} aria-label="What is tried">
      {[...people, ...items].map(({ key, words, back }) => (
        <li key={key}>
          <Text size="sm" span>
            <AsWritten text={words} />
          </Text>
          <ActionIcon variant="subtle" color="gray" size={24} aria-label={`Do not try ${words}`} onClick={back}>
            <IconX size={14} aria-hidden />
          </ActionIcon>
        </li>
      ))}
    </ul>
  );
}

function personWords({ daysPerWeek, oneMore, absences }: TriedPerson): string {
  return [
    ...(daysPerWeek === undefined ? [] : [`${quantity(daysPerWeek, 'day')} a week`]),
    ...(oneMore === undefined ? [] : ['one person more']),
    ...(absences === undefined
      ? []
      : absences.length === 0
        ? ['no absence']
        : [`away ${absences.map(({ from, to }) => (from === to ? from : `${from} to ${to}`)).join(', ')}`]),
  ].join('; ');
}

function itemWords({ without, effortDays, notBefore, dueOn }: TriedItem): string {
  if (without !== undefined) return 'without it';
  return [
    ...(effortDays === undefined ? [] : [`${quantity(effortDays, 'day')} of work`]),
    ...(notBefore === undefined ? [] : [notBefore === null ? 'no first day' : `not before ${notBefore}`]),
    ...(dueOn === undefined ? [] : [dueOn === null ? 'no due date' : `due ${dueOn}`]),
  ].join('; ');
}
