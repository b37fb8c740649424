import { NativeSelect, Stack } from '@mantine/core';
import type { Condition } from '../form/form.ts';
import { Conditions, type Ground } from './conditions.tsx';
import classes from './builder.module.css';

type Related = Extract<Condition, { ask: 'related' }>;

interface Props {
  label: string;
  value: Related;
  ground: Ground;
  onChange: (value: Related) => void;
}

const hows = [
  { value: 'some', label: 'At least one of' },
  { value: 'all', label: 'Every one of' },
  { value: 'none', label: 'None of' },
] as const;

/** Something asked of the rows of a relation that belong to the item. */
export function RelatedCondition({ label, value, ground, onChange }: Props) {
  const relation = ground.relations.find(({ name }) => name === value.relation);
  return (
    <Stack gap={6} w="100%">
      <div className={classes.fields}>
        <NativeSelect
          size="xs"
          aria-label={`${label}: how many`}
          value={value.how}
          onChange={(event) =>
            onChange({ ...value, how: hows.find((h) => h.value === event.currentTarget.value)?.value ?? 'some' })
          }
          data={[...hows]}
        />
        <NativeSelect
          size="xs"
          aria-label={`${label}: related rows`}
          value={value.relation}
          onChange={(event) =>
            onChange({ ...value, relation: event.currentTarget.value, where: { join: 'and', list: [] } })
          }
          data={ground.relations.map(({ name, title }) => ({ value: name, label: title }))}
        />
      </div>
      <div className={classes.nested}>
        <Conditions
          label={`${label}, where`}
          value={value.where}
          onChange={(where) => onChange({ ...value, where })}
          ground={{ columns: relation?.columns ?? [], item: ground.columns, relations: [] }}
          none="whatever it says"
        />
      </div>
    </Stack>
  );
}
