import { MultiSelect, type MultiSelectProps } from '@mantine/core';
import { useOperation } from '../../queries.ts';

/** Adopted controls, by code and title. */
export function ControlsField(field: Omit<MultiSelectProps, 'data' | 'searchable'>) {
  const { data } = useOperation('controls.list', { limit: 500 });
  const choices = (data?.items ?? []).map(({ code, title }) => ({ value: code, label: `${code} ${title}` }));
  // One that has retired since stays as it was chosen.
  const others = (field.value ?? []).filter((code) => !choices.some(({ value }) => value === code));
  return <MultiSelect {...field} searchable data={[...choices, ...others]} />;
}
