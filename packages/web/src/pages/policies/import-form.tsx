import { Checkbox, Select, Stack, Text, TextInput } from '@mantine/core';
import type { Engagement, TextBlock } from '@tickmark/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Output } from '../../api/client.ts';
import { readAgain } from '../../api/read-again.ts';
import { call, upload } from '../../api.ts';
import { useOperation } from '../../queries.ts';
import { Form } from '../../ui/form.tsx';
import { quantity } from '../../ui/moment.ts';
import { ErrorNotice, Note, say, Warning } from '../../ui/notices.tsx';
import { Scrollable } from '../../ui/scrollable.tsx';
import { SendingProgress, useSending } from '../../ui/sending.tsx';
import { FileDrop } from '../populations/file-drop.tsx';
import { TextBlocks } from './text-blocks.tsx';
import classes from './policies.module.css';

type Read = Output<'policies.read-file'>;
/** Stands for a document that is none of the catalogue. */
const own = 'own';

/** Brings in a document that exists already: what it says, what could not be kept, and which document it is. */
export function ImportForm({ engagement, onDone }: { engagement: Engagement; onDone: () => void }) {
  const [file, setFile] = useState<File | null>(null);
  const sending = useSending();
  const read = useMutation({
    mutationFn: (given: File) => upload('policies.read-file', {}, given, sending.options()),
  });
  return (
    <Stack gap="md">
      <FileDrop
        file={file}
        name="File"
        what="a Word document, a PDF, Markdown or text"
        hint="or choose one. It is looked at first; nothing is kept until you take it."
        onFile={(next) => {
          setFile(next);
          read.reset();
          if (next !== null) read.mutate(next);
        }}
      />
      {read.isPending ? <SendingProgress of={sending} label="Upload of the document" /> : null}
      {read.error === null ? null : <ErrorNotice error={read.error} />}
      {read.data === undefined || file === null ? null : (
        <Found
          key={`${file.name} ${file.lastModified}`}
          read={read.data}
          name={file.name}
          engagement={engagement}
          onDone={onDone}
        />
      )}
    </Stack>
  );
}

function Found({
  read,
  name,
  engagement,
  onDone,
}: {
  read: Read;
  name: string;
  engagement: Engagement;
  onDone: () => void;
}) {
  const [code, setCode] = useState(read.guesses[0]?.code ?? own);
  const [title, setTitle] = useState(read.title ?? name.replace(/\.[a-z]+$/i, ''));
  const [fits, setFits] = useState(true);
  const navigate = useNavigate();
  const client = useQueryClient();
  const templates = useOperation('policies.templates', { engagementId: engagement.id });
  const policies = useOperation('policies.list', {});
  const fitted = useOperation('policies.fit-headings', { code, blocks: read.blocks }, { enabled: code !== own });
  const begun = policies.data?.items.find((each) => each.code === code);
  const blocks: readonly TextBlock[] = code !== own && fits ? (fitted.data?.blocks ?? read.blocks) : read.blocks;
  const take = useMutation({
    mutationFn: async () => {
      if (begun === undefined) {
        const made = { engagementId: engagement.id, title, blocks: [...blocks] };
        return (await call('policies.write', code === own ? made : { ...made, code })).id;
      }
      const { revision } = await call('policies.draft', { id: begun.id });
      await call('policies.save', { id: begun.id, revision, blocks: [...blocks] });
      return begun.id;
    },
    onSuccess: async (id) => {
      await readAgain(client);
      say('The text is taken. Read it, and have it approved.');
      onDone();
      await navigate({ to: '/policies/$id/edit', params: { id } });
    },
  });
  const guessed = new Set(read.guesses.map((each) => each.code));
  const others = (templates.data?.items ?? []).filter(({ id }) => !guessed.has(id));
  return (
    <Form
      submit={begun === undefined ? 'Take it' : `Put it in place of the draft of ${begun.code}`}
      busy={take.isPending}
      error={take.error}
      disabled={title.trim() === '' || read.blocks.length === 0}
      onCancel={onDone}
      onSubmit={() => take.mutate()}
    >
      <Select
        label="Which document it is"
        description="Guessed from its title, headings and words. Choose another one where that is wrong."
        allowDeselect={false}
        searchable
        data={[
          {
            group: 'Most alike',
            items: read.guesses.map((each) => ({ value: each.code, label: `${each.code} ${each.title}` })),
          },
          { group: 'Others', items: others.map((each) => ({ value: each.id, label: `${each.id} ${each.title}` })) },
          { group: 'None of these', items: [{ value: own, label: 'A document of your own' }] },
        ]}
        value={code}
        onChange={(value) => setCode(value ?? own)}
      />
      {begun === undefined ? (
        <TextInput
          label="Title"
          required
          maxLength={200}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
      ) : (
        <Warning>
          {begun.title} is begun already. What stands in its draft is replaced by this text; versions that were handed
          in stay as they are.
        </Warning>
      )}
      {read.note === null ? null : <Warning>{read.note}</Warning>}
      {read.lost.length === 0 ? null : (
        <Note>
          Not kept as it was:
          <ul className={classes.steps}>
            {read.lost.map(({ words, count, under }) => (
              <li key={words}>
                {count === null ? '' : `${count} × `}
                {words}
                {under.filter((each) => each !== '').length === 0
                  ? ''
                  : ` (under ${under
                      .filter((each) => each !== '')
                      .slice(0, 4)
                      .join(', ')}${under.length > 4 ? ' and others' : ''})`}
              </li>
            ))}
          </ul>
        </Note>
      )}
      {code === own || fitted.data === undefined ? null : (
        <Stack gap={4}>
          <Text size="sm">
            Of {quantity(fitted.data.found.length + fitted.data.missing.length, 'heading')} that an examination expects,{' '}
            {fitted.data.found.length} {fitted.data.found.length === 1 ? 'was' : 'were'} found.
            {fitted.data.missing.length === 0 ? '' : ` Missing: ${fitted.data.missing.join(', ')}.`}
          </Text>
          <Checkbox
            label="Use these headings: those that are alike get their words, and those missing a place where nothing is written yet"
            checked={fits}
            onChange={(event) => setFits(event.currentTarget.checked)}
          />
        </Stack>
      )}
      <Scrollable label="The text as it was read" className={classes.preview}>
        <TextBlocks blocks={blocks} framed={false} />
      </Scrollable>
    </Form>
  );
}
