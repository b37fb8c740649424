import { Button, Group, ScrollArea, Select, Stack, Table, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { scopeKinds, scopeKindWords, type ScopeKind } from '@tickmark/core/scope-words';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Output } from '../../api/client.ts';
import { readAgain } from '../../api/read-again.ts';
import { call, upload } from '../../api.ts';
import { AsWritten } from '../../ui/as-written.tsx';
import { saveText } from '../../ui/csv.ts';
import { Form } from '../../ui/form.tsx';
import { count, quantity } from '../../ui/moment.ts';
import { ErrorNotice, Note, sayError, Warning } from '../../ui/notices.tsx';
import { SendingProgress, useSending } from '../../ui/sending.tsx';
import { FileDrop } from '../populations/file-drop.tsx';
import { guessFile } from '../populations/guess.ts';
import { choicesFor, readingOf } from '../populations/reading-fields.tsx';
import { bodyOf, draftOf } from './draft.ts';
import type { Whole } from './items.tsx';
import { TimingFields } from './timing-fields.tsx';
import { backTo, sentTiming, useSayWithUndo } from './writing.ts';

type Preview = Output<'scope.preview-import'>;
/** Rows shown; the counts are of all. */
const rowsShown = 200;

interface Props {
  engagementId: string;
  whole: Whole;
  kind: ScopeKind | undefined;
  onDone: () => void;
}

/** A file of one kind: what each row would become, and only then all of it or nothing. */
export function ImportFile({ engagementId, whole, kind: given, onDone }: Props) {
  const { period, timing, onTiming, items } = whole;
  const [kind, setKind] = useState<ScopeKind>(given ?? 'system');
  const [file, setFile] = useState<File | null>(null);
  const sending = useSending();
  const client = useQueryClient();
  const sayUndo = useSayWithUndo(engagementId);
  const words = scopeKindWords[kind];

  const preview = useMutation({
    mutationFn: async (asked: { file: File; kind: ScopeKind }) =>
      upload(
        'scope.preview-import',
        { engagementId, kind: asked.kind, reading: await readingFor(asked.file) },
        asked.file,
        sending.options(),
      ),
  });
  const take = useMutation({
    mutationFn: async (asked: File) =>
      upload(
        'scope.import',
        { engagementId, kind, reading: await readingFor(asked), ...sentTiming(period, timing) },
        asked,
        sending.options(),
      ),
    onSuccess: async (made) => {
      const before = new Map(items.map(({ id, body }) => [id, bodyOf(body.kind, draftOf(body))] as const));
      await readAgain(client);
      sayUndo(
        `${quantity(made.total, 'item')} taken from the file.`,
        backTo(made.items, before),
        sentTiming(period, timing),
      );
      onDone();
    },
  });
  const look = (next: File | null, of: ScopeKind): void => {
    setFile(next);
    setKind(of);
    take.reset();
    preview.reset();
    if (next !== null) preview.mutate({ file: next, kind: of });
  };

  const found = preview.data;
  const fresh = found === undefined ? 0 : found.counts.new + found.counts.changed;
  return (
    <Stack gap="md">
      <Group align="flex-end">
        <Select
          label="What the rows are"
          allowDeselect={false}
          w={280}
          data={scopeKinds.map((each) => ({ value: each, label: scopeKindWords[each].many }))}
          value={kind}
          onChange={(next) => look(file, scopeKinds.find((each) => each === next) ?? kind)}
        />
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() =>
            void call('scope.template', { kind }).then(
              ({ fileName, text }) => saveText(fileName, `\ufeff${text}`),
              sayError,
            )
          }
        >
          Template for {words.many.toLowerCase()}
        </Button>
      </Group>
      <Note>
        One row for each {words.one}. Names tell them apart: a row with a name that is written down already changes that
        one. Several in one cell are parted by a semicolon, and what other items are called stands for a link to them.
      </Note>
      <FileDrop
        file={file}
        name="File"
        what="a CSV, Excel or JSON file"
        hint="or choose one. It is looked at first; nothing is kept until you take it."
        onFile={(dropped) => look(dropped, kind)}
      />
      {preview.isPending || take.isPending ? <SendingProgress of={sending} label="Upload of the file" /> : null}
      {preview.error === null ? null : <ErrorNotice error={preview.error} />}
      {found === undefined || file === null ? null : (
        <Form
          submit={fresh === 0 ? 'Take the file' : `Take ${quantity(fresh, 'item')}`}
          busy={take.isPending}
          error={take.error}
          disabled={fresh === 0 || found.counts.rejected > 0}
          onCancel={onDone}
          onSubmit={() => take.mutate(file)}
        >
          <Counts found={found} />
          <Rejected found={found} />
          <Rows found={found} />
          <TimingFields period={period} timing={timing} onChange={onTiming} error={take.error} />
        </Form>
      )}
    </Stack>
  );
}

