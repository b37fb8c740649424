import { MultiSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useOperation } from '../../queries.ts';

interface Props {
  label: string;
  description?: string;
  value: readonly string[];
  onChange: (ids: string[]) => void;
  /** Pieces that are not offered. */
  without: readonly string[];
  error?: string | undefined;
}

const offered = 50;

/** Newest versions of evidence, found by what is typed. */
export function EvidenceField({ label, description, value, onChange, without, error }: Props) {
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 200);
  const [known, setKnown] = useState<ReadonlyMap<string, string>>(new Map());
  const { data } = useOperation('evidence.list', {
    newest: true,
    search: search === '' ? undefined : search,
    limit: offered,
  });
  const found = (data?.items ?? []).filter(({ id }) => !without.includes(id) && !value.includes(id));
  const choices = found.map(({ id, title, period }) => ({
    value: id,
    label: `${title}, ${period.from} to ${period.to}`,
  }));
  return (
    <MultiSelect
      label={label}
      description={description}
      placeholder="Search the evidence"
      searchable
      hidePickedOptions
      searchValue={typed}
      onSearchChange={setTyped}
      // What was found was found by the server, also in the content of files.
      filter={({ options }) => options}
      nothingFoundMessage={search === '' ? 'There is no other evidence' : 'No evidence matches'}
      data={[...choices, ...value.map((id) => ({ value: id, label: known.get(id) ?? id }))]}
      value={[...value]}
      onChange={(ids) => {
        setKnown(new Map([...known, ...choices.map((choice) => [choice.value, choice.label] as const)]));
        onChange(ids);
      }}
      error={error}
    />
  );
}
