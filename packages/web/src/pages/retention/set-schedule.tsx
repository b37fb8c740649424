import { Checkbox, NumberInput } from '@mantine/core';
import { defaultRetentionYears, mostRetentionYears, type RetentionSchedule } from '@tickmark/core';
import { useState } from 'react';
import { fieldError, useWrite } from '../../queries.ts';
import { Form } from '../../ui/form.tsx';
import { Note, say } from '../../ui/notices.tsx';

/** How long evidence is kept, and who deletes it then. */
export function SetSchedule({ schedule, onDone }: { schedule: RetentionSchedule | null; onDone: () => void }) {
  const [years, setYears] = useState<number | string>(schedule?.years ?? defaultRetentionYears);
  const [superseded, setSuperseded] = useState<number | string>(schedule?.supersededYears ?? '');
  const [automatic, setAutomatic] = useState(schedule?.automatic ?? false);
  const set = useWrite('retention.set-schedule');
  const supersededYears = superseded === '' ? null : Number(superseded);
  return (
    <Form
      submit="Set the schedule"
      busy={set.isPending}
      error={set.error}
      disabled={years === ''}
      onSubmit={() =>
        set.mutate(
          { schedule: { years: Number(years), supersededYears, automatic } },
          {
            onSuccess: () => {
              say('The schedule is set. What is due within thirty days stands on this page.');
              onDone();
            },
          },
        )
      }
    >
      <Note>
        Nothing is deleted by this alone, unless you ask for it below. What stands in a bundle is kept for five years
        after the bundle was made, whatever you set here.
      </Note>
      <NumberInput
        label="Keep evidence for so many years"
        description="Counted from the last day that it speaks for. Seven covers what auditors keep."
        min={1}
        max={mostRetentionYears}
        allowDecimal={false}
        value={years}
        onChange={setYears}
        error={fieldError(set.error, 'schedule.years')}
      />
      <NumberInput
        label="What has a newer version, for so many years"
        description="Empty where it is kept as long as the rest."
        min={1}
        max={mostRetentionYears}
        allowDecimal={false}
        value={superseded}
        onChange={setSuperseded}
        error={fieldError(set.error, 'schedule.supersededYears')}
      />
      <Checkbox
        label="Delete what is due each day, without anybody confirming it"
        description="In your name. Holds and engagements in progress stop it all the same, and it rests when you are no owner any more."
        checked={automatic}
        onChange={(event) => setAutomatic(event.currentTarget.checked)}
      />
    </Form>
  );
}