async function readingFor(file: File) {
  const beginning = new Uint8Array(await file.slice(0, 65_536).arrayBuffer());
  return readingOf(choicesFor(guessFile(beginning, file.name, []), null));
}

function Counts({ found: { counts, ignored, absent } }: { found: Preview }) {
  return (
    <Stack gap={2}>
      <Text component="output">
        <strong>{count(counts.new)} new</strong>, {count(counts.changed)} changed, {count(counts.unchanged)} as they
        stand
        {counts.rejected === 0 ? '' : `, ${quantity(counts.rejected, 'fault')}`}
      </Text>
      {ignored.length === 0 ? null : (
        <Text size="sm" c="dimmed">
          Columns that mean nothing here and are passed over: {ignored.join(', ')}.
        </Text>
      )}
      {absent.length === 0 ? null : (
        <Text size="sm" c="dimmed">
          Not in the file, and left as it stands: {absent.join(', ')}.
        </Text>
      )}
    </Stack>
  );
}

function Rejected({ found: { rejected, counts } }: { found: Preview }) {
  if (rejected.length === 0) return null;
  return (
    <>
      <Warning>
        {quantity(counts.rejected, 'fault')}. Correct the file and drop it again; nothing is taken until every row can
        be.
      </Warning>
      <Scrolled label="What is wrong">
        <Table withTableBorder aria-label="What is wrong">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={70}>Row</Table.Th>
              <Table.Th w={170}>Column</Table.Th>
              <Table.Th>What is wrong</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rejected.slice(0, rowsShown).map(({ row, column, reason }) => (
              <Table.Tr key={`${row} ${column} ${reason}`}>
                <Table.Td>{row}</Table.Td>
                <Table.Td>{column ?? 'The row as a whole'}</Table.Td>
                <Table.Td>
                  <AsWritten text={reason} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Scrolled>
    </>
  );
}

const fates: Record<Preview['rows'][number]['fate'], string> = {
  new: 'New',
  changed: 'Changed',
  unchanged: 'As it stands',
};

function Rows({ found: { rows } }: { found: Preview }) {
  if (rows.length === 0) return null;
  return (
    <Scrolled label="What the file says">
      <Table withTableBorder aria-label="What the file says">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={70}>Row</Table.Th>
            <Table.Th w={220}>Name</Table.Th>
            <Table.Th w={110}>It is</Table.Th>
            <Table.Th>What would be written</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.slice(0, rowsShown).map(({ row, name, fate, fields }) => (
            <Table.Tr key={row}>
              <Table.Td>{row}</Table.Td>
              <Table.Td>
                <AsWritten text={name} />
              </Table.Td>
              <Table.Td>{fates[fate]}</Table.Td>
              <Table.Td>
                <AsWritten
                  text={fields
                    .filter(({ field }) => field !== 'name')
                    .map(({ title, now }) => `${title}: ${now ?? 'taken away'}`)
                    .join('; ')}
                />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {rows.length > rowsShown ? (
        <Text size="sm" c="dimmed">
          The first {rowsShown} of {count(rows.length)} rows.
        </Text>
      ) : null}
    </Scrolled>
  );
}

function Scrolled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ScrollArea.Autosize mah={320} type="auto" viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': label }}>
      {children}
    </ScrollArea.Autosize>
  );
}
