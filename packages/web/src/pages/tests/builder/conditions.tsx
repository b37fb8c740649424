import { ActionIcon, Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { Column } from '@tickmark/core';
import { conditionOn, type Condition, type Conditions as Value } from '../form/form.ts';
import { ColumnCondition } from './column-condition.tsx';
import classes from './builder.module.css';

/** What conditions may speak of: columns of their row, of the item when the row is a related one, relations. */
export interface Ground {
  columns: readonly Column[];
  item: readonly Column[];
  relations: readonly { name: string; title: string; columns: readonly Column[] }[];
}

interface Props {
  /** What the conditions are for, in the names of their fields. */
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  ground: Ground;
  none: string;
}

/** Rows of conditions, all of which or any of which must hold. */
export function Conditions({ label, value, onChange, ground, none }: Props) {
  const { join, list } = value;
  const put = (next: Condition[]) => onChange({ join: next.length < 2 ? 'and' : join, list: next });
  const [first] = ground.columns;
  return (
    <fieldset className={classes.group} aria-label={label}>
      {list.length === 0 ? (
        <Text size="sm" c="dimmed">
          {none}
        </Text>
      ) : null}
      {list.length < 2 ? null : (
        <NativeSelect
          size="xs"
          w={200}
          aria-label={`${label}: how they are joined`}
          value={join}
          onChange={(event) => onChange({ join: event.currentTarget.value === 'or' ? 'or' : 'and', list })}
          data={[
            { value: 'and', label: 'All of these hold' },
            { value: 'or', label: 'Any of these holds' },
          ]}
        />
      )}
      {list.map((condition, position) => (
        // Conditions have no name of their own; they are told apart by their place.
        <div key={position} className={classes.condition}>
          <div className={condition.ask === 'related' ? classes.fields : `${classes.fields} ${classes.columns}`}>
            {condition.ask === 'related' ? (
              <RelatedCondition
                label={`${label} ${position + 1}`}
                value={condition}
                ground={ground}
                onChange={(next) => put(list.with(position, next))}
              />
            ) : (
              <ColumnCondition
                label={`${label} ${position + 1}`}
                value={condition}
                ground={ground}
                onChange={(next) => put(list.with(position, next))}
              />
            )}
          </div>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Remove ${label} ${position + 1}`}
            onClick={() => put(list.toSpliced(position, 1))}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <Group gap="xs">
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconPlus size={13} aria-hidden />}
          disabled={first === undefined}
          onClick={() => first && put([...list, conditionOn(first.name, first.type)])}
        >
          Add a condition
        </Button>
        {ground.relations.length === 0 ? null : (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconPlus size={13} aria-hidden />}
            onClick={() =>
              put([
                ...list,
                {
                  ask: 'related',
                  how: 'some',
                  relation: ground.relations[0]?.name ?? '',
                  where: { join: 'and', list: [] },
                },
              ])
            }
          >
            Add a condition on related rows
          </Button>
        )}
      </Group>
    </fieldset>
  );
}

type Related = Extract<Condition, { ask: 'related' }>;

interface RelatedProps {
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
function RelatedCondition({ label, value, ground, onChange }: RelatedProps) {
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
