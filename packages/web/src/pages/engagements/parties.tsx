import { Button, Group, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { Parties as AllParties, Party } from '@tickmark/core';
import { partyKindMeanings, partyKinds, partyKindTitles } from '@tickmark/core/party-words';
import { useState } from 'react';
import { fieldError, useOperation, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Form } from '../../ui/form.tsx';
import { Empty, ErrorNotice, sayError, sayWithUndo } from '../../ui/notices.tsx';
import { Section } from '../../ui/page.tsx';
import { Side } from '../../ui/side.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import classes from './engagement.module.css';

/** Who takes part in an engagement. */
export function Parties({ engagementId }: { engagementId: string }) {
  const may = useMay('engagements.manage');
  const [editing, edit] = useDisclosure(false);
  const { data, error, refetch } = useOperation('engagements.parties', { engagementId });
  if (error !== null && data === undefined) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Waiting lines={3} />;
  const change = may ? (
    <Button size="xs" variant="default" onClick={edit.open}>
      {data.items.length === 0 ? 'Name the parties' : 'Change the parties'}
    </Button>
  ) : null;
  return (
    <Section
      title="Parties"
      lead="Who answers for the system, who examines it, and who may read the report."
      actions={data.items.length === 0 ? null : change}
    >
      <DataTable
        label="Parties of the engagement"
        columns={columns}
        rows={data.items}
        rowKey={({ kind, name }) => `${kind} ${name}`}
        empty={
          <Empty
            title="Nobody is named yet."
            action={change}
            example="For example your management, and the CPA firm that signs the opinion."
          />
        }
      />
      <Side opened={editing} onClose={edit.close} title="Parties of the engagement" size="lg">
        <EditParties engagementId={engagementId} before={data} onDone={edit.close} />
      </Side>
    </Section>
  );
}

const columns: Column<Party>[] = [
  {
    id: 'kind',
    title: 'Part',
    width: '190px',
    sortable: false,
    value: ({ kind }) => partyKindTitles[kind],
    cell: ({ kind }) => partyKindTitles[kind],
  },
  { id: 'name', title: 'Name', sortable: false, value: ({ name }) => name, cell: ({ name }) => name },
  {
    id: 'contact',
    title: 'Contact',
    sortable: false,
    value: ({ contact, email }) => [contact, email].filter(Boolean).join(', '),
    cell: ({ contact, email }) => [contact, email].filter(Boolean).join(', '),
  },
  { id: 'note', title: 'Note', sortable: false, value: ({ note }) => note, cell: ({ note }) => note ?? '' },
];

interface Draft {
  key: number;
  kind: Party['kind'];
  name: string;
  contact: string;
  email: string;
  note: string;
}

/** All parties at once; what somebody else changed meanwhile is not written over. */
function EditParties({
  engagementId,
  before,
  onDone,
}: {
  engagementId: string;
  before: AllParties;
  onDone: () => void;
}) {
  const [drafts, setDrafts] = useState<Draft[]>(() =>
    (before.items.length === 0 ? starting : before.items).map((party, key) => ({
      key,
      kind: party.kind,
      name: party.name,
      contact: party.contact ?? '',
      email: party.email ?? '',
      note: party.note ?? '',
    })),
  );
  const write = useWrite('engagements.set-parties');
  const change = (key: number, part: Partial<Draft>): void =>
    setDrafts((all) => all.map((each) => (each.key === key ? { ...each, ...part } : each)));
  const error = (place: number, field: string) => fieldError(write.error, `parties.${place}.${field}`);
  // A line that nothing was written into is none.
  const told = drafts.filter(({ name, contact, email, note }) =>
    [name, contact, email, note].some((each) => each !== ''),
  );

  function save(): void {
    const parties = told.map(({ kind, name, contact, email, note }) => ({
      kind,
      name,
      contact: contact.trim() === '' ? null : contact,
      email: email.trim() === '' ? null : email.trim(),
      note: note.trim() === '' ? null : note,
    }));
    write.mutate(
      { engagementId, parties, after: before.version },
      {
        onSuccess: ({ version }) => {
          sayWithUndo('The parties are named.', () =>
            write.mutate({ engagementId, parties: before.items, after: version }, { onError: sayError }),
          );
          onDone();
        },
      },
    );
  }

  return (
    <Form submit="Save the parties" busy={write.isPending} error={write.error} onSubmit={save} onCancel={onDone}>
      {drafts.map((draft) => {
        const place = told.indexOf(draft);
        return (
          <Stack key={draft.key} gap="xs" className={classes.party}>
            <Group grow align="flex-start">
              <Select
                label="Part"
                allowDeselect={false}
                data={partyKinds.map((value) => ({ value, label: partyKindTitles[value] }))}
                value={draft.kind}
                onChange={(value) =>
                  change(draft.key, { kind: partyKinds.find((each) => each === value) ?? draft.kind })
                }
                error={error(place, 'kind')}
              />
              <TextInput
                label="Name"
                value={draft.name}
                onChange={(event) => change(draft.key, { name: event.currentTarget.value })}
                error={error(place, 'name')}
              />
            </Group>
            <Text size="xs" c="dimmed">
              {partyKindMeanings[draft.kind]}
            </Text>
            <Group grow align="flex-start">
              <TextInput
                label="Contact"
                value={draft.contact}
                onChange={(event) => change(draft.key, { contact: event.currentTarget.value })}
                error={error(place, 'contact')}
              />
              <TextInput
                label="E-mail"
                type="email"
                value={draft.email}
                onChange={(event) => change(draft.key, { email: event.currentTarget.value })}
                error={error(place, 'email')}
              />
            </Group>
            <Textarea
              label="Note"
              autosize
              minRows={1}
              maxLength={4000}
              value={draft.note}
              onChange={(event) => change(draft.key, { note: event.currentTarget.value })}
              error={error(place, 'note')}
            />
            <Button
              size="compact-xs"
              variant="subtle"
              color="gray"
              leftSection={<IconTrash size={14} aria-hidden />}
              style={{ alignSelf: 'flex-start' }}
              onClick={() => setDrafts((all) => all.filter(({ key }) => key !== draft.key))}
            >
              Take {draft.name === '' ? partyKindTitles[draft.kind].toLowerCase() : draft.name} off
            </Button>
          </Stack>
        );
      })}
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPlus size={14} aria-hidden />}
        style={{ alignSelf: 'flex-start' }}
        onClick={() =>
          setDrafts((all) => [
            ...all,
            { ...nobody, key: Math.max(-1, ...all.map(({ key }) => key)) + 1, kind: 'user-entity' },
          ])
        }
      >
        Another party
      </Button>
    </Form>
  );
}

const nobody = { name: '', contact: '', email: '', note: '' };
const starting: Party[] = (['management', 'service-auditor'] as const).map((kind) => ({
  kind,
  name: '',
  contact: null,
  email: null,
  note: null,
}));
