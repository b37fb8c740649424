import { Stack, Text } from '@mantine/core';
import type { ScopeItem } from '@tickmark/core';
import { fieldWords, scopeFields, type ScopeField } from '@tickmark/core/scope-fields';
import {
  dutyVerdictTitles,
  kindsInOrOut,
  scopeKindWords,
  vendorVerdictTitles,
  type ScopeKind,
} from '@tickmark/core/scope-words';
import { AsWritten } from '../../ui/as-written.tsx';
import type { CsvColumn } from '../../ui/csv.ts';
import type { Column } from '../../ui/data-table.tsx';
import type { Names } from './fields.tsx';

/** Fields that a table of a kind shows beside the name. */
const shown: Record<ScopeKind, readonly string[]> = {
  service: ['users', 'delivery'],
  commitment: ['categories', 'services', 'source'],
  requirement: ['commitments', 'criteria', 'controls'],
  system: ['type', 'environments', 'dataTypes', 'owner'],
  environment: ['purpose', 'productionData'],
  'data-type': ['classification', 'personal', 'retention'],
  'data-flow': ['from', 'to', 'dataTypes', 'encrypted'],
  process: ['systems', 'owner'],
  location: ['type'],
  team: ['partOf', 'lead'],
  person: ['role', 'teams'],
  vendor: ['systems', 'owner'],
  cuec: ['criteria', 'commitments'],
  'user-responsibility': [],
  boundary: ['why'],
};

export function columnsOf(kind: ScopeKind | undefined, names: Names): Column<ScopeItem>[] {
  const named = new Map(names.map(({ id, name }) => [id, name]));
  const fields = kind === undefined ? [] : scopeFields[kind].filter(({ name }) => shown[kind].includes(name));
  const name: Column<ScopeItem> = {
    id: 'name',
    title: 'Name',
    value: ({ body }) => body.name,
    cell: ({ body }) => (
      <Stack gap={2}>
        <span>
          <AsWritten text={body.name} />
        </span>
        {body.description === undefined ? null : (
          <Text size="xs" c="dimmed" lineClamp={2}>
            <AsWritten text={body.description} />
          </Text>
        )}
      </Stack>
    ),
  };
  const kinds: Column<ScopeItem> = {
    id: 'kind',
    title: 'Kind',
    width: '190px',
    value: ({ body }) => scopeKindWords[body.kind].one,
    cell: ({ body }) => capital(scopeKindWords[body.kind].one),
  };
  const standing: Column<ScopeItem> = {
    id: 'standing',
    title: 'By its test',
    width: '190px',
    value: verdictWords,
    cell: (item) => <span title={item.standing?.words}>{verdictWords(item)}</span>,
  };
  const side: Column<ScopeItem> = {
    id: 'in',
    title: 'In or out',
    width: '110px',
    value: ({ body }) => sideWords(body),
    cell: ({ body }) => sideWords(body),
  };
  const holes: Column<ScopeItem> = {
    id: 'holes',
    title: 'Holes',
    width: '84px',
    align: 'right',
    value: (item) => item.holes,
    cell: (item) => (item.holes === 0 ? 'None' : item.holes),
  };
  return [
    name,
    ...(kind === undefined ? [kinds] : []),
    ...fields.map((field): Column<ScopeItem> => ({
      id: field.name,
      title: field.title,
      ...(field.form === 'choice' ? { width: '150px' } : {}),
      value: ({ body }) => fieldWords(field, body, named) ?? '',
      cell: ({ body }) => <FieldCell field={field} body={body} names={named} />,
    })),
    ...(kind !== undefined && isTested(kind) ? [standing] : []),
    ...(kind === undefined || canBeOut(kind) ? [side] : []),
    holes,
  ];
}

function isTested(kind: ScopeKind): boolean {
  return kind === 'vendor' || kind === 'cuec' || kind === 'user-responsibility';
}

/** Whether an item of a kind can be left out. */
function canBeOut(kind: ScopeKind): boolean {
  return (kindsInOrOut as readonly ScopeKind[]).includes(kind);
}

function FieldCell({
  field,
  body,
  names,
}: {
  field: ScopeField;
  body: ScopeItem['body'];
  names: ReadonlyMap<string, string>;
}) {
  const words = fieldWords(field, body, names);
  return words === null ? (
    <Text span size="sm" c="dimmed">
      Not said
    </Text>
  ) : (
    <AsWritten text={words} />
  );
}

function sideWords(body: ScopeItem['body']): string {
  return 'inScope' in body && !body.inScope ? 'Out' : 'In';
}

function verdictWords({ standing }: Pick<ScopeItem, 'standing'>): string {
  if (standing === null) return '';
  const titles: Readonly<Record<string, string>> = { ...vendorVerdictTitles, ...dutyVerdictTitles };
  return titles[standing.verdict] ?? standing.verdict;
}

/** Everything that is written of each; of one kind, in the columns that a file of it has. */
export function csvColumnsOf(kind: ScopeKind | undefined, names: Names): CsvColumn<ScopeItem>[] {
  const named = new Map(names.map(({ id, name }) => [id, name]));
  const field = (name: string, title: string): CsvColumn<ScopeItem> => ({
    title,
    value: ({ body }) => {
      const found = scopeFields[body.kind].find((each) => each.name === name);
      return found === undefined ? null : fieldWords(found, body, named);
    },
  });
  const fields = kind === undefined ? [] : scopeFields[kind];
  return [
    { title: 'Id', value: ({ id }) => id },
    { title: 'Kind', value: ({ body }) => scopeKindWords[body.kind].one },
    ...(kind === undefined
      ? [field('name', 'Name'), field('description', 'Description'), field('inScope', 'In scope'), field('why', 'Why')]
      : fields.map(({ name, title }) => field(name, title))),
    { title: 'By its test', value: verdictWords },
    { title: 'Holes', value: ({ holes }) => holes },
    { title: 'Version', value: ({ version }) => version },
    { title: 'So since', value: ({ effectiveFrom }) => effectiveFrom },
    { title: 'Written', value: ({ at }) => at },
    { title: 'By', value: ({ by }) => by.name },
  ];
}

/** With a capital at its beginning. */
export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
