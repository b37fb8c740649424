import { Checkbox, Stack, Text, Textarea, TextInput } from '@mantine/core';
import type { NoneStatement } from '@tickmark/core';
import { useState } from 'react';
import { DateField } from '../../ui/date-field.tsx';
import { isDay } from './days.ts';

interface Props<Value> {
  label: string;
  description?: string;
  value: Value;
  onChange: (value: Value) => void;
}

/** Sentences that may be missing: an empty field says nothing, and is told as missing. */
export function SentencesField({ value, onChange, ...field }: Props<string | null>) {
  return (
    <Textarea
      {...field}
      autosize
      minRows={2}
      maxLength={4000}
      value={value ?? ''}
      onChange={({ currentTarget: { value: text } }) => onChange(text.trim() === '' ? null : text)}
    />
  );
}

/** A line that may not be empty: while it is, what was there before stays. */
export function LineField({ value, onChange, ...field }: Props<string>) {
  const [text, setText] = useState(value);
  return (
    <TextInput
      {...field}
      required
      maxLength={200}
      value={text}
      error={text.trim() === '' ? `It stays “${value}” until something is written here.` : undefined}
      onChange={({ currentTarget: { value: next } }) => {
        setText(next);
        if (next.trim() !== '') onChange(next);
      }}
    />
  );
}

/** A day that may be missing. Half a day typed changes nothing yet. */
export function DayField({ value, onChange, ...field }: Props<string | null>) {
  const [text, setText] = useState(value ?? '');
  const wrong = text !== '' && !isDay(text);
  return (
    <DateField
      {...field}
      value={text}
      error={wrong ? 'Write a day such as 2026-11-23.' : undefined}
      onChange={(next) => {
        setText(next);
        if (next === '') onChange(null);
        else if (isDay(next)) onChange(next);
      }}
    />
  );
}

interface NoneProps {
  /** What is said by it. */
  words: string;
  /** Where somebody would look. */
  lookedIn: string;
  value: NoneStatement | null;
  onChange: (value: NoneStatement | null) => void;
  /** Whether something is told that it would contradict. */
  contradicted: boolean;
}

/** The statement that there is none. Nothing of it is filled in beforehand. */
export function NoneField({ words, lookedIn, value, onChange, contradicted }: NoneProps) {
  return (
    <Stack gap="xs">
      <Checkbox
        label={words}
        checked={value !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? { lookedAt: null, lookedOn: null } : null)}
      />
      {value !== null && contradicted ? (
        <Text size="sm" fw={600} data-tone="late" c="var(--tone-text)">
          Some are told above. Take the statement back, or take out what is told.
        </Text>
      ) : null}
      {value === null ? null : (
        <>
          <SentencesField
            label="What was looked through"
            description={lookedIn}
            value={value.lookedAt}
            onChange={(lookedAt) => onChange({ ...value, lookedAt })}
          />
          <DayField
            label="Until which day"
            value={value.lookedOn}
            onChange={(lookedOn) => onChange({ ...value, lookedOn })}
          />
        </>
      )}
    </Stack>
  );
}
