import { Box, Button, Group, Select, Stack, Text, UnstyledButton } from '@mantine/core';
import { scopeKinds, scopeKindWords, type ScopeKind } from '@tickmark/core/scope-words';
import { getRouteApi } from '@tanstack/react-router';
import type { Output } from '../../api/client.ts';
import { useOperation } from '../../queries.ts';
import { DateField } from '../../ui/date-field.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { count, quantity } from '../../ui/moment.ts';
import { Empty, ErrorNotice, Note } from '../../ui/notices.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { columnsOf, csvColumnsOf } from './columns.tsx';
import classes from './scope.module.css';
import type { Timing } from './writing.ts';

const route = getRouteApi('/inside/scope');
type Listed = Output<'scope.list'>;

/** The scope, and since when and why what is being written is so, which is asked once and kept for the next. */
export interface Whole extends Pick<Listed, 'items' | 'names' | 'counts' | 'period' | 'today'> {
  timing: Timing;
  onTiming: (timing: Timing) => void;
}

interface Props {
  engagementId: string;
  whole: Whole;
  onAdd: (() => void) | undefined;
}

/** Items by kind. */
export function Items({ engagementId, whole, onAdd }: Props) {
  const { kind: named, in: asked, holes, search, asOf, open, sort } = route.useSearch();
  const side = (['in', 'out'] as const).find((each) => each === asked);
  const navigate = route.useNavigate();
  const kind = scopeKinds.find((each) => each === named);
  const day = asOf !== undefined && /^\d{4}-\d\d-\d\d$/.test(asOf) ? asOf : undefined;
  const input = { engagementId, kind, in: side, search, holes: holes === 'only', asOf: day };
  const { data, error, refetch } = useOperation('scope.list', input);
  const change = (part: Partial<ReturnType<typeof route.useSearch>>): void =>
    void navigate({ search: (s) => ({ ...s, ...part }), replace: true });
  const words = kind === undefined ? undefined : scopeKindWords[kind];
  const narrowed = side !== undefined || holes !== undefined || search !== undefined || day !== undefined;
  const counts = kind === undefined ? undefined : whole.counts.kinds.find((each) => each.kind === kind);
  const out = counts?.out ?? whole.counts.kinds.reduce((sum, each) => sum + each.out, 0);

  return (
    <div className={classes.columns}>
      <Kinds counts={whole.counts} chosen={kind} onChoose={(next) => change({ kind: next, sort: undefined })} />
      <Stack gap="md">
        {words === undefined ? null : <Note>{words.meaning}</Note>}
        {whole.counts.total === 0 && !narrowed ? null : (
          <Group gap="sm" component="section" aria-label="Which items">
            <SearchField label="Search the scope" value={search} onChange={(next) => change({ search: next })} />
            {out === 0 && side === undefined ? null : (
              <>
                <Toggle
                  label="In scope"
                  on={side === 'in'}
                  onClick={() => change({ in: side === 'in' ? undefined : 'in' })}
                />
                <Toggle
                  label={`Out of scope ${out}`}
                  on={side === 'out'}
                  onClick={() => change({ in: side === 'out' ? undefined : 'out' })}
                />
              </>
            )}
            <Toggle
              label="With holes"
              on={holes === 'only'}
              onClick={() => change({ holes: holes === 'only' ? undefined : 'only' })}
            />
            {whole.period.begun ? (
              <DateField
                label="As it was on"
                placeholder="Today"
                size="xs"
                w={150}
                value={asOf ?? ''}
                onChange={(next) => change({ asOf: next === '' ? undefined : next })}
              />
            ) : null}
          </Group>
        )}
        {day === undefined ? null : (
          <Note>
            The scope as it was on {day}. What was written later holds here from the day that was given with it; holes
            are counted in this scope.
          </Note>
        )}
        {error === null ? null : <ErrorNotice error={error} retry={() => void refetch()} />}
        {data === undefined ? (
          error === null ? (
            <Waiting lines={6} />
          ) : null
        ) : data.total === 0 && !narrowed ? (
          <NoneYet kind={kind} onAdd={onAdd} />
        ) : (
          <DataTable
            key={kind ?? 'all'}
            label={words?.many ?? 'Scope'}
            columns={columnsOf(kind, data.names)}
            csv={csvColumnsOf(kind, data.names)}
            rows={data.items}
            rowKey={({ id }) => id}
            rowName={({ body }) => body.name}
            sort={sort}
            onSort={(next) => change({ sort: next })}
            opened={open}
            onOpen={({ id }) => change({ open: id })}
            minWidth={720}
            empty={
              <Empty
                title="No item matches."
                action={
                  <Button
                    variant="default"
                    onClick={() => change({ in: undefined, holes: undefined, search: undefined, asOf: undefined })}
                  >
                    Show all
                  </Button>
                }
              />
            }
          />
        )}
      </Stack>
    </div>
  );
}

