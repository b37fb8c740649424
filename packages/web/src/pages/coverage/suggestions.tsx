import { Button, Group, Stack, Text } from '@mantine/core';
import type { Engagement, ScopeFact, Suggestion } from '@tickmark/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { DateField } from '../../ui/date-field.tsx';
import { fieldError, useOperation, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { AsWritten } from '../../ui/as-written.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Form } from '../../ui/form.tsx';
import { quantity } from '../../ui/moment.ts';
import { Empty, ErrorNotice, Note, sayError, sayWithUndo, Warning } from '../../ui/notices.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Over } from '../../ui/side.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import classes from './coverage.module.css';

const route = getRouteApi('/inside/coverage');

/** Controls of the catalogue that would fit, each with why, to be adopted after a look at what that does. */
export function Suggestions({ engagement }: { engagement: Engagement }) {
  const { sort } = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay('controls.manage');
  const { data, error, refetch } = useOperation('coverage.suggest', { engagementId: engagement.id });
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [adopting, setAdopting] = useState<readonly string[] | null>(null);
  if (error !== null && data === undefined) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Waiting lines={9} />;
  const open = data.items.filter(({ state }) => state !== 'adopted');
  const suggested = open.filter(({ state }) => state === 'suggested').map(({ control }) => control);
  return (
    <Stack gap="sm">
      <Known facts={data.facts} />
      {data.without.length === 0 ? null : (
        <Warning>
          The catalogue has no control for {data.without.join(', ')}.{' '}
          <Link to="/controls" search={{ add: 'own' }} className="tm-link">
            Write one of your own
          </Link>
        </Warning>
      )}
      {may ? (
        <Group gap="sm">
          <Button size="xs" disabled={suggested.length === 0} onClick={() => setAdopting(suggested)}>
            Adopt all {quantity(suggested.length, 'suggested control')} …
          </Button>
          <Button
            size="xs"
            variant="default"
            disabled={selected.size === 0}
            onClick={() => setAdopting(open.map(({ control }) => control).filter((code) => selected.has(code)))}
          >
            Adopt the selected {selected.size === 0 ? '' : selected.size} …
          </Button>
        </Group>
      ) : null}
      <DataTable
        label="Suggested controls"
        minWidth={900}
        columns={columns}
        rows={open}
        rowKey={({ control }) => control}
        sort={sort}
        onSort={(next) => void navigate({ search: (s) => ({ ...s, sort: next }), replace: true })}
        {...(may ? { selected, onSelect: setSelected } : {})}
        empty={<Empty title="Every control of the catalogue that would fit is adopted." />}
      />
      <Note>
        Adopt only what you really do. A suggestion says what companies like yours usually have, by the categories of
        this engagement and what is known of your scope.
      </Note>
      <Over
        opened={adopting !== null}
        onClose={() => setAdopting(null)}
        title={`Adopt ${quantity(adopting?.length ?? 0, 'control')}`}
      >
        {adopting === null ? null : (
          <AdoptForm
            codes={adopting}
            items={data.items}
            from={engagement.terms.type === 'type1' ? engagement.terms.asOf : engagement.terms.period.from}
            onDone={() => {
              setAdopting(null);
              setSelected(new Set());
            }}
          />
        )}
      </Over>
    </Stack>
  );
}

/** What is known of the scope and from where, and which question tells more. */
function Known({ facts }: { facts: readonly ScopeFact[] }) {
  const unknown = facts.filter(({ value }) => value === null).length;
  return (
    <Panel p="sm">
      <Text size="sm" fw={600}>
        What is known of your scope
        {unknown === 0 ? '' : `; ${unknown} of ${facts.length} not known, and taken for there`}
      </Text>
      <ul className={classes.list}>
        {facts.map(({ id, value, from, question, contradicts, words, told }) => (
          <li key={id}>
            <Text size="sm" component="span">
              {words}: {contradicts ? 'told in two ways' : value === null ? 'not known' : value ? 'yes' : 'no'}
              {from === 'scope' ? (
                <>
                  . <AsWritten text={told} />{' '}
                  <Link to="/scope" className="tm-link">
                    Open the scope
                  </Link>
                </>
              ) : null}
              {from === 'scope' && !contradicts ? null : (
                <>
                  {from === null ? '; asked in ' : from === 'answer' ? ', by ' : ', or '}
                  <Link to="/readiness" search={{ question }} className="tm-link">
                    {question}
                  </Link>
                </>
              )}
            </Text>
          </li>
        ))}
      </ul>
      <Link to="/readiness" className="tm-link">
        Answer the questions of the readiness assessment
      </Link>
    </Panel>
  );
}

const stateTitles: Record<Suggestion['state'], string> = {
  adopted: 'Adopted',
  suggested: 'Suggested',
  optional: 'Optional',
  'left-out': 'Nothing to work on',
};

const columns: Column<Suggestion>[] = [
  { id: 'control', title: 'Code', width: '92px', value: (s) => s.control, cell: (s) => <strong>{s.control}</strong> },
  { id: 'state', title: 'Fits', width: '150px', value: (s) => stateTitles[s.state], cell: (s) => stateTitles[s.state] },
  { id: 'title', title: 'Control', value: (s) => s.title, cell: (s) => s.title },
  {
    id: 'criteria',
    title: 'Criteria',
    width: '150px',
    value: (s) => s.criteria.join(' '),
    cell: (s) => s.criteria.join(', '),
  },
  {
    id: 'why',
    title: 'Why',
    value: (s) => s.reasons.map(({ sentence }) => sentence).join(' '),
    cell: (s) =>
      s.reasons
        .filter(({ code }) => code !== 'supports' || s.reasons.length === 1)
        .map(({ sentence }) => sentence)
        .join(' '),
  },
  { id: 'owner', title: 'Usual owner', width: '150px', value: (s) => s.ownerRole, cell: (s) => s.ownerRole },
];

function AdoptForm({
  codes,
  items,
  from,
  onDone,
}: {
  codes: readonly string[];
  items: readonly Suggestion[];
  from: string;
  onDone: () => void;
}) {
  const [effectiveFrom, setEffectiveFrom] = useState(from);
  const adopt = useWrite('controls.adopt');
  const retire = useWrite('controls.retire');
  const taken = items.filter(({ control }) => codes.includes(control));
  const criteria = new Set(taken.flatMap((each) => each.criteria));

  function takeBack(adopted: readonly { id: string; effectiveFrom: string }[]): void {
    for (const { id, effectiveFrom: day } of adopted) {
      retire.mutate(
        { id, retiredOn: day, reason: 'Adopted by mistake, and taken back at once.' },
        { onError: sayError },
      );
    }
  }

  return (
    <Form
      submit={`Adopt ${quantity(codes.length, 'control')}`}
      busy={adopt.isPending}
      error={adopt.error}
      disabled={effectiveFrom === ''}
      onCancel={onDone}
      onSubmit={() =>
        adopt.mutate(
          { codes: [...codes], effectiveFrom },
          {
            onSuccess: ({ adopted }) => {
              sayWithUndo(`${quantity(adopted.length, 'control')} adopted.`, () => takeBack(adopted));
              onDone();
            },
          },
        )
      }
    >
      <Text size="sm">
        {quantity(codes.length, 'control')} for {quantity(criteria.size, 'criterion', 'criteria')}, with the wording of
        the catalogue. Nobody owns them yet.
      </Text>
      <Text size="sm" style={{ maxHeight: 160, overflow: 'auto' }} tabIndex={0}>
        {taken.map(({ control, title }) => `${control} ${title}`).join(' · ')}
      </Text>
      <DateField
        label="In force from"
        description="The day since which your company really does this. Nothing before it counts for the control."
        required
        value={effectiveFrom}
        onChange={setEffectiveFrom}
        error={fieldError(adopt.error, 'effectiveFrom')}
      />
    </Form>
  );
}
