import { Button, Checkbox, Group, MultiSelect, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { Risk } from '@tickmark/core';
import { riskTreatments, riskTreatmentTitles } from '@tickmark/core/risk-words';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { faultyField, fieldError, useOperation, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Form } from '../../ui/form.tsx';
import { Empty, ErrorNotice, Note, say } from '../../ui/notices.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Side } from '../../ui/side.tsx';
import { Waiting } from '../../ui/waiting.tsx';

const route = getRouteApi('/inside/controls');
const fresh = 'new';

/** What may go wrong, in a line each, and the controls that answer it. */
export function Risks() {
  const { search, open, sort, retired } = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay('controls.manage');
  const list = useOperation('risks.list', { limit: 500, search, closed: retired === 'show' });
  const change = (part: Partial<ReturnType<typeof route.useSearch>>) =>
    void navigate({ search: (s) => ({ ...s, ...part }), replace: true });
  if (list.error !== null) return <ErrorNotice error={list.error} retry={() => void list.refetch()} />;
  if (list.data === undefined) return <Waiting />;
  const opened = list.data.items.find(({ code }) => code === open) ?? null;
  const note = may ? (
    <Button size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => change({ open: fresh })}>
      Note a risk
    </Button>
  ) : null;
  return (
    <Stack gap="sm">
      <Group gap="sm">
        <SearchField label="Search the risks" value={search} onChange={(value) => change({ search: value })} />
        <Checkbox
          size="xs"
          label="Show closed risks too"
          checked={retired === 'show'}
          onChange={(event) => change({ retired: event.currentTarget.checked ? 'show' : undefined })}
        />
        {list.data.items.length === 0 ? null : note}
      </Group>
      <DataTable
        label="Risks"
        minWidth={860}
        columns={columns}
        rows={list.data.items}
        rowKey={({ code }) => code}
        sort={sort}
        onSort={(next) => change({ sort: next })}
        opened={open}
        onOpen={({ code }) => change({ open: code })}
        empty={
          <Empty
            title={search === undefined ? 'No risk is noted yet.' : 'No risk matches.'}
            action={note}
            example="For example: a change reaches production that nobody but its author has seen. Answered by CHG-02."
          />
        }
      />
      <Note>
        How likely and how grave a risk is, is for people to judge: nothing is filled in. The yearly risk assessment
        itself is kept as evidence.
      </Note>
      <Side
        opened={opened !== null || (open === fresh && may)}
        onClose={() => change({ open: undefined })}
        size="lg"
        title={opened === null ? 'A new risk' : opened.code}
      >
        {opened === null && open !== fresh ? null : may ? (
          <RiskForm
            key={`${opened?.code} ${opened?.version}`}
            risk={opened}
            onDone={() => change({ open: undefined })}
          />
        ) : opened === null ? null : (
          <Text>{opened.title}</Text>
        )}
      </Side>
    </Stack>
  );
}

function level(value: number | null): string {
  return value === null ? 'Not judged' : `${value} of 5`;
}

const columns: Column<Risk>[] = [
  {
    id: 'code',
    title: 'Code',
    width: '76px',
    value: (r) => Number(r.code.slice(2)),
    cell: (r) => <strong>{r.code}</strong>,
  },
  {
    id: 'title',
    title: 'What may go wrong',
    value: (r) => r.title,
    cell: (r) => (
      <Stack gap={0}>
        <span>
          {r.title}
          {r.closed ? ' (closed)' : ''}
        </span>
        {r.open.map((sentence) => (
          <Text key={sentence} size="xs" c="dimmed">
            {sentence}
          </Text>
        ))}
      </Stack>
    ),
  },
  {
    id: 'likelihood',
    title: 'Likelihood',
    width: '110px',
    value: (r) => r.likelihood ?? 0,
    cell: (r) => level(r.likelihood),
  },
  { id: 'impact', title: 'Impact', width: '110px', value: (r) => r.impact ?? 0, cell: (r) => level(r.impact) },
  {
    id: 'treatment',
    title: 'Treatment',
    width: '170px',
    value: (r) => r.treatment ?? '',
    cell: (r) => (r.treatment === null ? 'Not decided' : riskTreatmentTitles[r.treatment]),
  },
  {
    id: 'controls',
    title: 'Controls',
    width: '150px',
    value: (r) => r.controls.join(' '),
    cell: (r) => (
      <Group gap={6}>
        {r.controls.map((code) => (
          <Link key={code} to="/controls/$code" params={{ code }} className="tm-link">
            {code}
          </Link>
        ))}
      </Group>
    ),
  },
];

