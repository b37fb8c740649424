import { Button, Checkbox, Select } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUser } from '@tabler/icons-react';
import type { AuditRequest } from '@tickmark/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api.ts';
import { readAgain } from '../../api/read-again.ts';
import { fieldError, useWrite } from '../../queries.ts';
import { DateField } from '../../ui/date-field.tsx';
import { Form } from '../../ui/form.tsx';
import { quantity } from '../../ui/moment.ts';
import { say, sayError, sayWithUndo } from '../../ui/notices.tsx';
import { Over } from '../../ui/side.tsx';
import { nobody } from './filters.tsx';
import { OwnerField } from './owner-field.tsx';

/** Who answers these requests and by when; drafts can be taken off the list. */
export function Assign({ requests, onGone }: { requests: readonly AuditRequest[]; onGone?: () => void }) {
  const [opened, { open, close }] = useDisclosure(false);
  const remove = useWrite('requests.remove');
  const of = requests.length === 1 ? (requests[0]?.code ?? '') : quantity(requests.length, 'request');
  const drafts = requests.every(({ state, evidence }) => state === 'draft' && evidence === 0);
  return (
    <>
      <Button variant="default" size="xs" leftSection={<IconUser size={15} aria-hidden />} onClick={open}>
        Owner and due date
      </Button>
      {drafts ? (
        <Button
          variant="default"
          size="xs"
          loading={remove.isPending}
          onClick={() =>
            remove.mutate(
              { ids: requests.map(({ id }) => id) },
              {
                onSuccess: ({ removed }) => {
                  onGone?.();
                  say(`${quantity(removed.length, 'draft')} taken off the list.`);
                },
                onError: sayError,
              },
            )
          }
        >
          Take off the list
        </Button>
      ) : null}
      <Over opened={opened} onClose={close} title={`Owner and due date of ${of}`} size="md">
        <AssignForm requests={requests} onDone={close} />
      </Over>
    </>
  );
}

function AssignForm({ requests, onDone }: { requests: readonly AuditRequest[]; onDone: () => void }) {
  const [only] = requests.length === 1 ? requests : [];
  const [owner, setOwner] = useState<string | null>(only?.owner?.id ?? null);
  const [dueOn, setDueOn] = useState(only?.dueOn ?? '');
  const [noDay, setNoDay] = useState(false);
  const [state, setState] = useState<string | null>(null);
  // Of one alone, what is emptied goes; of many, what is left empty stays as it is of each.
  const empty = only === undefined ? undefined : null;
  const left = only === undefined ? ' Left empty, it stays as it is.' : '';
  const write = useWrite('requests.assign');
  const client = useQueryClient();
  const undo = (): void => {
    const alike = Map.groupBy(requests, (r) => JSON.stringify([r.owner?.id ?? null, r.dueOn, r.state]));
    const back = [...alike.values()].map((own) =>
      call('requests.assign', {
        ids: own.map(({ id }) => id),
        owner: own[0]?.owner?.id ?? null,
        dueOn: own[0]?.dueOn ?? null,
        state: own[0]?.state === 'draft' ? 'draft' : 'in-progress',
      }),
    );
    void Promise.all(back)
      .catch(sayError)
      .finally(() => void readAgain(client));
  };
  return (
    <Form
      submit="Change"
      busy={write.isPending}
      error={write.error}
      disabled={only === undefined && owner === null && dueOn === '' && !noDay && state === null}
      onCancel={onDone}
      onSubmit={() =>
        write.mutate(
          {
            ids: requests.map(({ id }) => id),
            owner: owner === nobody ? null : (owner ?? empty),
            dueOn: noDay ? null : dueOn === '' ? empty : dueOn,
            state: state === null ? undefined : state === 'draft' ? 'draft' : 'in-progress',
          },
          {
            onSuccess: ({ total }) => {
              sayWithUndo(`${quantity(total, 'request')} changed.`, undo);
              onDone();
            },
          },
        )
      }
    >
      <OwnerField
        label="Owner"
        description={`The one member who answers.${left}`}
        data-autofocus
        clearable
        first={only === undefined ? [{ value: nobody, label: 'Nobody' }] : []}
        value={owner}
        onChange={setOwner}
        error={fieldError(write.error, 'owner')}
      />
      <DateField
        label="Due"
        description={`The last day that is in time.${left}`}
        disabled={noDay}
        value={noDay ? '' : dueOn}
        onChange={setDueOn}
        error={fieldError(write.error, 'dueOn')}
      />
      {only === undefined ? (
        <Checkbox label="No day is set" checked={noDay} onChange={(event) => setNoDay(event.currentTarget.checked)} />
      ) : null}
      <Select
        label="State"
        description="A draft was prepared before the auditors asked for it."
        placeholder="As it is"
        clearable
        data={[
          { value: 'draft', label: 'Draft' },
          { value: 'in-progress', label: 'In progress' },
        ]}
        value={state}
        onChange={setState}
      />
    </Form>
  );
}
