import { FileInput, TextInput } from '@mantine/core';
import type { Engagement, Evidence } from '@tickmark/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { readAgain } from '../../api/read-again.ts';
import { upload } from '../../api.ts';
import { fieldError } from '../../queries.ts';
import { FilesOnTheirWay } from '../../ui/files-on-their-way.tsx';
import { Form } from '../../ui/form.tsx';
import { say } from '../../ui/notices.tsx';
import { SendingProgress, useSending } from '../../ui/sending.tsx';
import { AboutFields, firstAbout, uploadInput } from './about-fields.tsx';

interface Props {
  terms: Engagement['terms'] | null;
  /** What this is a newer version of. */
  supersedes: Evidence;
  /** A file that was dropped for it. */
  dropped: File | null;
  onDone: (id: string) => void;
}

/** Seals a file as the newer version of another. */
export function UploadVersion({ terms, supersedes, dropped, onDone }: Props) {
  const [file, setFile] = useState<File | null>(dropped);
  const [title, setTitle] = useState(supersedes.title);
  const [about, setAbout] = useState(() => firstAbout(terms, supersedes));
  const sending = useSending();
  const client = useQueryClient();

  const seal = useMutation({
    mutationFn: (bytes: File) =>
      upload('evidence.upload', { ...uploadInput(title, about), supersedes: supersedes.id }, bytes, sending.options()),
    onSuccess: async ({ id, title: sealed }) => {
      say('Sealed and entered in the evidence log.', sealed);
      await readAgain(client);
      onDone(id);
    },
  });

  return (
    <Form
      submit="Seal evidence"
      busy={seal.isPending}
      error={seal.error}
      disabled={file === null}
      onSubmit={() => {
        if (file !== null) seal.mutate(file);
      }}
    >
      <FileInput
        label="File"
        required
        placeholder="Choose a file"
        value={file}
        onChange={setFile}
        error={fieldError(seal.error, 'file')}
      />
      <TextInput
        label="Title"
        required
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        error={fieldError(seal.error, 'title')}
      />
      <AboutFields value={about} onChange={setAbout} error={seal.error} />
      {seal.isPending ? <SendingProgress of={sending} label="Upload of the file" /> : <FilesOnTheirWay />}
    </Form>
  );
}
