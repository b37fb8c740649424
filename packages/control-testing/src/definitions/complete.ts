import type { Completion, CompletionOption, PopulationKind } from '@tickmark/core';
import { columnsOf } from '../expressions/index.ts';
import { draftOf, placeOf, topKeys, type Draft, type Place } from './place.ts';
import { everyWords, functions, graceWords, keyHelp, methodsOf, periodEnds, rangeMethods, words } from './words.ts';

export interface CompleteInput {
  /** A definition as far as it is written; faults in it are no hindrance. */
  yaml: string;
  /** Where the cursor stands, in UTF-16 units. */
  offset: number;
  kinds: readonly PopulationKind[];
  /** Values that occur in a column of a population; none when it is not frozen. */
  values(kind: string, column: string, type: 'string' | 'strings'): Promise<readonly string[]>;
}

type Kind = CompletionOption['kind'];
type Told = Omit<CompletionOption, 'kind'>;

/** What may stand where the cursor is: keys, population kinds, columns, functions, values that occur. */
export async function completeDefinition(input: CompleteInput): Promise<Completion> {
  const { yaml, kinds } = input;
  const offset = Math.min(input.offset, yaml.length);
  const place = placeOf(yaml, offset);
  const draft = draftOf(yaml, offset);
  const give = (written: string, options: CompletionOption[]): Completion => ({
    from: offset - written.length,
    options,
  });
  switch (place.at) {
    case 'key':
      return give(place.written, keys(place, draft));
    case 'value':
      return give(place.written, valuesOf(place.key, kinds));
    case 'expression':
      return inExpression(place, draft, input, give);
    case 'nowhere':
      return give('', []);
  }
}

function as(kind: Kind, told: readonly Told[]): CompletionOption[] {
  return told.map((t) => ({ ...t, kind }));
}

function plain(kind: Kind, label: string, info: string | null = null, detail: string | null = null): CompletionOption {
  return { label, kind, detail, info, apply: label };
}

function keys(place: Extract<Place, { at: 'key' }>, draft: Draft): CompletionOption[] {
  const [top, name] = place.path;
  const known =
    top === undefined
      ? topKeys(draft.kind)
      : name === undefined
        ? []
        : top === 'attributes'
          ? ['title', 'pass']
          : top === 'relations'
            ? ['population', 'on']
            : [];
  return known
    .filter((key) => !place.present.has(key))
    .map((key) => ({ ...plain('key', key, keyHelp[key] ?? null), apply: `${key}: ` }));
}

function valuesOf(key: string, kinds: readonly PopulationKind[]): CompletionOption[] {
  switch (key) {
    case 'kind':
      return [
        plain('word', 'items', 'Each item of the period meets the attributes'),
        plain('word', 'cadence', 'It happened each time it was due'),
        plain('word', 'state', 'It was so on every day of the period'),
      ];
    case 'population':
      return kinds.map((k) => plain('population', k.id, k.summary, k.title));
    case 'every':
      return everyWords.map((word) => plain('word', word));
    case 'grace':
      return graceWords.map((word) => plain('word', word, `${word.replace(/\D/g, '')} days`));
    default:
      return [];
  }
}

type Give = (written: string, options: CompletionOption[]) => Completion;