const levels = [1, 2, 3, 4, 5].map((each) => ({
  value: String(each),
  label: each === 1 ? '1, least' : each === 5 ? '5, most' : String(each),
}));

function RiskForm({ risk, onDone }: { risk: Risk | null; onDone: () => void }) {
  const [draft, setDraft] = useState(() => ({
    title: risk?.title ?? '',
    likelihood: risk?.likelihood ?? null,
    impact: risk?.impact ?? null,
    treatment: risk?.treatment ?? null,
    note: risk?.note ?? '',
    controls: risk?.controls ?? [],
    criteria: risk?.criteria ?? [],
    closed: risk?.closed ?? false,
  }));
  const change = (part: Partial<typeof draft>): void => setDraft((before) => ({ ...before, ...part }));
  const controls = useOperation('controls.list', { limit: 500 });
  const criteria = useOperation('criteria.list', {}, { staleTime: 'static' });
  const write = useWrite('risks.write');
  const number = (value: string | null): number | null => (value === null ? null : Number(value));
  return (
    <Form
      submit={risk === null ? 'Note the risk' : 'Save'}
      busy={write.isPending}
      error={write.error}
      onCancel={onDone}
      disabled={draft.title.trim() === ''}
      onSubmit={() =>
        write.mutate(
          {
            ...draft,
            ...(risk === null ? {} : { code: risk.code }),
            note: draft.note.trim() === '' ? null : draft.note,
            after: risk?.version ?? 0,
          },
          {
            onSuccess: ({ code }) => {
              say(`${code} is saved.`);
              onDone();
            },
          },
        )
      }
    >
      <TextInput
        label="What may go wrong"
        required
        maxLength={200}
        value={draft.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
        error={fieldError(write.error, 'title')}
      />
      <Group grow align="flex-start">
        <Select
          label="Likelihood"
          placeholder="Not judged"
          clearable
          data={levels}
          value={draft.likelihood === null ? null : String(draft.likelihood)}
          onChange={(value) => change({ likelihood: number(value) })}
        />
        <Select
          label="Impact"
          placeholder="Not judged"
          clearable
          data={levels}
          value={draft.impact === null ? null : String(draft.impact)}
          onChange={(value) => change({ impact: number(value) })}
        />
      </Group>
      <Select
        label="Treatment"
        placeholder="Not decided"
        clearable
        data={riskTreatments.map((value) => ({ value, label: riskTreatmentTitles[value] }))}
        value={draft.treatment}
        onChange={(value) => change({ treatment: riskTreatments.find((each) => each === value) ?? null })}
      />
      <Textarea
        label="Note"
        description="Accepting a risk takes a reason."
        autosize
        minRows={2}
        maxLength={4000}
        value={draft.note}
        onChange={(event) => change({ note: event.currentTarget.value })}
        error={fieldError(write.error, 'note')}
      />
      <MultiSelect
        label="Controls that answer it"
        searchable
        openOnFocus={false}
        nothingFoundMessage="No such control of yours"
        data={[
          ...new Map(
            [...draft.controls, ...(controls.data?.items ?? []).map(({ code }) => code)].map((code) => [
              code,
              { value: code, label: `${code} ${controls.data?.items.find((each) => each.code === code)?.title ?? ''}` },
            ]),
          ).values(),
        ]}
        value={draft.controls}
        onChange={(value) => change({ controls: value })}
        error={fieldError(write.error, faultyField(write.error, /^controls\b/))}
      />
      <MultiSelect
        label="Criteria that it threatens"
        searchable
        openOnFocus={false}
        nothingFoundMessage="There is no such criterion"
        data={criteria.data?.items.map(({ id }) => id) ?? draft.criteria}
        value={draft.criteria}
        onChange={(value) => change({ criteria: value })}
        error={fieldError(write.error, faultyField(write.error, /^criteria\b/))}
      />
      {risk === null ? null : (
        <Checkbox
          label="Closed: it is no risk any more"
          checked={draft.closed}
          onChange={(event) => change({ closed: event.currentTarget.checked })}
        />
      )}
    </Form>
  );
}
