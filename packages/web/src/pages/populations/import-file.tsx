import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import '@mantine/dropzone/styles.css';
import { IconFileUpload } from '@tabler/icons-react';
import type { ColumnMapping, Engagement, FileReading, PopulationKind } from '@tickmark/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { upload } from '../../api.ts';
import { fieldError } from '../../queries.ts';
import { FilesOnTheirWay } from '../../ui/files-on-their-way.tsx';
import { size } from '../../ui/moment.ts';
import { ErrorNotice } from '../../ui/notices.tsx';
import { SendingProgress, useSending } from '../../ui/sending.tsx';
import { FreezeFile } from './freeze-file.tsx';
import { guessFile } from './guess.ts';
import { MappingFields } from './mapping-fields.tsx';
import { PreviewOfFile } from './preview-of-file.tsx';
import { ReadingFields, readingOf, type Choices } from './reading-fields.tsx';

interface Props {
  engagement: Engagement;
  kinds: readonly PopulationKind[];
}

const untouched: Choices = {
  format: 'csv',
  delimiter: ',',
  header: '',
  sheet: null,
  headerRow: '',
  pointer: '',
  localTime: null,
};

/** From a file to a frozen population: how to read it, what it becomes, what is rejected, and only then the freeze. */
export function ImportFile({ engagement, kinds }: Props) {
  const [file, setFile] = useState<File | null>(null);
  const [kindId, setKindId] = useState<string | null>(null);
  const [choices, setChoices] = useState<Choices>(untouched);
  const [columns, setColumns] = useState<string[]>([]);
  const [mapping, setMapping] = useState<ColumnMapping | undefined>(undefined);
  const [sheets, setSheets] = useState<string[]>([]);
  const sending = useSending();
  const [stale, setStale] = useState(false);

  const kind = kinds.find(({ id }) => id === kindId) ?? null;
  const reading: FileReading = { ...readingOf(choices), mapping };

  const preview = useMutation({
    mutationFn: (asked: { file: File; kind: string; reading: FileReading }) =>
      upload(
        'populations.preview',
        { engagementId: engagement.id, kind: asked.kind, reading: asked.reading },
        asked.file,
        sending.options(),
      ),
    onSuccess: (found) => {
      setColumns(found.fileColumns);
      setMapping(found.mapping);
      setSheets(found.sheets);
      // What is frozen says which sheet it was, even when nobody had to choose.
      setChoices((before) => ({ ...before, sheet: found.sheet }));
      setStale(false);
    },
  });

  async function take(dropped: File): Promise<void> {
    const beginning = new Uint8Array(await dropped.slice(0, 65_536).arrayBuffer());
    const guess = guessFile(beginning, dropped.name, kinds);
    const guessed: Choices = {
      ...untouched,
      localTime: choices.localTime,
      format: guess.format,
      delimiter: guess.delimiter,
      pointer: guess.pointer,
    };
    setFile(dropped);
    setChoices(guessed);
    setColumns(guess.columns);
    setSheets([]);
    setMapping(undefined);
    setKindId(guess.kind);
    preview.reset();
    if (guess.kind !== null) {
      preview.mutate({ file: dropped, kind: guess.kind, reading: readingOf(guessed) });
    }
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
        aria-label="Drop a CSV, Excel, JSON or Parquet file here, or press Enter to choose one"
        inputProps={{ 'aria-label': 'File' }}
      >
        <Group justify="center" gap="sm" wrap="nowrap">
          <IconFileUpload size={26} stroke={1.5} aria-hidden />
          <div>
            <Text fw={600}>
              {file === null ? 'Drop a CSV, Excel, JSON or Parquet file here' : `${file.name}, ${size(file.size)}`}
            </Text>
            <Text size="sm" c="dimmed">
              {file === null
                ? 'or choose one. It is looked at first; nothing is kept until you freeze it.'
                : 'Drop another one to replace it.'}
            </Text>
          </div>
        </Group>
      </Dropzone>
      {preview.isPending ? null : <FilesOnTheirWay />}
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
            <ReadingFields
              choices={choices}
              sheets={sheets}
              timeZone={engagement.timeZone}
              error={preview.error}
              onChange={(change, of) =>
                again(() => {
                  setChoices({ ...choices, ...change });
                  if (of === 'others') setMapping(undefined);
                })
              }
            />
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
          {preview.isPending ? <SendingProgress of={sending} label="Upload of the file for the preview" /> : null}
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
