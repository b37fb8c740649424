import { Checkbox, FileInput, Select, Stack, Text, TextInput } from '@mantine/core';
import type { Engagement, Population } from '@tickmark/core';
import { useState } from 'react';
import type { Input } from '../../api/client.ts';
import { fieldError, useOperation, useWrite } from '../../queries.ts';
import { ConfirmWord, isTyped } from '../../ui/confirm-word.tsx';
import { Form } from '../../ui/form.tsx';
import { count, quantity } from '../../ui/moment.ts';
import { ErrorNotice, Note } from '../../ui/notices.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { SizeAnswer } from './size-answer.tsx';
import { allocationOf, StrataShares, sumOf, type Shares } from './stated-shares.tsx';

type Table = Input<'samples.size'>['table'];
type Selection = NonNullable<Input<'samples.draw'>['selection']>;

interface Props {
  engagement: Engagement;
  populations: readonly Population[];
  onDrawn: (id: string) => void;
}

/** Population and control, the size a table gives and why, and the step that cannot be undone. */
export function DrawSample({ engagement, populations, onDrawn }: Props) {
  const [populationId, setPopulationId] = useState<string | null>(null);
  const [control, setControl] = useState<string | null>(null);
  const [risk, setRisk] = useState<'low' | 'higher'>('low');
  const [table, setTable] = useState<{ name: string; value: Table } | null>(null);
  const [unreadable, setUnreadable] = useState<string | null>(null);
  const [selection, setSelection] = useState<Selection>('order');
  const [column, setColumn] = useState<string | null>(null);
  const [wanted, setWanted] = useState<string | null>(null);
  const [shares, setShares] = useState<Shares | null>(null);
  const [reason, setReason] = useState('');
  const [nonce, setNonce] = useState('');
  const [typed, setTyped] = useState('');
  const controls = useOperation('controls.list', { limit: 500 });
  const population = populations.find(({ id }) => id === populationId);
  const chosen = populationId !== null && control !== null;
  const asked = useOperation(
    'samples.size',
    { populationId: populationId ?? '', control: control ?? '', risk, table: table?.value },
    { enabled: chosen },
  );
  const draw = useWrite('samples.draw');
  const said = chosen ? asked.data : undefined;
  const total = wanted ?? String(said?.size ?? '');
  const size = shares === null ? total : String(sumOf(shares));
  const fewer = said !== undefined && Number(size) < said.size;

  return (
    <Form
      submit="Draw the sample"
      busy={draw.isPending}
      error={draw.error}
      disabled={said === undefined || said.items === 0 || !(Number(size) > 0) || !isTyped(typed, 'draw')}
      onSubmit={() => {
        if (populationId === null || control === null) return;
        draw.mutate(
          {
            engagementId: engagement.id,
            populationId,
            control,
            size: Number(size),
            selection,
            column: selection === 'order' ? undefined : (column ?? undefined),
            allocation: shares === null ? undefined : allocationOf(shares),
            risk,
            table: table?.value,
            reason: fewer && reason.trim() !== '' ? reason : undefined,
            nonce: nonce === '' ? undefined : nonce,
          },
          { onSuccess: ({ id }) => onDrawn(id) },
        );
      }}
    >
      <Select
        label="Population"
        required
        searchable
        placeholder={populations.length === 0 ? 'No population is frozen yet' : 'Choose one'}
        data={populations.map(({ id, manifest }) => ({
          value: id,
          label: `${manifest.name}, ${quantity(manifest.rows, 'row')}`,
        }))}
        value={populationId}
        onChange={(value) => {
          setPopulationId(value);
          setColumn(null);
          setShares(null);
          setWanted(null);
        }}
        error={fieldError(draw.error, 'populationId')}
      />
      <Select
        label="Control"
        description="Its frequency decides the row of the table."
        required
        searchable
        placeholder="Choose one that you have adopted"
        data={(controls.data?.items ?? []).map(({ code, title }) => ({ value: code, label: `${code} ${title}` }))}
        value={control}
        onChange={(value) => {
          setControl(value);
          setWanted(null);
        }}
        error={fieldError(draw.error, 'control')}
      />
      <Select
        label="Risk"
        description="The column of the table."
        data={[
          { value: 'low', label: 'Low' },
          { value: 'higher', label: 'Higher' },
        ]}
        allowDeselect={false}
        value={risk}
        onChange={(value) => {
          setRisk(value === 'higher' ? 'higher' : 'low');
          setWanted(null);
        }}
      />
      <FileInput
        label="Table of sizes"
        description="A firm’s own, as JSON. Without one the product’s table is used."
        placeholder="The product’s table"
        accept="application/json"
        clearable
        clearButtonProps={{ 'aria-label': 'Use the product’s table' }}
        onChange={(file) => {
          setWanted(null);
          void readTable(file).then(
            (read) => {
              setTable(read);
              setUnreadable(null);
            },
            () => setUnreadable('This file is not JSON.'),
          );
        }}
        error={unreadable}
      />
      {chosen && asked.error !== null ? <ErrorNotice error={asked.error} /> : null}
      {said === undefined ? null : <SizeAnswer said={said} />}
      <TextInput
        label="How many items"
        required
        inputMode="numeric"
        autoComplete="off"
        maw={200}
        value={size === 'NaN' ? '' : size}
        readOnly={shares !== null}
        description={shares === null ? undefined : 'What the strata give together.'}
        onChange={(event) => setWanted(event.currentTarget.value)}
        error={fieldError(draw.error, 'size')}
      />
      {fewer ? (
        <TextInput
          label="Why fewer than the table asks for"
          required
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={fieldError(draw.error, 'reason')}
        />
      ) : null}
      <Select
        label="Selection"
        data={[
          { value: 'order', label: 'By hash, over the whole population' },
          { value: 'time', label: 'Over time, one item from each stretch' },
          { value: 'strata', label: 'In strata, by hash in each' },
        ]}
        allowDeselect={false}
        value={selection}
        onChange={(value) => {
          setSelection(value === 'time' || value === 'strata' ? value : 'order');
          setColumn(null);
          setShares(null);
        }}
        error={fieldError(draw.error, 'selection')}
      />
      {selection === 'order' || population === undefined ? null : (
        <Select
          label={selection === 'time' ? 'Column of the time' : 'Column of the strata'}
          required
          data={columnsFor(population, selection)}
          value={column ?? (selection === 'time' ? population.manifest.time : null)}
          onChange={(value) => {
            setColumn(value);
            setShares(null);
          }}
          error={fieldError(draw.error, 'column')}
        />
      )}
      {selection !== 'strata' || population === undefined || column === null ? null : (
        <Strata
          populationId={population.id}
          column={column}
          size={Number(total)}
          shares={shares}
          onChange={setShares}
          error={fieldError(draw.error, 'allocation')}
        />
      )}
      {said?.nonce ? (
        <TextInput
          label="Nonce"
          description="Its hash was recorded before this population was frozen. The sample is drawn with it and with no other."
          required
          autoComplete="off"
          value={nonce}
          onChange={(event) => setNonce(event.currentTarget.value)}
          error={fieldError(draw.error, 'nonce')}
        />
      ) : null}
      <ConfirmWord word="draw" typed={typed} onType={setTyped}>
        {said === undefined ? 'The' : `${count(Math.min(Number(size) || 0, said.items))} of ${count(said.items)}`} items
        are drawn and entered in the evidence log. A control is sampled once from a population: the sample can be
        extended, and never drawn anew.
      </ConfirmWord>
      <Note>
        <Text size="sm" span>
          Which items come out follows from engagement, control and the bytes of the frozen population. Nobody picks
          them.
        </Text>
      </Note>
    </Form>
  );
}

