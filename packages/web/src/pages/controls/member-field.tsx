import { Select, type SelectProps } from '@mantine/core';
import { holds } from '@tickmark/core/roles';
import { useOperation } from '../../queries.ts';

/** Members whose role may run a control, by name. */
export function MemberField(field: Omit<SelectProps, 'data' | 'searchable'>) {
  const { data } = useOperation('members.list', { limit: 500 });
  const able = (data?.items ?? []).filter(({ role }) => holds(role, 'evidence.add'));
  return (
    <Select
      {...field}
      searchable
      nothingFoundMessage="No such member"
      data={able.map(({ userId, name }) => ({ value: userId, label: name }))}
    />
  );
}
