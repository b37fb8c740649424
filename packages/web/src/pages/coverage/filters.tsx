import { Button, Group, Select } from '@mantine/core';
import { categories } from '@tickmark/core/categories';
import { coverageStates, holeCodes, holeTitles } from '@tickmark/core/coverage-words';
import { categoryNames } from '../../glossary/names.ts';
import { SearchField } from '../../ui/search-field.tsx';
import type { Narrowed } from './narrowed.ts';
import { coverageWords } from './states.ts';

const choices = [
  { value: 'holes', label: 'Anything missing' },
  ...holeCodes.map((code) => ({ value: code, label: holeTitles[code] })),
];

/** What narrows the criteria down, for the list and for the matrix. */
export function Filters({ by, onChange }: { by: Narrowed; onChange: (part: Narrowed) => void }) {
  const isNarrowed = [by.show, by.category, by.search].some((each) => each !== undefined);
  return (
    <Group gap="sm" mb="sm" component="section" aria-label="Which criteria">
      <SearchField label="Search the criteria" value={by.search} onChange={(search) => onChange({ search })} />
      <Select
        size="xs"
        w={210}
        aria-label="What is missing"
        placeholder="Missing or not"
        clearable
        clearButtonProps={{ 'aria-label': 'Missing or not' }}
        data={[
          { group: 'What is missing', items: choices },
          {
            group: 'State',
            items: coverageStates
              .filter((state) => state !== 'no-control')
              .map((value) => ({ value, label: coverageWords[value].word })),
          },
        ]}
        value={by.show ?? null}
        onChange={(value) => onChange({ show: value ?? undefined })}
      />
      <Select
        size="xs"
        w={180}
        aria-label="Category"
        placeholder="Any category"
        clearable
        clearButtonProps={{ 'aria-label': 'Any category' }}
        data={categories.map((value) => ({ value, label: categoryNames[value].title }))}
        value={by.category ?? null}
        onChange={(value) => onChange({ category: value ?? undefined })}
      />
      {isNarrowed ? (
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => onChange({ show: undefined, category: undefined, search: undefined })}
        >
          Show all
        </Button>
      ) : null}
    </Group>
  );
}
