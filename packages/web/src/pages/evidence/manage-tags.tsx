import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { EvidenceTag } from '@tickmark/core';
import { useState } from 'react';
import { errorBody } from '../../api/error.ts';
import { fieldError, useOperation, useWrite } from '../../queries.ts';
import { Form } from '../../ui/form.tsx';
import { ErrorNotice, say } from '../../ui/notices.tsx';
import { OpensForm } from '../../ui/opens-form.tsx';
import { Over } from '../../ui/side.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { pieces } from './changes.ts';

/** All tags with how many pieces carry them; each can be written otherwise, or put together with another. */
export function ManageTags() {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="subtle" color="gray" size="xs" onClick={open}>
        Rename tags
      </Button>
      <Over opened={opened} onClose={close} title="Tags" size="md">
        {opened ? <All /> : null}
      </Over>
    </>
  );
}

function All() {
  const { data, error, refetch } = useOperation('evidence.tags', {});
  if (error !== null) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Waiting lines={3} />;
  if (data.items.length === 0) {
    return <Text size="sm">No piece of evidence carries a tag yet. Select some in the library, and choose Tags.</Text>;
  }
  return (
    <Stack gap="sm">
      {data.items.map((tag) => (
        <Group key={tag.name} justify="space-between" align="flex-start">
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {tag.name}, on {pieces(tag.pieces)}
          </Text>
          <OpensForm label={`Rename ${tag.name}`}>{(back) => <Rename tag={tag} onDone={back} />}</OpensForm>
        </Group>
      ))}
    </Stack>
  );
}

function Rename({ tag, onDone }: { tag: EvidenceTag; onDone: () => void }) {
  const [name, setName] = useState(tag.name);
  const write = useWrite('evidence.rename-tag');
  const isThere = write.error !== null && errorBody(write.error).code === 'conflict';
  const send = (merge: boolean) =>
    write.mutate(
      { tag: tag.name, name, merge },
      {
        onSuccess: (made) => {
          say(`It is on ${pieces(made.pieces)}.`, made.name);
          onDone();
        },
      },
    );
  return (
    <Form
      submit="Rename"
      busy={write.isPending}
      error={write.error}
      onCancel={onDone}
      onSubmit={() => send(false)}
      beside={
        isThere ? (
          <Button variant="default" onClick={() => send(true)}>
            Put the two together
          </Button>
        ) : null
      }
    >
      <TextInput
        label={`New name of ${tag.name}`}
        required
        maxLength={40}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={fieldError(write.error, 'name')}
      />
    </Form>
  );
}
