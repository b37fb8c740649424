import { Text, Textarea, TextInput } from '@mantine/core';
import { drawnByStratum } from '@tickmark/core';
import { useState } from 'react';
import { fieldError, useWrite } from '../../queries.ts';
import { ConfirmWord, isTyped } from '../../ui/confirm-word.tsx';
import { Form } from '../../ui/form.tsx';
import { count } from '../../ui/moment.ts';
import { Note } from '../../ui/notices.tsx';
import { allocationOf, StrataShares, sumOf, type Shares } from './stated-shares.tsx';
import type { Sheet } from './words.ts';

interface Props {
  sheet: Sheet;
  onDone: () => void;
}

/** More items in the same order. Every item drawn before stays. */
export function Extend({ sheet, onDone }: Props) {
  const { sample, items } = sheet;
  const strata = statedStrata(sheet);
  const [wanted, setWanted] = useState('');
  const [shares, setShares] = useState<Shares>({});
  const [typed, setTyped] = useState('');
  const extend = useWrite('samples.extend');
  const size = strata === null ? wanted : String(sumOf(shares));
  const drawn = items.filter(({ origin }) => origin !== 'targeted').length;
  return (
    <Form
      submit="Extend the sample"
      busy={extend.isPending}
      error={extend.error}
      disabled={!(Number(size) > 0) || !isTyped(typed, 'extend')}
      onSubmit={() =>
        extend.mutate(
          { id: sample.id, size: Number(size), allocation: strata === null ? undefined : allocationOf(shares) },
          { onSuccess: onDone },
        )
      }
    >
      <Text size="sm">
        {count(drawn)} of {count(sample.document.population)} items were drawn. None of them is drawn again, and none
        leaves the sample.
      </Text>
      {strata === null ? null : <StrataShares strata={strata} items="Left" shares={shares} onChange={setShares} />}
      <TextInput
        label="How many more"
        required
        inputMode="numeric"
        autoComplete="off"
        maw={200}
        value={size === 'NaN' ? '' : size}
        readOnly={strata !== null}
        description={strata === null ? undefined : 'What the strata give together.'}
        onChange={(event) => setWanted(event.currentTarget.value)}
        error={fieldError(extend.error, 'size') ?? fieldError(extend.error, 'allocation')}
      />
      <Note>
        Extend only after the nature and cause of a deviation are understood. If the cause is systematic, more items
        change nothing.
      </Note>
      <ConfirmWord word="extend" typed={typed} onType={setTyped}>
        The further items are drawn and entered in the evidence log, and all items count together.
      </ConfirmWord>
    </Form>
  );
}

/** What is left of each stratum, where it was said how many of each to draw; otherwise null. */
function statedStrata({ sample, items }: Sheet): { value: string; items: number }[] | null {
  const { method } = sample.document;
  if (method?.by !== 'strata' || method.allocation !== 'stated') return null;
  const drawn = drawnByStratum(items);
  return method.strata.map(({ value, items: held }) => ({ value, items: held - (drawn[value] ?? 0) }));
}

/** Items by judgement: marked, and never projected. */
export function AddTargeted({ sheet: { sample }, onDone }: Props) {
  const [keys, setKeys] = useState('');
  const [reason, setReason] = useState('');
  const add = useWrite('samples.add-targeted');
  const named = keys
    .split('\n')
    .map((key) => key.trim())
    .filter((key) => key !== '');
  return (
    <Form
      submit="Add targeted items"
      busy={add.isPending}
      error={add.error}
      disabled={named.length === 0}
      onSubmit={() => add.mutate({ id: sample.id, keys: named, reason }, { onSuccess: onDone })}
    >
      <Text size="sm">
        Items that look risky can be examined beside the sample. They are marked as judgement and say nothing about the
        rest of the population.
      </Text>
      <Textarea
        label="Keys of the items"
        description="One a line, as in the rows of the population."
        required
        autosize
        minRows={3}
        value={keys}
        onChange={(event) => setKeys(event.currentTarget.value)}
        error={fieldError(add.error, 'keys')}
      />
      <TextInput
        label="Why these"
        required
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={fieldError(add.error, 'reason')}
      />
    </Form>
  );
}
