import { Group, Stack, Text, Title } from '@mantine/core';
import type { HeldRequest } from '@tickmark/core';
import { requestKindTitles } from '@tickmark/core/request-words';
import { useState } from 'react';
import { fieldError, useOperation, useWrite } from '../../queries.ts';
import { DateField } from '../../ui/date-field.tsx';
import { Form } from '../../ui/form.tsx';
import { quantity } from '../../ui/moment.ts';
import { ErrorNotice, Note, say } from '../../ui/notices.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { OwnerField } from './owner-field.tsx';
import classes from './requests.module.css';

/** Which requests of the catalogue apply and why others do not, before they are taken. */
export function FromCatalogue({ engagementId, onDone }: { engagementId: string; onDone: () => void }) {
  const { data, error, refetch } = useOperation('requests.catalogue', { engagementId });
  const [owner, setOwner] = useState<string | null>(null);
  const [dueOn, setDueOn] = useState('');
  const write = useWrite('requests.add-from-catalogue');
  if (error !== null) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Waiting />;
  const fresh = data.items.filter(({ notApplying, requestId }) => notApplying === null && requestId === null);
  const others = data.items.filter(({ notApplying }) => notApplying !== null);
  return (
    <Stack gap="lg">
      <Note>
        {quantity(data.applying, 'request')} of {data.items.length} in the catalogue apply to this engagement, by its
        categories and by the controls you adopted
        {data.listed === 0 ? '.' : `; ${data.listed} of them are on the list already.`} They show what auditors usually
        ask for. Where your auditors send a list of their own, theirs is the one to answer.
      </Note>
      {fresh.length === 0 ? null : (
        <Form
          submit={`Add ${quantity(fresh.length, 'request')}`}
          busy={write.isPending}
          error={write.error}
          onCancel={onDone}
          onSubmit={() =>
            write.mutate(
              { engagementId, owner: owner ?? undefined, dueOn: dueOn === '' ? undefined : dueOn },
              {
                onSuccess: ({ total }) => {
                  say(`${quantity(total, 'request')} added as drafts.`);
                  onDone();
                },
              },
            )
          }
        >
          <Group grow align="flex-start">
            <OwnerField
              label="Owner of all of them"
              description="Can be changed for each."
              clearable
              value={owner}
              onChange={setOwner}
              error={fieldError(write.error, 'owner')}
            />
            <DateField
              label="Due"
              description="The last day that is in time; can be changed for each."
              value={dueOn}
              onChange={setDueOn}
              error={fieldError(write.error, 'dueOn')}
            />
          </Group>
        </Form>
      )}
      {fresh.length === 0 ? null : <Held title={`${quantity(fresh.length, 'request')} to be added`} items={fresh} />}
      {others.length === 0 ? null : (
        <Held title={`${quantity(others.length, 'request')} that do not apply`} items={others} />
      )}
    </Stack>
  );
}

function Held({ title, items }: { title: string; items: readonly HeldRequest[] }) {
  return (
    <section>
      <Title order={3} size="h5" mb={4}>
        {title}
      </Title>
      <ul className={classes.list}>
        {items.map(({ id, title: asked, area, kind, controls, notApplying }) => (
          <li key={id}>
            <Text size="sm">
              <strong>{id}</strong> {asked}
            </Text>
            <Text size="xs" c="dimmed">
              {notApplying?.words ??
                `${area}, ${requestKindTitles[kind].toLowerCase()}${controls.length === 0 ? '' : `, by ${controls.join(', ')}`}`}
            </Text>
          </li>
        ))}
      </ul>
    </section>
  );
}
