import { Box, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import type { ColumnMapping, Engagement, FileReading, ImportPreview, PopulationKind } from '@tickmark/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { upload } from '../../api.ts';
import { quantity } from '../../ui/moment.ts';
import { ErrorNotice } from '../../ui/notices.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SendingProgress, useSending } from '../../ui/sending.tsx';
import { FileDrop } from '../populations/file-drop.tsx';
import { guessFile } from '../populations/guess.ts';
import { MappingFields } from '../populations/mapping-fields.tsx';
import { PreviewOfFile } from '../populations/preview-of-file.tsx';
import { choicesFor, ReadingFields, readingOf, untouched, type Choices } from '../populations/reading-fields.tsx';

/** A file that was looked at and can be handed in. */
export interface NewRows {
  file: File;
  reading: FileReading;
  rejected: number;
}

interface Props {
  engagement: Engagement;
  kind: PopulationKind;
  /** Told `null` where there is a file that cannot be handed in yet. */
  onReady: (rows: NewRows | null) => void;
  onNone: () => void;
}

/** The file of new rows of one population: looked at as for an import, and left out where nothing is new. */
export function NewRowsFile({ engagement, kind, onReady, onNone }: Props) {
  const [file, setFile] = useState<File | null>(null);
  const [choices, setChoices] = useState<Choices>(untouched);
  const [columns, setColumns] = useState<string[]>([]);
  const [mapping, setMapping] = useState<ColumnMapping | undefined>(undefined);
  const sending = useSending();
  const [stale, setStale] = useState(false);

  const preview = useMutation({
    mutationFn: (asked: { file: File; reading: FileReading }) =>
      upload(
        'populations.preview',
        { engagementId: engagement.id, kind: kind.id, reading: asked.reading },
        asked.file,
        sending.options(),
      ),
    onSuccess: (found, asked) => {
      setColumns(found.fileColumns);
      setMapping(found.mapping);
      setChoices((before) => ({ ...before, sheet: found.sheet }));
      setStale(false);
      onReady(found.rejected.count === 0 ? asSeen(found, asked) : null);
    },
    onError: () => onReady(null),
  });

  async function take(dropped: File): Promise<void> {
    const beginning = new Uint8Array(await dropped.slice(0, 65_536).arrayBuffer());
    const guessed = choicesFor(guessFile(beginning, dropped.name, [kind]), choices.localTime);
    setFile(dropped);
    setChoices(guessed);
    setMapping(undefined);
    onReady(null);
    preview.mutate({ file: dropped, reading: readingOf(guessed) });
  }

  function again(change: () => void): void {
    change();
    setStale(true);
    onReady(null);
  }

  const found = preview.data;
  return (
    <Panel>
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Text fw={600}>{kind.title}</Text>
          {file === null ? null : (
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                setFile(null);
                preview.reset();
                onNone();
              }}
            >
              Leave {kind.title} out
            </Button>
          )}
        </Group>
        <FileDrop
          file={file}
          name={`New rows of ${kind.title}`}
          what={`the new rows of ${kind.title}`}
          hint="or choose a CSV, Excel, JSON or Parquet file. Leave it out where nothing is new."
          onFile={(dropped) => void take(dropped)}
        />
        {file === null ? null : (
          <>
            {preview.isPending ? <SendingProgress of={sending} label={`Upload of ${file.name} to look at it`} /> : null}
            {preview.error === null ? null : <ErrorNotice error={preview.error} />}
            {found === undefined || found.missing.length > 0 ? null : (
              <>
                <Text size="sm">
                  {quantity(found.rows, 'new row')}
                  {found.excluded === 0 ? '' : `, ${quantity(found.excluded, 'row')} left out by the filter`}.
                </Text>
                {found.rejected.count === 0 || stale ? null : (
                  <Rejected
                    key={preview.submittedAt}
                    count={found.rejected.count}
                    onSeen={(seen) =>
                      onReady(seen && preview.variables !== undefined ? asSeen(found, preview.variables) : null)
                    }
                  />
                )}
              </>
            )}
            <details open={preview.error !== null || (found !== undefined && found.missing.length > 0)}>
              <Box component="summary" style={{ cursor: 'pointer' }}>
                How the file is read
              </Box>
              <Stack gap="md" mt="sm">
                <Group align="flex-start" gap="md">
                  <ReadingFields
                    choices={choices}
                    sheets={found?.sheets ?? []}
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
                <MappingFields
                  kind={kind}
                  columns={columns}
                  mapping={mapping ?? {}}
                  onChange={(next) => again(() => setMapping(next))}
                  missing={found?.missing ?? []}
                />
                {found === undefined ? null : <PreviewOfFile preview={found} kind={kind} />}
              </Stack>
            </details>
            {stale ? (
              <Group>
                <Button
                  loading={preview.isPending}
                  onClick={() => preview.mutate({ file, reading: { ...readingOf(choices), mapping } })}
                >
                  Look at the file again
                </Button>
              </Group>
            ) : null}
          </>
        )}
      </Stack>
    </Panel>
  );
}

/** What was looked at, as it is handed in; null where a row needs a column that nothing is read from. */
function asSeen(found: ImportPreview, { file, reading }: Omit<NewRows, 'rejected'>): NewRows | null {
  if (found.missing.length > 0) return null;
  const { mapping, sheet, rejected } = found;
  return { file, reading: { ...reading, mapping, sheet: sheet ?? undefined }, rejected: rejected.count };
}

/** Rows that are left out are seen before they are: by their exact number. */
function Rejected({ count, onSeen }: { count: number; onSeen: (seen: boolean) => void }) {
  const [typed, setTyped] = useState('');
  return (
    <TextInput
      label="Number of rejected rows"
      description={`${quantity(count, 'row')} will not be judged. Type the number to say that you have seen it.`}
      required
      maw={520}
      inputMode="numeric"
      autoComplete="off"
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onSeen(event.currentTarget.value.trim() === String(count));
      }}
    />
  );
}
