import { MultiSelect, Select, type MultiSelectProps, type SelectProps } from '@mantine/core';
import { holds } from '@tickmark/core/roles';
import { useOperation } from '../../queries.ts';

/** Members whose role may approve documents, and so answer for one, by name. */
function useAble(): { value: string; label: string }[] {
  const { data } = useOperation('members.list', { limit: 500 });
  return (data?.items ?? [])
    .filter(({ role }) => holds(role, 'policies.approve'))
    .map(({ userId, name }) => ({ value: userId, label: name }));
}

export function PolicyOwnerField(field: Omit<SelectProps, 'data' | 'searchable'>) {
  return <Select {...field} searchable clearable nothingFoundMessage="No such member" data={useAble()} />;
}

export function ApproversField(field: Omit<MultiSelectProps, 'data' | 'searchable'>) {
  return <MultiSelect {...field} searchable hidePickedOptions nothingFoundMessage="No such member" data={useAble()} />;
}