async function inExpression(
  place: Extract<Place, { at: 'expression' }>,
  draft: Draft,
  input: CompleteInput,
  give: Give,
): Promise<Completion> {
  const { before } = place;
  const rows = rowsIn(place, draft);
  const kindOf = (row: string) => input.kinds.find((k) => k.id === rows.get(row));
  const compared =
    /([A-Za-z_]\w*)\.(\w+)\s*(?:==|!=)\s*(\\?")?([^"\\]*)$|([A-Za-z_]\w*)\.(\w+)\s+in\s+\[(?:\s*\\?"[^"\\]*\\?"\s*,)*\s*(\\?")?([^"\\]*)$/.exec(
      before,
    );
  if (compared) {
    const [row, column] = [compared[1] ?? compared[5] ?? '', compared[2] ?? compared[6] ?? ''];
    const quoted = compared[3] ?? compared[7];
    const written = compared[4] ?? compared[8] ?? '';
    const found = await valueOptions(kindOf(row), column, input, quoted, before);
    if (quoted !== undefined || (found.length > 0 && /^\w*$/.test(written))) return give(written, found);
  }
  const listed = /(\\?")([^"\\]*)$/.exec(insideText(before) ? before : '');
  if (listed) return give(listed[2] ?? '', []);
  const method = /([A-Za-z_]\w*)\.(\w+)\.(\w*)$/.exec(before);
  if (method) {
    const type = columnsOf(kindOf(method[1] ?? '')?.columns ?? []).get(method[2] ?? '');
    return give(method[3] ?? '', type ? as('function', methodsOf(type)) : []);
  }
  const member = /([A-Za-z_]\w*)\.(\w*)$/.exec(before);
  if (member) return give(member[2] ?? '', membersOf(member[1] ?? '', place, draft, kindOf));
  const word = /\w*$/.exec(before)?.[0] ?? '';
  return give(word, [
    ...[...rows.keys()].map((row) => plain('relation', row, rowInfo(row), rows.get(row) ?? null)),
    ...(place.key === 'on'
      ? []
      : [...draft.relations.keys()]
          .filter((r) => !rows.has(r))
          .map((r) =>
            plain('relation', r, 'Rows of another population that belong to the item', draft.relations.get(r) ?? null),
          )),
    plain('relation', 'period', 'The period that is examined: period.from, period.to'),
    ...as('function', functions),
    ...as('word', words),
  ]);
}

function rowInfo(row: string): string {
  return row === 'item' ? 'The item that is tested' : 'A row of the relation';
}

/** Population kind of each row an expression may speak of at its end. */
function rowsIn(place: Extract<Place, { at: 'expression' }>, draft: Draft): Map<string, string | undefined> {
  const rows = new Map<string, string | undefined>([['item', draft.population]]);
  if (place.key === 'on' && place.relation !== undefined) rows.set(place.relation, draft.relations.get(place.relation));
  for (const [, relation = '', variable = ''] of place.before.matchAll(
    /(\w+)\.(?:exists|all|exists_one|filter)\(\s*(\w+)\s*,/g,
  ))
    if (draft.relations.has(relation)) rows.set(variable, draft.relations.get(relation));
  return rows;
}

function membersOf(
  name: string,
  place: Extract<Place, { at: 'expression' }>,
  draft: Draft,
  kindOf: (row: string) => PopulationKind | undefined,
): CompletionOption[] {
  if (name === 'period') return as('word', periodEnds);
  const kind = kindOf(name);
  if (kind) return kind.columns.map((c) => plain('column', c.name, c.title ?? null, c.type));
  return draft.relations.has(name) && place.key !== 'on' ? as('function', rangeMethods('r')) : [];
}

/** Values a column is compared with: those that occur, quoted as the text around them is. */
async function valueOptions(
  kind: PopulationKind | undefined,
  column: string,
  input: CompleteInput,
  quoted: string | undefined,
  before: string,
): Promise<CompletionOption[]> {
  const type = kind?.columns.find((c) => c.name === column)?.type;
  if (!kind || type === undefined) return [];
  if (type === 'boolean') return quoted === undefined ? [plain('value', 'true'), plain('value', 'false')] : [];
  if (type !== 'string') return [];
  const quote = quoted ?? (/^\s*"/.test(before) ? '\\"' : '"');
  const values = await input.values(kind.id, column, type);
  return values
    .filter((value) => !/["\\\n]/.test(value))
    .map((value) => ({
      ...plain('value', value, `Occurs in ${kind.title.toLowerCase()}`, column),
      apply: quoted === undefined ? `${quote}${value}${quote}` : `${value}${quote}`,
    }));
}

/** Whether an expression ends within a quoted text. */
function insideText(before: string): boolean {
  const bare = before.replace(/^\s*(?:"|'|[|>][+-]?\s)/, '').replaceAll('\\"', '"');
  return (bare.match(/"/g)?.length ?? 0) % 2 === 1;
}
