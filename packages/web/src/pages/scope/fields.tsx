import {
  Checkbox,
  MultiSelect,
  SegmentedControl,
  Select,
  Stack,
  TagsInput,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { categories, categoryTitles } from '@tickmark/core/categories';
import type { ScopeField } from '@tickmark/core/scope-fields';
import { usersEnd, type ScopeKind } from '@tickmark/core/scope-words';
import type { Output } from '../../api/client.ts';
import { errorBody } from '../../api/error.ts';
import { useOperation } from '../../queries.ts';
import { ControlsField } from '../evidence/controls-field.tsx';
import type { Draft } from './draft.ts';

export type Names = Output<'scope.list'>['names'];

interface FieldProps {
  field: ScopeField;
  draft: Draft;
  onChange: (part: Draft) => void;
  names: Names;
  /** The item itself, which links to itself nowhere. */
  own: string | undefined;
  error: unknown;
  first?: boolean;
}

/** One field of an item, of whatever form. Those with parts of their own are elsewhere. */
export function Field({ field, draft, onChange, names, own, error, first = false }: FieldProps) {
  const value = draft[field.name];
  const text = typeof value === 'string' ? value : '';
  const list = Array.isArray(value) ? (value as string[]) : [];
  const set = (next: unknown): void => onChange({ [field.name]: next });
  const common = { label: field.title, error: faultOf(error, field.name) };
  switch (field.form) {
    case 'line':
    case 'email':
      return (
        <TextInput
          {...common}
          required={field.name === 'name'}
          data-autofocus={first || undefined}
          maxLength={200}
          value={text}
          onChange={(event) => set(event.currentTarget.value)}
        />
      );
    case 'text':
      return (
        <Textarea
          {...common}
          autosize
          minRows={1}
          maxRows={12}
          value={text}
          onChange={(event) => set(event.currentTarget.value)}
        />
      );
    case 'lines':
      return (
        <TagsInput
          {...common}
          description="Names under which code hosts, accounts and other records know it. Enter adds one."
          value={list}
          onChange={set}
        />
      );
    case 'in-scope':
      return (
        <Stack gap={4}>
          <Text size="sm" fw={600} id="scope-in-or-out">
            {field.title}
          </Text>
          <SegmentedControl
            aria-labelledby="scope-in-or-out"
            style={{ alignSelf: 'flex-start' }}
            data={[
              { value: 'in', label: 'In scope' },
              { value: 'out', label: 'Out of scope' },
            ]}
            value={value === false ? 'out' : 'in'}
            onChange={(next) => set(next === 'in')}
          />
        </Stack>
      );
    case 'choice':
      return (
        <Select
          {...common}
          clearable
          placeholder="Not said"
          data={field.choices.map((each) => ({ value: each, label: field.titles[each] ?? each }))}
          value={text === '' ? null : text}
          onChange={(next) => set(next ?? '')}
        />
      );
    case 'categories':
      return (
        <Checkbox.Group {...common} value={list} onChange={set}>
          <Stack gap={4} mt={4}>
            {categories.map((each) => (
              <Checkbox key={each} value={each} label={categoryTitles[each]} />
            ))}
          </Stack>
        </Checkbox.Group>
      );
    case 'criteria':
      return <CriteriaField {...common} value={list} onChange={set} />;
    case 'controls':
      return <ControlsField {...common} description="Adopted controls." value={list} onChange={set} />;
    case 'link':
      return (
        <Select
          {...common}
          clearable
          searchable
          placeholder="Nothing chosen"
          nothingFoundMessage="Nothing of that name is written down"
          data={choicesOf(field.to, names, own, text === '' ? [] : [text], field.users)}
          value={text === '' ? null : text}
          onChange={(next) => set(next ?? '')}
        />
      );
    case 'links':
      return (
        <MultiSelect
          {...common}
          searchable
          hidePickedOptions
          placeholder={list.length === 0 ? 'Nothing chosen' : undefined}
          nothingFoundMessage="Nothing of that name is written down"
          data={choicesOf(field.to, names, own, list)}
          value={list}
          onChange={set}
        />
      );
    case 'parts':
      return null;
  }
}

export function CriteriaField(field: {
  label: string;
  value: string[];
  onChange: (value: string[]) => void;
  error?: string | undefined;
}) {
  const { data } = useOperation('criteria.list', {}, { staleTime: 'static' });
  return (
    <MultiSelect
      {...field}
      searchable
      hidePickedOptions
      data={(data?.items ?? []).map(({ id, summary }) => ({ value: id, label: `${id} ${summary}` }))}
    />
  );
}

function choicesOf(
  kinds: readonly ScopeKind[],
  names: Names,
  own: string | undefined,
  chosen: readonly string[],
  users = false,
): { value: string; label: string }[] {
  const found = names
    .filter((each) => kinds.includes(each.kind) && each.id !== own)
    .map((each) => ({ value: each.id, label: each.in ? each.name : `${each.name} (out of scope)` }));
  const known = [...(users ? [{ value: usersEnd, label: 'Users' }] : []), ...found];
  const gone = chosen.filter((id) => !known.some(({ value }) => value === id));
  return [...known, ...gone.map((value) => ({ value, label: 'Something that was removed' }))];
}

/** The message for a field, or for something in it: `items.0.body.environments.2`. */
export function faultOf(error: unknown, field: string): string | undefined {
  if (error === null || error === undefined) return undefined;
  const body = errorBody(error);
  const at = body.field?.replace(/^items\.\d+\.(body\.)?/, '');
  if (at !== field && at?.startsWith(`${field}.`) !== true) return undefined;
  return body.action === undefined ? body.message : `${body.message} ${body.action}`;
}
