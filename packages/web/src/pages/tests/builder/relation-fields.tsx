import { ActionIcon, Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { PopulationKind } from '@tickmark/core';
import { relationName, type FormRelation } from '../form/form.ts';
import { columnChoice } from './column-condition.tsx';
import classes from './builder.module.css';

interface Props {
  relations: readonly FormRelation[];
  onChange: (relations: FormRelation[]) => void;
  onRemove: (name: string) => void;
  kinds: readonly PopulationKind[];
  kind: PopulationKind | undefined;
}

/** Other populations whose rows belong to an item, and by which columns. */
export function RelationFields({ relations, onChange, onRemove, kinds, kind }: Props) {
  const put = (position: number, next: FormRelation) => onChange(relations.with(position, next));
  return (
    <Stack gap="xs">
      {relations.map((relation, position) => {
        const related = kinds.find(({ id }) => id === relation.population);
        return (
          <div key={relation.name} className={classes.condition}>
            <div className={classes.fields}>
              <NativeSelect
                size="xs"
                aria-label={`Population of ${relation.name}`}
                value={relation.population}
                onChange={(event) => put(position, joined(event.currentTarget.value, kinds, kind, relation.name))}
                data={kinds.map(({ id, title }) => ({ value: id, label: title }))}
              />
              <Text size="sm" lh="30px">
                joined by
              </Text>
              {relation.on.map((pair, n) => (
                <Group key={n} gap={6}>
                  <NativeSelect
                    size="xs"
                    maw={210}
                    aria-label={`Column of ${relation.name} ${n + 1}`}
                    value={pair.related}
                    onChange={(event) =>
                      put(position, {
                        ...relation,
                        on: relation.on.with(n, { ...pair, related: event.currentTarget.value }),
                      })
                    }
                    data={(related?.columns ?? []).filter((c) => c.type !== 'strings').map(columnChoice)}
                  />
                  <Text size="sm">=</Text>
                  <NativeSelect
                    size="xs"
                    maw={210}
                    aria-label={`Column of the item for ${relation.name} ${n + 1}`}
                    value={pair.item}
                    onChange={(event) =>
                      put(position, {
                        ...relation,
                        on: relation.on.with(n, { ...pair, item: event.currentTarget.value }),
                      })
                    }
                    data={(kind?.columns ?? []).filter((c) => c.type !== 'strings').map(columnChoice)}
                  />
                </Group>
              ))}
              <Button
                size="compact-xs"
                variant="subtle"
                mt={4}
                onClick={() =>
                  put(position, {
                    ...relation,
                    on: [...relation.on, ...joined(relation.population, kinds, kind, '').on],
                  })
                }
              >
                and by another column
              </Button>
            </div>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Remove the relation ${relation.name}`}
              onClick={() => onRemove(relation.name)}
            >
              <IconX size={16} aria-hidden />
            </ActionIcon>
          </div>
        );
      })}
      <Group>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconPlus size={13} aria-hidden />}
          disabled={kinds.length === 0}
          onClick={() => {
            const population = likely(kinds, kind);
            const name = relationName(
              population,
              relations.map((r) => r.name),
            );
            onChange([...relations, joined(population, kinds, kind, name)]);
          }}
        >
          Add related rows
        </Button>
      </Group>
    </Stack>
  );
}

/**
 * The population that most likely belongs: one with a column named after the item's, as `change_id`,
 * and of those one that is named alike, as code-reviews to code-changes.
 */
function likely(kinds: readonly PopulationKind[], kind: PopulationKind | undefined): string {
  const word = kind?.id.split('-').at(-1)?.replace(/s$/, '') ?? '';
  const family = kind?.id.split('-')[0] ?? '';
  const pointing = kinds.filter((k) => k.id !== kind?.id && k.columns.some((c) => c.name === `${word}_id`));
  const found = pointing.find((k) => k.id.startsWith(`${family}-`)) ?? pointing[0];
  return (found ?? kinds.find((k) => k.id !== kind?.id) ?? kinds[0])?.id ?? '';
}

/** A relation to a population, by the columns that look as if they meant the same. */
function joined(
  population: string,
  kinds: readonly PopulationKind[],
  kind: PopulationKind | undefined,
  name: string,
): FormRelation {
  const related = kinds.find(({ id }) => id === population)?.columns.filter((c) => c.type === 'string') ?? [];
  const own = kind?.columns.filter((c) => c.type === 'string') ?? [];
  const word = kind?.id.split('-').at(-1)?.replace(/s$/, '') ?? '';
  const pointing = related.find((c) => c.name === `${word}_id`);
  const shared = related.find((c) => c.name !== 'id' && own.some((o) => o.name === c.name));
  const pair = pointing
    ? { related: pointing.name, item: kind?.key ?? '' }
    : { related: shared?.name ?? related[0]?.name ?? '', item: shared?.name ?? kind?.key ?? '' };
  return { name, population, on: [pair] };
}
