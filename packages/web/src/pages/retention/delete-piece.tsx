import { List, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import {
  deletionReasonTitles,
  earlyDeletionReasons,
  type EarlyDeletionReason,
  type Evidence,
  type RetentionOfPiece,
} from '@tickmark/core';
import { useState } from 'react';
import { fieldError, useWrite } from '../../queries.ts';
import { ConfirmWord, isTyped } from '../../ui/confirm-word.tsx';
import { Form } from '../../ui/form.tsx';
import { quantity } from '../../ui/moment.ts';
import { say, Warning } from '../../ui/notices.tsx';

const word = 'delete';

/** Says what a deletion takes and what it leaves, and what stands against it, before it is done. */
export function DeletePiece({
  evidence,
  kept,
  onDone,
}: {
  evidence: Evidence;
  kept: RetentionOfPiece;
  onDone: () => void;
}) {
  const [reason, setReason] = useState<EarlyDeletionReason | null>(null);
  const [words, setWords] = useState('');
  const [title, setTitle] = useState(evidence.title);
  const [typed, setTyped] = useState('');
  const remove = useWrite('retention.delete');
  const obstacles = kept.early.find((each) => each.reason === (reason ?? earlyDeletionReasons[0]))?.obstacles ?? [];
  const against = reason === null ? obstacles.filter(({ kind }) => kind !== 'bundle') : obstacles;
  const renamed = title.trim() === evidence.title ? {} : { title };
  return (
    <Form
      submit="Delete the file"
      busy={remove.isPending}
      error={remove.error}
      disabled={!isTyped(typed, word) || reason === null || words.trim() === '' || against.length > 0}
      onSubmit={() =>
        reason !== null &&
        remove.mutate(
          { id: evidence.id, reason, words, ...renamed },
          {
            onSuccess: ({ deleted }) => {
              say(`The file was deleted. Entry ${deleted?.entryIndex} of the log tells of it.`);
              onDone();
            },
          },
        )
      }
    >
      <List size="sm" spacing={4}>
        <List.Item>
          The bytes, the name of the file, its salt and hash, and its text for the search go for good, unless another
          piece has the same bytes.
        </List.Item>
        <List.Item>
          This record stays, marked as deleted, with who, when and why. So does an entry of the log with its fingerprint
          and the reason, without your words.
        </List.Item>
        <List.Item>
          {kept.bundles === 0
            ? 'No bundle made so far holds it.'
            : `${quantity(kept.bundles, 'bundle')} made so far ${kept.bundles === 1 ? 'holds' : 'hold'} it and ${kept.bundles === 1 ? 'stays' : 'stay'} as ${kept.bundles === 1 ? 'it is' : 'they are'}.`}{' '}
          Backups made before still hold it. Bundles made from now on say that it was deleted.
        </List.Item>
      </List>
      <Select
        label="Reason"
        withAsterisk
        placeholder="Choose one"
        data={earlyDeletionReasons.map((value) => ({ value, label: deletionReasonTitles[value] }))}
        value={reason}
        onChange={(value) => setReason(earlyDeletionReasons.find((each) => each === value) ?? null)}
        error={fieldError(remove.error, 'reason')}
      />
      {against.length === 0 ? null : (
        <Stack gap="xs">
          {against.map(({ message, action }) => (
            <Warning key={message}>
              {message}
              <Text size="sm" c="dimmed">
                {action}
              </Text>
            </Warning>
          ))}
        </Stack>
      )}
      <Textarea
        label="Why"
        description="Stays in the record, never in the log. Don’t repeat what is to go."
        withAsterisk
        autosize
        minRows={2}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        error={fieldError(remove.error, 'words')}
      />
      <TextInput
        label="Title from now on"
        description="Change it where the title itself says what should not stay."
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        error={fieldError(remove.error, 'title')}
      />
      <ConfirmWord word={word} typed={typed} onType={setTyped}>
        The file can’t be had again from here.
      </ConfirmWord>
    </Form>
  );
}
