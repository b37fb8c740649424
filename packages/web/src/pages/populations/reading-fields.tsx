import { Select, TextInput } from '@mantine/core';
import type { FileFormat, FileReading } from '@tickmark/core';
import { fieldError } from '../../queries.ts';
import type { Guess } from './guess.ts';

/** How the file is read, as it is chosen on the screen. */
export interface Choices {
  format: FileFormat;
  delimiter: string;
  /** Names of the columns between commas, where the file does not state them. */
  header: string;
  sheet: string | null;
  /** Row of the sheet with the names of the columns; empty for the first that holds something. */
  headerRow: string;
  pointer: string;
  localTime: string | null;
}

interface Props {
  choices: Choices;
  /** Sheets of the workbook, known once it was looked at. */
  sheets: readonly string[];
  /** Zone of the engagement, offered first. */
  timeZone: string;
  error: Error | null;
  onChange: (change: Partial<Choices>, columns: 'same' | 'others') => void;
}

const forms: { value: FileFormat; label: string }[] = [
  { value: 'csv', label: 'CSV' },
  { value: 'xlsx', label: 'Excel (XLSX)' },
  { value: 'json', label: 'JSON' },
  { value: 'jsonl', label: 'JSON Lines' },
  { value: 'parquet', label: 'Parquet' },
];

const delimiters = [
  { value: ',', label: 'Comma' },
  { value: ';', label: 'Semicolon' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Bar |' },
  { value: ' ', label: 'Space' },
];

export const untouched: Choices = {
  format: 'csv',
  delimiter: ',',
  header: '',
  sheet: null,
  headerRow: '',
  pointer: '',
  localTime: null,
};

/** What a file suggests; the zone is the organization's affair and stays. */
export function choicesFor({ format, delimiter, pointer }: Guess, localTime: string | null): Choices {
  return { ...untouched, localTime, format, delimiter, pointer };
}

/** Only what has a meaning for the format is sent; the rest would be refused. */
export function readingOf(choices: Choices): FileReading {
  const { format, delimiter, headerRow } = choices;
  const names = choices.header
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  const sheetLike = format === 'csv' || format === 'xlsx';
  return {
    format,
    delimiter,
    header: sheetLike && names.length > 0 ? names : undefined,
    sheet: format === 'xlsx' ? (choices.sheet ?? undefined) : undefined,
    headerRow: format === 'xlsx' && names.length === 0 && headerRow !== '' ? Number(headerRow) : undefined,
    pointer: format === 'json' && choices.pointer.trim() !== '' ? choices.pointer.trim() : undefined,
    localTime: choices.localTime ?? undefined,
  };
}

/** The form of the file and what belongs to it: delimiter, sheet, row of names, place in the document. */
export function ReadingFields({ choices, sheets, timeZone, error, onChange }: Props) {
  const { format } = choices;
  return (
    <>
      <Select
        label="Form"
        w={150}
        allowDeselect={false}
        data={forms}
        value={format}
        onChange={(value) => {
          const chosen = forms.find((form) => form.value === value)?.value ?? 'csv';
          onChange({ format: chosen, sheet: null, header: '', headerRow: '', pointer: '' }, 'others');
        }}
      />
      {format === 'csv' ? (
        <Select
          label="Delimiter"
          w={140}
          allowDeselect={false}
          data={delimiters}
          value={choices.delimiter}
          onChange={(value) => onChange({ delimiter: value ?? ',' }, 'others')}
          error={fieldError(error, 'reading.delimiter')}
        />
      ) : null}
      {format === 'xlsx' && sheets.length > 0 ? (
        <Select
          label="Sheet"
          w={220}
          allowDeselect={false}
          data={[...sheets]}
          value={choices.sheet}
          onChange={(sheet) => onChange({ sheet }, 'others')}
          error={fieldError(error, 'reading.sheet')}
        />
      ) : null}
      {format === 'xlsx' ? (
        <TextInput
          label="Row of the column names"
          placeholder="First that is not empty"
          w={200}
          inputMode="numeric"
          value={choices.headerRow}
          onChange={(event) => onChange({ headerRow: event.currentTarget.value.replaceAll(/\D/g, '') }, 'others')}
          error={fieldError(error, 'reading.headerRow')}
        />
      ) : null}
      {format === 'json' ? (
        <TextInput
          label="Where the array stands"
          placeholder="The whole document; or /data/items"
          w={280}
          value={choices.pointer}
          onChange={(event) => onChange({ pointer: event.currentTarget.value }, 'others')}
          error={fieldError(error, 'reading.pointer')}
        />
      ) : null}
      <Select
        label="Zone of times without one"
        w={220}
        clearable
        searchable
        limit={60}
        placeholder="Reject such times"
        clearButtonProps={{ 'aria-label': 'Reject such times' }}
        data={[...new Set([timeZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])]}
        value={choices.localTime}
        onChange={(localTime) => onChange({ localTime }, 'same')}
      />
      {format === 'csv' || format === 'xlsx' ? (
        <TextInput
          label="Column names, if the file has none"
          placeholder="date,time,action,package"
          w={320}
          value={choices.header}
          onChange={(event) => onChange({ header: event.currentTarget.value }, 'others')}
          error={fieldError(error, 'reading.header')}
        />
      ) : null}
    </>
  );
}
