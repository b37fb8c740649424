import { Button, Stack, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { mostDeleted, type DueEvidence } from '@tickmark/core';
import { useState } from 'react';
import { useOperation, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { ConfirmWord, isTyped } from '../../ui/confirm-word.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Form } from '../../ui/form.tsx';
import { quantity } from '../../ui/moment.ts';
import { Empty, ErrorNotice, say } from '../../ui/notices.tsx';
import { Section } from '../../ui/page.tsx';
import { Over } from '../../ui/side.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { widths } from '../../ui/widths.ts';
import { EvidenceLink } from '../evidence/evidence-link.tsx';

const none: ReadonlySet<string> = new Set();
const word = 'delete';

/** What the schedule deletes within thirty days, and what stands against it; owners delete what is due. */
export function Due() {
  const mayManage = useMay('retention.manage');
  const list = useOperation('retention.due', { limit: 500 });
  const [selected, select] = useState(none);
  const [confirming, confirm] = useState(false);
  const items = list.data?.items ?? [];
  const free = items.filter(({ due, obstacles }) => due && obstacles.length === 0);
  const chosen = (selected.size === 0 ? free : free.filter(({ id }) => selected.has(id))).slice(0, mostDeleted);
  return (
    <Section
      title="Due within thirty days"
      lead="On its day the file of a piece may be deleted; its record and an entry of the log stay."
      actions={
        mayManage && chosen.length > 0 ? (
          <Button variant="default" leftSection={<IconTrash size={16} aria-hidden />} onClick={() => confirm(true)}>
            Delete {quantity(chosen.length, 'file')}
          </Button>
        ) : null
      }
    >
      {list.error === null ? null : <ErrorNotice error={list.error} retry={() => void list.refetch()} />}
      {list.data === undefined ? (
        list.error === null ? (
          <Waiting />
        ) : null
      ) : (
        <DataTable
          label="Due"
          columns={columns}
          rows={items}
          total={list.data.total}
          rowKey={({ id }) => id}
          rowName={({ title }) => title}
          selected={mayManage ? selected : undefined}
          onSelect={mayManage ? select : undefined}
          empty={<Empty title="Nothing is due within thirty days." />}
        />
      )}
      <Over opened={confirming} onClose={() => confirm(false)} title={`Delete ${quantity(chosen.length, 'file')}`}>
        <DeleteDue
          pieces={chosen}
          onDone={() => {
            select(none);
            confirm(false);
          }}
        />
      </Over>
    </Section>
  );
}

function DeleteDue({ pieces, onDone }: { pieces: readonly DueEvidence[]; onDone: () => void }) {
  const [typed, setTyped] = useState('');
  const remove = useWrite('retention.delete-due');
  return (
    <Form
      submit={`Delete ${quantity(pieces.length, 'file')}`}
      busy={remove.isPending}
      error={remove.error}
      disabled={!isTyped(typed, word) || pieces.length === 0}
      onSubmit={() =>
        remove.mutate(
          { ids: pieces.map(({ id }) => id) },
          {
            onSuccess: ({ total }) => {
              say(`${quantity(total, 'file')} deleted. One entry of the log tells of it.`);
              onDone();
            },
          },
        )
      }
    >
      <Stack gap={2}>
        {pieces.slice(0, 8).map(({ id, title, period }) => (
          <Text key={id} size="sm">
            {title}, {period.from} to {period.to}
          </Text>
        ))}
        {pieces.length > 8 ? <Text size="sm">and {pieces.length - 8} more</Text> : null}
      </Stack>
      <ConfirmWord word={word} typed={typed} onType={setTyped}>
        The files can’t be had again from here. Backups and bundles made before still hold them.
      </ConfirmWord>
    </Form>
  );
}

const columns: Column<DueEvidence>[] = [
  { id: 'title', title: 'Evidence', value: (e) => e.title, cell: (e) => <EvidenceLink id={e.id} /> },
  {
    id: 'dueOn',
    title: 'Due on',
    width: widths.moment,
    value: (e) => e.dueOn,
    cell: (e) => (e.due ? <strong>{e.dueOn}</strong> : e.dueOn),
  },
  {
    id: 'obstacles',
    title: 'What stands against it',
    value: (e) => e.obstacles.map(({ message }) => message).join(' '),
    cell: (e) =>
      e.obstacles.length === 0 ? (
        e.due ? (
          'Nothing'
        ) : (
          'Its day has not come'
        )
      ) : (
        <Stack gap={4}>
          {e.obstacles.map(({ message, action }) => (
            <Text key={message} size="sm" title={action}>
              {message}
            </Text>
          ))}
        </Stack>
      ),
  },
];
