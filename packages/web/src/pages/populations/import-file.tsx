import { Button, Group, Select, Stack, Text } from '@mantine/core';
import type { ColumnMapping, Engagement, FileReading, PopulationKind } from '@tickmark/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { upload } from '../../api.ts';
import { fieldError } from '../../queries.ts';
import { FilesOnTheirWay } from '../../ui/files-on-their-way.tsx';
import { ErrorNotice } from '../../ui/notices.tsx';
import { SendingProgress, useSending } from '../../ui/sending.tsx';
import { FileDrop } from './file-drop.tsx';
import { FreezeFile } from './freeze-file.tsx';
import { guessFile } from './guess.ts';
import { MappingFields } from './mapping-fields.tsx';
import { PreviewOfFile } from './preview-of-file.tsx';
import { choicesFor, ReadingFields, readingOf, untouched, type Choices } from './reading-fields.tsx';

interface Props {
  engagement: Engagement;
  kinds: readonly PopulationKind[];
}

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
    const guessed = choicesFor(guess, choices.localTime);
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
      <FileDrop
        file={file}
        name="File"
        what="a CSV, Excel, JSON or Parquet file"
        hint="or choose one. It is looked at first; nothing is kept until you freeze it."
        onFile={(dropped) => void take(dropped)}
      />
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
