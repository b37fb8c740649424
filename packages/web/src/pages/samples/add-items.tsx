import { Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { fieldError, useWrite } from '../../queries.ts';
import { ConfirmWord, isTyped } from '../../ui/confirm-word.tsx';
import { Form } from '../../ui/form.tsx';
import { count } from '../../ui/moment.ts';
import { Note } from '../../ui/notices.tsx';
import type { Sheet } from './words.ts';

interface Props {
  sheet: Sheet;
  onDone: () => void;
}

/** More items in the same order. Every item drawn before stays. */
export function Extend({ sheet: { sample, items }, onDone }: Props) {
  const [size, setSize] = useState('');
  const [typed, setTyped] = useState('');
  const extend = useWrite('samples.extend');
  const drawn = items.filter(({ origin }) => origin !== 'targeted').length;
  return (
    <Form
      submit="Extend the sample"
      busy={extend.isPending}
      error={extend.error}
      disabled={size.trim() === '' || !isTyped(typed, 'extend')}
      onSubmit={() => extend.mutate({ id: sample.id, size: Number(size) }, { onSuccess: onDone })}
    >
      <Text size="sm">
        {count(drawn)} of {count(sample.document.population)} items were drawn. None of them is drawn again, and none
        leaves the sample.
      </Text>
      <TextInput
        label="How many more"
        required
        inputMode="numeric"
        autoComplete="off"
        maw={200}
        value={size}
        onChange={(event) => setSize(event.currentTarget.value)}
        error={fieldError(extend.error, 'size')}
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
