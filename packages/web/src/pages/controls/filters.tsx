import { Button, Checkbox, Group, MultiSelect, Select } from '@mantine/core';
import { controlNatures, controlNatureTitles, controlTypes, controlTypeTitles } from '@tickmark/core/control-words';
import { frequencyNames } from '../../glossary/names.ts';
import { useOperation } from '../../queries.ts';
import { SearchField } from '../../ui/search-field.tsx';
import { MemberField } from './member-field.tsx';

/** What narrows controls down, as it stands in the address. */
export interface Narrowed {
  search?: string | undefined;
  criterion?: string | undefined;
  family?: string | undefined;
  frequency?: string | undefined;
  type?: string | undefined;
  nature?: string | undefined;
  origin?: 'catalogue' | 'own' | undefined;
  owner?: string | undefined;
  without?: string | undefined;
  adopted?: 'yes' | 'no' | undefined;
  retired?: 'show' | undefined;
}

export const notNarrowed: Record<keyof Narrowed, undefined> = {
  search: undefined,
  criterion: undefined,
  family: undefined,
  frequency: undefined,
  type: undefined,
  nature: undefined,
  origin: undefined,
  owner: undefined,
  without: undefined,
  adopted: undefined,
  retired: undefined,
};

export function isNarrowed(by: Narrowed): boolean {
  return (Object.keys(notNarrowed) as (keyof Narrowed)[]).some((name) => by[name] !== undefined);
}

/** Filters of the address that the server knows; a word that it does not know narrows nothing. */
export function works(by: Narrowed) {
  return {
    search: by.search,
    criterion: by.criterion,
    family: by.family,
    frequency: (Object.keys(frequencyNames) as (keyof typeof frequencyNames)[]).find((each) => each === by.frequency),
    type: controlTypes.find((each) => each === by.type),
    nature: controlNatures.find((each) => each === by.nature),
  };
}

const lacks = ['owner', 'deputy', 'test', 'evidence'] as const;
const lackTitles = { owner: 'No owner', deputy: 'No deputy', test: 'No test', evidence: 'No evidence' };

export function lacksOf(without: string | undefined): (typeof lacks)[number][] {
  const named = (without ?? '').split(',');
  return lacks.filter((each) => named.includes(each));
}

interface Props {
  of: 'catalogue' | 'adopted';
  by: Narrowed;
  families: readonly string[];
  onChange: (part: Narrowed) => void;
}

export function Filters({ of, by, families, onChange }: Props) {
  const criteria = useOperation('criteria.list', {}, { staleTime: 'static' });
  const choice = (
    name: 'criterion' | 'family' | 'frequency' | 'nature' | 'type',
    label: string,
    any: string,
    data: { value: string; label: string }[],
    w: number,
  ) => (
    <Select
      size="xs"
      w={w}
      aria-label={label}
      placeholder={any}
      clearable
      searchable={data.length > 8}
      clearButtonProps={{ 'aria-label': any }}
      data={data}
      value={by[name] ?? null}
      onChange={(value) => onChange({ [name]: value ?? undefined })}
    />
  );
  return (
    <Group gap="xs" component="section" aria-label="Which controls">
      <SearchField
        label={of === 'catalogue' ? 'Search the catalogue' : 'Search your controls'}
        value={by.search}
        onChange={(search) => onChange({ search })}
      />
      {choice(
        'criterion',
        'Criterion',
        'Any criterion',
        (criteria.data?.items ?? []).map(({ id }) => ({ value: id, label: id })),
        150,
      )}
      {choice(
        'family',
        'Family',
        'Any family',
        families.map((each) => ({ value: each, label: each })),
        220,
      )}
      {choice(
        'frequency',
        'Frequency',
        'Any frequency',
        Object.entries(frequencyNames).map(([value, label]) => ({ value, label })),
        150,
      )}
      {choice(
        'nature',
        'Nature',
        'Any nature',
        controlNatures.map((value) => ({ value, label: controlNatureTitles[value] })),
        160,
      )}
      {choice(
        'type',
        'Type',
        'Any type',
        controlTypes.map((value) => ({ value, label: controlTypeTitles[value] })),
        130,
      )}
      {of === 'catalogue' ? (
        <Select
          size="xs"
          w={150}
          aria-label="Adopted or not"
          placeholder="Adopted or not"
          clearable
          clearButtonProps={{ 'aria-label': 'Adopted or not' }}
          data={[
            { value: 'no', label: 'Not adopted' },
            { value: 'yes', label: 'Adopted' },
          ]}
          value={by.adopted ?? null}
          onChange={(value) => onChange({ adopted: value === 'yes' || value === 'no' ? value : undefined })}
        />
      ) : (
        <>
          <MemberField
            size="xs"
            w={170}
            aria-label="Owner or deputy"
            placeholder="Any owner"
            clearable
            clearButtonProps={{ 'aria-label': 'Any owner' }}
            value={by.owner ?? null}
            onChange={(value) => onChange({ owner: value ?? undefined })}
          />
          <MultiSelect
            size="xs"
            w={200}
            aria-label="What is missing"
            placeholder={by.without === undefined ? 'Missing or not' : ''}
            clearable
            clearButtonProps={{ 'aria-label': 'Missing or not' }}
            data={lacks.map((value) => ({ value, label: lackTitles[value] }))}
            value={lacksOf(by.without)}
            onChange={(values) => onChange({ without: values.length === 0 ? undefined : values.join(',') })}
          />
          <Select
            size="xs"
            w={150}
            aria-label="Where it came from"
            placeholder="Any origin"
            clearable
            clearButtonProps={{ 'aria-label': 'Any origin' }}
            data={[
              { value: 'own', label: 'Your own' },
              { value: 'catalogue', label: 'The catalogue' },
            ]}
            value={by.origin ?? null}
            onChange={(value) => onChange({ origin: value === 'own' || value === 'catalogue' ? value : undefined })}
          />
          <Checkbox
            size="xs"
            label="Show retired controls too"
            checked={by.retired === 'show'}
            onChange={(event) => onChange({ retired: event.currentTarget.checked ? 'show' : undefined })}
          />
        </>
      )}
      {isNarrowed(by) ? (
        <Button size="compact-xs" variant="default" onClick={() => onChange(notNarrowed)}>
          Show all
        </Button>
      ) : null}
    </Group>
  );
}
