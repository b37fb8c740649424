import { Button, Checkbox, Stack, Text, Textarea } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { holdReasonTitles, type RetentionHold } from '@tickmark/core';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useOperation, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Form } from '../../ui/form.tsx';
import { Empty, ErrorNotice, say } from '../../ui/notices.tsx';
import { Section } from '../../ui/page.tsx';
import { Over } from '../../ui/side.tsx';
import { Term } from '../../ui/term.tsx';
import { Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { widths } from '../../ui/widths.ts';
import { EvidenceLink } from '../evidence/evidence-link.tsx';
import { PlaceHold } from './place-hold.tsx';

const route = getRouteApi('/inside/evidence/retention');

/** What stops deletions, and the ways to place a hold on all evidence and to release one. */
export function Holds() {
  const { hold } = route.useSearch();
  const navigate = route.useNavigate();
  const mayManage = useMay('retention.manage');
  const [released, setReleased] = useState(false);
  const list = useOperation('retention.holds', { standing: !released, limit: 500 });
  const show = (what: string | undefined): void => void navigate({ search: (s) => ({ ...s, hold: what }) });
  const chosen = (list.data?.items ?? []).find(({ id, released: gone }) => id === hold && gone === null);
  return (
    <Section
      title="Holds"
      lead={
        <>
          A <Term id="hold">hold</Term> stops every deletion of what it covers. To hold one piece, open it in the
          library.
        </>
      }
      actions={
        mayManage ? (
          <Button variant="default" leftSection={<IconLock size={16} aria-hidden />} onClick={() => show('all')}>
            Hold all evidence
          </Button>
        ) : null
      }
    >
      <Stack gap="sm">
        {list.error === null ? null : <ErrorNotice error={list.error} retry={() => void list.refetch()} />}
        {list.data === undefined ? (
          list.error === null ? (
            <Waiting />
          ) : null
        ) : (
          <DataTable
            label="Holds"
            columns={columns}
            rows={list.data.items}
            rowKey={({ id }) => id}
            onOpen={mayManage ? ({ id, released: gone }) => (gone === null ? show(id) : undefined) : undefined}
            empty={<Empty title={released ? 'There was never a hold.' : 'No hold stands.'} />}
          />
        )}
        <Checkbox
          label="Show those that were released too"
          checked={released}
          onChange={(event) => setReleased(event.currentTarget.checked)}
        />
      </Stack>
      <Over opened={hold === 'all' && mayManage} onClose={() => show(undefined)} title="Hold all evidence">
        <PlaceHold evidence={null} onDone={() => show(undefined)} />
      </Over>
      <Over opened={chosen !== undefined && mayManage} onClose={() => show(undefined)} title="Release the hold">
        {chosen === undefined ? null : <Release hold={chosen} onDone={() => show(undefined)} />}
      </Over>
    </Section>
  );
}

function Release({ hold, onDone }: { hold: RetentionHold; onDone: () => void }) {
  const [words, setWords] = useState('');
  const release = useWrite('retention.release');
  return (
    <Form
      submit="Release"
      busy={release.isPending}
      error={release.error}
      disabled={words.trim() === ''}
      onSubmit={() =>
        release.mutate(
          { id: hold.id, words },
          {
            onSuccess: () => {
              say('The hold was released. What it covered may be deleted again.');
              onDone();
            },
          },
        )
      }
    >
      <Text size="sm">
        {hold.evidence === null ? 'All evidence' : `“${hold.evidence.title}”`} is held since{' '}
        {hold.placedAt.slice(0, 10)}: {holdReasonTitles[hold.reason]}. {hold.words}
      </Text>
      <Textarea
        label="Why it is released"
        description="Stays in the record, never in the log."
        withAsterisk
        autosize
        minRows={2}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
    </Form>
  );
}

const columns: Column<RetentionHold>[] = [
  {
    id: 'what',
    title: 'What is held',
    value: (h) => h.evidence?.title ?? 'All evidence',
    cell: (h) => (h.evidence === null ? <strong>All evidence</strong> : <EvidenceLink id={h.evidence.id} />),
  },
  {
    id: 'reason',
    title: 'Reason',
    value: (h) => holdReasonTitles[h.reason],
    cell: (h) => (
      <Stack gap={2}>
        <span>{holdReasonTitles[h.reason]}</span>
        <Text size="xs" c="dimmed">
          {h.words}
        </Text>
      </Stack>
    ),
  },
  {
    id: 'placed',
    title: 'Since',
    width: widths.moment,
    value: (h) => h.placedAt,
    cell: (h) => (
      <Stack gap={2}>
        <Moment at={h.placedAt} />
        <Text size="xs" c="dimmed">
          by {h.placedBy.name ?? 'nobody known here'}
        </Text>
      </Stack>
    ),
  },
  {
    id: 'released',
    title: 'Released',
    width: widths.moment,
    value: (h) => h.released?.at ?? null,
    cell: (h) =>
      h.released === null ? (
        'It stands'
      ) : (
        <Stack gap={2}>
          <Moment at={h.released.at} />
          <Text size="xs" c="dimmed">
            by {h.released.by.name ?? 'nobody known here'}: {h.released.words}
          </Text>
        </Stack>
      ),
  },
];
