import { Stack, Text, Textarea, TextInput } from '@mantine/core';
import type { Description, DescriptionVersion } from '@tickmark/core';
import { useState } from 'react';
import { fieldError, useWrite } from '../../queries.ts';
import { Form } from '../../ui/form.tsx';
import { Note, say, Warning } from '../../ui/notices.tsx';
import { Hash } from '../../ui/values.tsx';
import classes from './descriptions.module.css';
import { criterionOf, pointsInWords } from './part-words.ts';

/** Points that are told by name before freezing. */
const told = 8;

/** Freezes the description as it is now. Open points are told and keep nobody from it. */
export function FreezeForm(props: {
  whole: Description;
  before: () => Promise<void>;
  onDone: (made: DescriptionVersion | null) => void;
}) {
  const { whole, before, onDone } = props;
  const [changes, setChanges] = useState('');
  const write = useWrite('descriptions.freeze');
  const seen = whole.versions[0]?.number ?? 0;
  const must = whole.parts.flatMap(({ points }) => points).filter(({ severity }) => severity === 'must');
  const open = pointsInWords(whole.counts);
  return (
    <Form
      submit={`Freeze version ${seen + 1}`}
      busy={write.isPending}
      error={write.error}
      onCancel={() => onDone(null)}
      onSubmit={() =>
        void before().then(() =>
          write.mutate(
            {
              engagementId: whole.engagement.id,
              seen,
              ...(changes.trim() === '' ? {} : { changes: changes.trim() }),
            },
            {
              onSuccess: (made) => {
                say(`Version ${made.number} is frozen.`);
                onDone(made);
              },
            },
          ),
        )
      }
    >
      <Text size="sm">
        Your words and what the records hold are frozen as version {seen + 1} with its hash, sealed in the log. It never
        changes; a later version takes its place.
      </Text>
      {open === '' ? (
        <Note>No point is open that could be told from here. Whether it is true is for people to judge.</Note>
      ) : (
        <Warning>
          <Stack gap={4}>
            <span>Open points: {open}. It can be frozen all the same; they are kept with the version.</span>
            {must.length === 0 ? null : (
              <ul className={classes.plain}>
                {must.slice(0, told).map(({ id, part, text }) => (
                  <li key={id}>
                    {criterionOf(part)}: {text}
                  </li>
                ))}
                {must.length > told ? <li>and {must.length - told} more</li> : null}
              </ul>
            )}
          </Stack>
        </Warning>
      )}
      <Textarea
        label="What is new in it"
        autosize
        minRows={2}
        maxLength={4000}
        data-autofocus
        value={changes}
        onChange={(event) => setChanges(event.currentTarget.value)}
        error={fieldError(write.error, 'changes')}
      />
    </Form>
  );
}

/** Takes a frozen version as the description of management, by name. */
export function ApproveForm(props: { engagementId: string; version: DescriptionVersion; onDone: () => void }) {
  const { engagementId, version, onDone } = props;
  const { number, sha256, open } = version;
  const [position, setPosition] = useState('');
  const write = useWrite('descriptions.approve');
  const left = pointsInWords(open);
  return (
    <Form
      submit={`Approve version ${number}`}
      busy={write.isPending}
      error={write.error}
      disabled={position.trim() === ''}
      onCancel={onDone}
      onSubmit={() =>
        write.mutate(
          { engagementId, number, sha256, position: position.trim() },
          {
            onSuccess: () => {
              say(`Version ${number} is approved by you.`);
              onDone();
            },
          },
        )
      }
    >
      <Text size="sm">
        You say in your name that you have read version {number} and that management takes it as its description of the
        system.
      </Text>
      {left === '' ? null : <Warning>Points that were open when it was frozen: {left}.</Warning>}
      <TextInput
        label="Position in which you speak for management"
        placeholder="Chief executive"
        required
        maxLength={200}
        data-autofocus
        value={position}
        onChange={(event) => setPosition(event.currentTarget.value)}
        error={fieldError(write.error, 'position')}
      />
      <Text size="xs" c="dimmed" component="div">
        Kept with it, and sealed in the log: your name, the position, the time, and the hash of the version{' '}
        <Hash value={sha256} label={`hash of version ${number}`} whole />
      </Text>
    </Form>
  );
}
