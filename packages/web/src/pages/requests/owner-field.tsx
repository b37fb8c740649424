import { Select, type SelectProps } from '@mantine/core';
import { holds } from '@tickmark/core/roles';
import { useOperation } from '../../queries.ts';

/** Members whose role answers requests, by name. */
export function OwnerField({ first = [], ...field }: Omit<SelectProps, 'data' | 'searchable'> & { first?: Choice[] }) {
  const { data } = useOperation('members.list', { limit: 500 });
  const able = (data?.items ?? []).filter(({ role }) => holds(role, 'requests.answer'));
  return (
    <Select
      {...field}
      searchable
      nothingFoundMessage="No such member"
      data={[...first, ...able.map(({ userId, name }) => ({ value: userId, label: name }))]}
    />
  );
}

interface Choice {
  value: string;
  label: string;
}
