import { Group, Radio, Textarea } from '@mantine/core';
import type { Output } from '../../api/client.ts';
import { fieldError } from '../../queries.ts';
import { DateField } from '../../ui/date-field.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { Timing } from './writing.ts';

interface Props {
  period: Output<'scope.list'>['period'];
  timing: Timing;
  onChange: (timing: Timing) => void;
  error: unknown;
}

/** Since when a change is so, and why; asked once the first day of the period has passed. */
export function TimingFields({ period, timing, onChange, error }: Props) {
  if (!period.begun) return null;
  const { since, day, reason } = timing;
  return (
    <Panel>
      <Radio.Group
        label="Since when is it so?"
        description={`The period began on ${period.from}, so the change is dated and stays on the list of changes.`}
        required
        value={since}
        onChange={(value) => onChange({ ...timing, since: value === 'first' ? 'first' : 'later' })}
        error={since === null ? fieldError(error, 'effectiveFrom') : undefined}
      >
        <Group gap="lg" mt={6}>
          <Radio value="first" label="It was so from the first day on, and is only written down now" />
          <Radio value="later" label="It changed during the period" />
        </Group>
      </Radio.Group>
      {since === 'later' ? (
        <DateField
          mt="xs"
          w={176}
          label="Changed on"
          required
          value={day}
          onChange={(next) => onChange({ ...timing, day: next })}
          error={fieldError(error, 'effectiveFrom')}
        />
      ) : null}
      <Textarea
        mt="xs"
        label="Why"
        description="A description of the system tells significant changes, and their reasons."
        required
        autosize
        minRows={1}
        value={reason}
        onChange={(event) => onChange({ ...timing, reason: event.currentTarget.value })}
        error={fieldError(error, 'reason')}
      />
    </Panel>
  );
}
