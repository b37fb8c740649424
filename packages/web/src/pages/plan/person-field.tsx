import { Select, type SelectProps } from '@mantine/core';
import { holds } from '@tickmark/core/roles';
import { useOperation } from '../../queries.ts';

interface Choice {
  value: string;
  label: string;
}

/** Stands for “nobody” where a choice is made for many. */
export const nobody = 'nobody';

/** Members whose role does work on a plan, by name; whoever stands there already is offered too. */
export function PersonField({
  first = [],
  now,
  ...field
}: Omit<SelectProps, 'data' | 'searchable'> & { first?: Choice[]; now?: { id: string; name: string | null } | null }) {
  const { data } = useOperation('members.list', { limit: 500 });
  const able = (data?.items ?? [])
    .filter(({ role }) => holds(role, 'plan.work'))
    .map(({ userId, name }) => ({ value: userId, label: name }));
  const gone =
    now === undefined || now === null || able.some(({ value }) => value === now.id)
      ? []
      : [{ value: now.id, label: `${now.name ?? 'Somebody not known here'} (does no work here any more)` }];
  return <Select {...field} searchable nothingFoundMessage="No such member" data={[...first, ...able, ...gone]} />;
}