interface StrataProps {
  populationId: string;
  column: string;
  /** Items that are shared out in proportion. */
  size: number;
  shares: Shares | null;
  onChange: (shares: Shares | null) => void;
  error: string | undefined;
}

/** The strata of a column: drawn in proportion, or as many of each as is said. */
function Strata({ populationId, column, size, shares, onChange, error }: StrataProps) {
  const known = Number.isInteger(size) && size > 0;
  const found = useOperation('samples.strata', { populationId, column, size }, { enabled: known });
  if (found.error !== null) return <ErrorNotice error={found.error} retry={() => void found.refetch()} />;
  if (found.data === undefined) return known ? <Waiting lines={3} /> : null;
  const { strata } = found.data;
  return (
    <Stack gap="xs">
      <Checkbox
        label="Say how many of each stratum"
        description="Otherwise they are drawn in proportion to their items, one of each at least while there are enough."
        checked={shares !== null}
        error={error}
        onChange={(event) =>
          onChange(
            event.currentTarget.checked
              ? Object.fromEntries(strata.map(({ value, share }) => [value, String(share)]))
              : null,
          )
        }
      />
      <StrataShares strata={strata} items="Items" shares={shares ?? undefined} onChange={onChange} />
    </Stack>
  );
}

async function readTable(file: File | null): Promise<{ name: string; value: Table } | null> {
  if (file === null) return null;
  // What the server makes of it is said beside the size; here it only has to be JSON.
  return { name: file.name, value: JSON.parse(await file.text()) as Table };
}

function columnsFor({ manifest }: Population, selection: 'time' | 'strata'): string[] {
  const types = selection === 'time' ? ['instant', 'date'] : ['string', 'boolean', 'integer'];
  return manifest.columns
    .filter(({ name, type }) => types.includes(type) && name !== manifest.key)
    .map(({ name }) => name);
}
