import { Button, FileInput, Group, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { readAgain } from '../../api/read-again.ts';
import { upload } from '../../api.ts';
import { fieldError, useOperation } from '../../queries.ts';
import { DateField } from '../../ui/date-field.tsx';
import { FilesOnTheirWay } from '../../ui/files-on-their-way.tsx';
import { Form } from '../../ui/form.tsx';
import { Note, say } from '../../ui/notices.tsx';
import { SendingProgress, useSending } from '../../ui/sending.tsx';
import { firstAbout, uploadInput } from '../evidence/about-fields.tsx';
import { toSeal } from '../evidence/file-to-seal.tsx';

interface Props {
  dropped: File | null;
  /** Controls that the runs of the procedure show. */
  controls: readonly string[];
  onDone: (id: string) => void;
}

/** Seals a file in the evidence library, to be linked to a step: its title, and the day that it speaks for. */
export function AddFile({ dropped, controls, onDone }: Props) {
  const [file, setFile] = useState(dropped);
  const [title, setTitle] = useState(dropped === null ? '' : toSeal(dropped).title);
  const [day, setDay] = useState('');
  const adopted = useOperation('controls.list', { limit: 500 });
  const sending = useSending();
  const client = useQueryClient();
  const supported = controls.filter((code) => adopted.data?.items.some((control) => control.code === code));
  const seal = useMutation({
    mutationFn: (bytes: File) => {
      const about = { ...firstAbout(null), from: day, to: day, controls: supported };
      return upload('evidence.upload', uploadInput(title, about), bytes, sending.options());
    },
    onSuccess: async ({ id, title: sealed }) => {
      say('Sealed and entered in the evidence log.', sealed);
      await readAgain(client);
      onDone(id);
    },
  });
  return (
    <Form
      submit="Seal it and link it"
      busy={seal.isPending}
      error={seal.error}
      disabled={file === null || title.trim() === '' || day === ''}
      onSubmit={() => {
        if (file !== null) seal.mutate(file);
      }}
    >
      <FileInput
        label="File"
        required
        placeholder="Choose a file"
        value={file}
        onChange={(chosen) => {
          setFile(chosen);
          if (chosen !== null && title === '') setTitle(toSeal(chosen).title);
        }}
        error={fieldError(seal.error, 'file')}
      />
      <TextInput
        label="Title"
        required
        maxLength={200}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        error={fieldError(seal.error, 'title')}
      />
      <Group align="flex-end" gap="xs">
        <DateField
          label="Day it speaks for"
          required
          value={day}
          onChange={setDay}
          error={fieldError(seal.error, 'period.from') ?? fieldError(seal.error, 'period.to')}
        />
        <Button variant="default" onClick={() => setDay(new Date().toLocaleDateString('sv'))}>
          Today
        </Button>
      </Group>
      <Note>
        {supported.length === 0
          ? 'It stands in the evidence library without a control, for the procedure names none that is adopted.'
          : `It stands in the evidence library for ${supported.join(', ')}, as the procedure names.`}
      </Note>
      {seal.isPending ? <SendingProgress of={sending} label="Upload of the file" /> : <FilesOnTheirWay />}
    </Form>
  );
}
