import { Alert, Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import type { Description } from '@tickmark/core';
import type { DescriptionPartId } from '@tickmark/core/description-words';
import { useState } from 'react';
import { useWrite } from '../../queries.ts';
import { Form } from '../../ui/form.tsx';
import { quantity } from '../../ui/moment.ts';
import { say } from '../../ui/notices.tsx';
import { Over } from '../../ui/side.tsx';
import { partTitle } from './part-words.ts';

type Previous = NonNullable<Description['previous']>;

interface Props {
  engagementId: string;
  previous: Previous;
  opened: boolean;
  onOpen: (open: boolean) => void;
  /** Before anything is taken over, what is being written is saved. */
  before: () => Promise<void>;
  onTaken: () => void;
}

/** Says that the engagement before has words for parts that have none here, and takes over those that are chosen. */
export function TakeOver({ engagementId, previous, opened, onOpen, before, onTaken }: Props) {
  return (
    <>
      <Alert role="note" variant="default" title={`${previous.title} has words for parts that have none here`}>
        <Group gap="sm">
          <Text size="sm">
            {quantity(previous.parts.length, 'part')}. Incidents, changes and statements stay there: they are of other
            days.
          </Text>
          <Button size="xs" variant="default" onClick={() => onOpen(true)}>
            Choose parts
          </Button>
        </Group>
      </Alert>
      <Over opened={opened} onClose={() => onOpen(false)} title={`Take over from ${previous.title}`} size="md">
        <ChooseParts
          engagementId={engagementId}
          previous={previous}
          before={before}
          onCancel={() => onOpen(false)}
          onTaken={onTaken}
        />
      </Over>
    </>
  );
}

function ChooseParts({
  engagementId,
  previous,
  before,
  onCancel,
  onTaken,
}: Pick<Props, 'engagementId' | 'previous' | 'before' | 'onTaken'> & { onCancel: () => void }) {
  const [chosen, setChosen] = useState<ReadonlySet<DescriptionPartId>>(new Set());
  const write = useWrite('descriptions.take-over');
  return (
    <Form
      submit={chosen.size === 0 ? 'Take over' : `Take over ${quantity(chosen.size, 'part')}`}
      busy={write.isPending}
      error={write.error}
      disabled={chosen.size === 0}
      onCancel={onCancel}
      onSubmit={() =>
        void before().then(() =>
          write.mutate(
            { engagementId, parts: previous.parts.filter((part) => chosen.has(part)) },
            {
              onSuccess: ({ taken }) => {
                say(`${quantity(taken.length, 'part')} taken over. Read each through: it speaks of other days.`);
                onTaken();
              },
            },
          ),
        )
      }
    >
      <Text size="sm">The words are copied. Read each part through afterwards: it was written of other days.</Text>
      <Stack gap={6}>
        {previous.parts.map((part) => (
          <Checkbox
            key={part}
            label={partTitle(part)}
            checked={chosen.has(part)}
            onChange={(event) =>
              setChosen(
                event.currentTarget.checked
                  ? new Set([...chosen, part])
                  : new Set([...chosen].filter((each) => each !== part)),
              )
            }
          />
        ))}
      </Stack>
      <Button
        size="compact-sm"
        variant="default"
        style={{ alignSelf: 'flex-start' }}
        onClick={() => setChosen(new Set(chosen.size === previous.parts.length ? [] : previous.parts))}
      >
        {chosen.size === previous.parts.length ? 'Choose none' : 'Choose all'}
      </Button>
    </Form>
  );
}
