import { Button, Group, Progress, Select, Stack, Text, TextInput } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import '@mantine/dropzone/styles.css';
import { IconFileUpload } from '@tabler/icons-react';
import type { ColumnMapping, Engagement, FileReading, PopulationKind } from '@tickmark/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { upload } from '../../api.ts';
import { fieldError } from '../../queries.ts';
import { size } from '../../ui/moment.ts';
import { ErrorNotice } from '../../ui/notices.tsx';
import { FreezeFile } from './freeze-file.tsx';
import { guessFile } from './guess.ts';
import { MappingFields } from './mapping-fields.tsx';
import { PreviewOfFile } from './preview-of-file.tsx';

interface Props {
  engagement: Engagement;
  kinds: readonly PopulationKind[];
}

const delimiterChoices = [
  { value: ',', label: 'Comma' },
  { value: ';', label: 'Semicolon' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Bar |' },
  { value: ' ', label: 'Space' },
];

/** From a file to a frozen population: how to read it, what it becomes, what is rejected, and only then the freeze. */
export function ImportFile({ engagement, kinds }: Props) {
  const [file, setFile] = useState<File | null>(null);
  const [kindId, setKindId] = useState<string | null>(null);
  const [format, setFormat] = useState<FileReading['format']>('csv');
  const [delimiter, setDelimiter] = useState(',');
  const [headerLine, setHeaderLine] = useState('');
  const [localTime, setLocalTime] = useState<string | null>(null);
  const [columns, setColumns] = useState<string[]>([]);
  const [mapping, setMapping] = useState<ColumnMapping | undefined>(undefined);
  const [sent, setSent] = useState(0);
  const [stale, setStale] = useState(false);

  const kind = kinds.find(({ id }) => id === kindId) ?? null;
  const header = headerLine
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  const reading: FileReading = {
    format,
    delimiter,
    header: header.length > 0 && format === 'csv' ? header : undefined,
    mapping,
    localTime: localTime ?? undefined,
  };

  const preview = useMutation({
    mutationFn: (asked: { file: File; kind: string; reading: FileReading }) =>
      upload(
        'populations.preview',
        { engagementId: engagement.id, kind: asked.kind, reading: asked.reading },
        asked.file,
        {
          onProgress: (done, total) => setSent(total === 0 ? 0 : done / total),
        },
      ),
    onSuccess: (found) => {
      setColumns(found.fileColumns);
      setMapping(found.mapping);
      setStale(false);
    },
  });

  async function take(dropped: File): Promise<void> {
    const guess = guessFile(await dropped.slice(0, 65_536).text(), dropped.name, kinds);
    const guessed: FileReading = { format: guess.format, delimiter: guess.delimiter };
    setFile(dropped);
    setFormat(guess.format);
    setDelimiter(guess.delimiter);
    setColumns(guess.columns);
    setHeaderLine('');
    setMapping(undefined);
    setKindId(guess.kind);
    preview.reset();
    if (guess.kind !== null) preview.mutate({ file: dropped, kind: guess.kind, reading: guessed });
  }

  function again(change: () => void): void {
    change();
    setStale(true);
  }

  return (
    <Stack gap="md">
      <Dropzone
        multiple={false}
        onDrop={([dropped]) => {
          if (dropped !== undefined) void take(dropped);
        }}
        py="md"
        aria-label="Drop a CSV or JSON Lines file here, or press Enter to choose one"
        inputProps={{ 'aria-label': 'File' }}
      >
        <Group justify="center" gap="sm" wrap="nowrap">
          <IconFileUpload size={26} stroke={1.5} aria-hidden />
          <div>
            <Text fw={600}>
              {file === null ? 'Drop a CSV or JSON Lines file here' : `${file.name}, ${size(file.size)}`}
            </Text>
            <Text size="sm" c="dimmed">
              {file === null
                ? 'or choose one. It is looked at first; nothing is kept until you freeze it.'
                : 'Drop another one to replace it.'}
            </Text>
          </div>
        </Group>
      </Dropzone>
      {file === null ? null : (
        <>
          <Group align="flex-start" gap="md">
            <Select
              label="Kind of population"
              w={320}
              required
              searchable
              placeholder="Choose what the rows are"
              data={kinds.map(({ id, title }) => ({ value: id, label: title }))}
              value={kindId}
              onChange={(value) =>
                again(() => {
                  setKindId(value);
                  setMapping(undefined);
                })
              }
              error={fieldError(preview.error, 'kind')}
            />
            <Select
              label="Form"
              w={150}
              allowDeselect={false}
              data={[
                { value: 'csv', label: 'CSV' },
                { value: 'jsonl', label: 'JSON Lines' },
              ]}
              value={format}
              onChange={(value) => again(() => setFormat(value === 'jsonl' ? 'jsonl' : 'csv'))}
            />
            {format === 'csv' ? (
              <Select
                label="Delimiter"
                w={140}
                allowDeselect={false}
                data={delimiterChoices}
                value={delimiter}
                onChange={(value) =>
                  again(() => {
                    setDelimiter(value ?? ',');
                    setMapping(undefined);
                  })
                }
                error={fieldError(preview.error, 'reading.delimiter')}
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
              data={[...new Set([engagement.timeZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])]}
              value={localTime}
              onChange={(value) => again(() => setLocalTime(value))}
            />
            {format === 'csv' ? (
              <TextInput
                label="Column names, if the file has no header line"
                placeholder="date,time,action,package"
                w={320}
                value={headerLine}
                onChange={(event) => {
                  const names = event.currentTarget.value;
                  again(() => {
                    setHeaderLine(names);
                    setMapping(undefined);
                  });
                }}
                error={fieldError(preview.error, 'reading.header')}
              />
            ) : null}
          </Group>
          {kind === null ? null : <Text size="sm">{kind.summary}</Text>}
          {kind === null ? null : (
            <MappingFields
              kind={kind}
              columns={columns}
              mapping={mapping ?? {}}
              onChange={(next) => again(() => setMapping(next))}
              missing={preview.data?.missing ?? []}
            />
          )}
          {preview.isPending ? (
            <Progress
              value={sent * 100}
              size="sm"
              color="var(--tm-accent)"
              aria-label="Upload of the file for the preview"
              animated={sent === 1}
            />
          ) : null}
          {preview.error === null ? null : <ErrorNotice error={preview.error} />}
          {kindId === null ? null : (
            <Group>
              <Button
                variant={preview.data === undefined || stale ? 'filled' : 'default'}
                loading={preview.isPending}
                onClick={() => preview.mutate({ file, kind: kindId, reading })}
              >
                {preview.data === undefined ? 'Preview' : 'Preview again'}
              </Button>
              {stale && preview.data !== undefined ? (
                <Text size="sm">The preview below is older than your choices.</Text>
              ) : null}
            </Group>
          )}
          {preview.data === undefined || kind === null ? null : (
            <>
              <PreviewOfFile preview={preview.data} kind={kind} />
              <FreezeFile
                key={`${file.name} ${kind.id} ${preview.submittedAt}`}
                engagement={engagement}
                kind={kind}
                file={file}
                reading={reading}
                preview={preview.data}
                stale={stale}
              />
            </>
          )}
        </>
      )}
    </Stack>
  );
}
