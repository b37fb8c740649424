import { Select, Text } from '@mantine/core';
import type { Engagement } from '@tickmark/core';
import { useState } from 'react';
import { fieldError, useWrite } from '../../queries.ts';
import { useEngagements } from '../../shell/current.ts';
import { Form } from '../../ui/form.tsx';
import { quantity } from '../../ui/moment.ts';
import { say } from '../../ui/notices.tsx';
import type { Whole } from './items.tsx';
import { TimingFields } from './timing-fields.tsx';
import { sentTiming } from './writing.ts';

interface Props {
  engagement: Engagement;
  whole: Whole;
  onDone: () => void;
}

/** The scope of last year, say, as the beginning of this year's. */
export function CopyScope({ engagement, whole: { period, timing, onTiming }, onDone }: Props) {
  const { all } = useEngagements();
  const others = all.filter(({ id }) => id !== engagement.id);
  const [from, setFrom] = useState<string | null>(others[0]?.id ?? null);
  const write = useWrite('scope.copy');
  return (
    <Form
      submit="Copy the scope"
      busy={write.isPending}
      error={write.error}
      disabled={from === null}
      onCancel={onDone}
      onSubmit={() => {
        if (from === null) return;
        write.mutate(
          { engagementId: engagement.id, from, ...sentTiming(period, timing) },
          {
            onSuccess: ({ total, left, unlinked }) => {
              const stayed =
                left.length === 0 ? '' : ` ${quantity(left.length, 'item')} of the same name stayed as they are here.`;
              const lost = unlinked === 0 ? '' : ` ${quantity(unlinked, 'link')} to what was removed there left out.`;
              say(`${quantity(total, 'item')} copied.${stayed}${lost}`);
              onDone();
            },
          },
        );
      }}
    >
      <Select
        label="From"
        allowDeselect={false}
        data={others.map(({ id, title }) => ({ value: id, label: title }))}
        value={from}
        onChange={setFrom}
        error={fieldError(write.error, 'from')}
      />
      <Text size="sm">
        Every item is copied with its links. What is called the same here already stays as it is. Look at each
        afterwards: reports of vendors, say, have other days this time, and holes show where they leave some.
      </Text>
      <TimingFields period={period} timing={timing} onChange={onTiming} error={write.error} />
    </Form>
  );
}
