import { Group, NativeSelect, TextInput } from '@mantine/core';
import type { PopulationKind } from '@tickmark/core';
import type { TestForm } from '../form/form.ts';
import { columnChoice } from './column-condition.tsx';

interface Props {
  asks: TestForm['asks'];
  onChange: (asks: TestForm['asks']) => void;
  kind: PopulationKind | undefined;
}

const intervals = [
  ['day', 'Day'],
  ['week', 'Week'],
  ['month', 'Month'],
  ['quarter', 'Quarter'],
  ['half-year', 'Half-year'],
  ['year', 'Year'],
] as const;

/** What a cadence and a state test need beside conditions. */
export function KindFields({ asks, onChange, kind }: Props) {
  const times = (kind?.columns ?? []).filter((c) => c.type === 'instant' || c.type === 'date');
  const texts = (kind?.columns ?? []).filter((c) => c.type === 'string');
  if (asks.kind === 'items') return null;
  if (asks.kind === 'cadence') {
    const known = intervals.some(([id]) => id === asks.every);
    return (
      <Group gap="sm" align="flex-end">
        <NativeSelect
          label="Due every"
          value={asks.every}
          onChange={(event) => onChange({ ...asks, every: event.currentTarget.value })}
          data={[
            ...intervals.map(([value, label]) => ({ value, label })),
            ...(known ? [] : [{ value: asks.every, label: asks.every }]),
          ]}
        />
        <TextInput
          label="Days of grace"
          type="number"
          min={0}
          max={999}
          w={120}
          value={asks.graceDays}
          onChange={(event) => onChange({ ...asks, graceDays: bounded(event.currentTarget.value) })}
        />
        <NativeSelect
          label="It happened at"
          value={asks.at}
          onChange={(event) => onChange({ ...asks, at: event.currentTarget.value })}
          data={choices(times, asks.at)}
        />
      </Group>
    );
  }
  return (
    <Group gap="sm" align="flex-end">
      <NativeSelect
        label="Observed at"
        value={asks.observed}
        onChange={(event) => onChange({ ...asks, observed: event.currentTarget.value })}
        data={choices(times, asks.observed)}
      />
      <NativeSelect
        label="Rows of one item share"
        value={asks.subject ?? ''}
        onChange={(event) =>
          onChange({ ...asks, subject: event.currentTarget.value === '' ? null : event.currentTarget.value })
        }
        data={[
          { value: '', label: `the key${kind === undefined ? '' : ` (${kind.key})`}` },
          ...choices(texts, asks.subject ?? ''),
        ]}
      />
    </Group>
  );
}

function bounded(text: string): number {
  return Math.min(999, Math.max(0, Math.trunc(Number(text))));
}

/** Columns to choose from, with the chosen one even where the population does not hold it. */
function choices(columns: PopulationKind['columns'], chosen: string): { value: string; label: string }[] {
  const held = columns.some((c) => c.name === chosen);
  return [...(held || chosen === '' ? [] : [{ value: chosen, label: chosen }]), ...columns.map(columnChoice)];
}