function Toggle({ label, on, onClick }: { label: string; on: boolean; onClick: () => void }) {
  return (
    <Button size="compact-sm" variant={on ? 'filled' : 'default'} aria-pressed={on} onClick={onClick}>
      {label}
    </Button>
  );
}

function NoneYet({ kind, onAdd }: { kind: ScopeKind | undefined; onAdd: (() => void) | undefined }) {
  if (kind === undefined) {
    return (
      <Empty
        title="Nothing is written down yet."
        action={onAdd === undefined ? undefined : <Button onClick={onAdd}>Begin with a service</Button>}
        example="Begin with what you sell, then what you promise of it, and the systems behind it. What is missing is listed under Holes as you go."
      />
    );
  }
  const { one, many, example } = scopeKindWords[kind];
  return (
    <Empty
      title={`${many}: nothing is written down yet.`}
      action={onAdd === undefined ? undefined : <Button onClick={onAdd}>Add a {one}</Button>}
      example={
        <>
          <strong>Example, of an invented company:</strong> {example}
        </>
      }
    />
  );
}

interface KindsProps {
  counts: Listed['counts'];
  chosen: ScopeKind | undefined;
  onChoose: (kind: ScopeKind | undefined) => void;
}

/** The kinds at the side, with how many there are and what is missing. */
function Kinds({ counts, chosen, onChoose }: KindsProps) {
  const all = {
    kind: undefined,
    total: counts.total,
    out: counts.kinds.reduce((sum, { out }) => sum + out, 0),
    holes: counts.holes,
  };
  const title = (kind: ScopeKind | undefined): string =>
    kind === undefined ? 'Everything' : scopeKindWords[kind].many;
  const beside = ({ out, holes }: { out: number; holes: number }): string =>
    [...(out === 0 ? [] : [`${count(out)} out`]), ...(holes === 0 ? [] : [quantity(holes, 'hole')])].join(', ');
  return (
    <>
      <Select
        hiddenFrom="md"
        aria-label="Kind"
        placeholder="Everything"
        clearable
        clearButtonProps={{ 'aria-label': 'Everything' }}
        data={counts.kinds.map((each) => ({
          value: each.kind,
          label: `${title(each.kind)}: ${[count(each.total), beside(each)].filter(Boolean).join(', ')}`,
        }))}
        value={chosen ?? null}
        onChange={(value) => onChoose(scopeKinds.find((each) => each === value))}
      />
      <Box component="section" className={classes.kinds} visibleFrom="md" aria-label="Kinds">
        {[all, ...counts.kinds].map((each) => (
          <UnstyledButton
            key={each.kind ?? ''}
            className={classes.kind}
            aria-pressed={each.kind === chosen}
            onClick={() => onChoose(each.kind)}
          >
            <span>
              <Text span size="sm" fw={600}>
                {title(each.kind)}
              </Text>{' '}
              <Text span size="sm">
                {count(each.total)}
              </Text>
            </span>
            <Text size="xs">{beside(each)}</Text>
          </UnstyledButton>
        ))}
      </Box>
    </>
  );
}
