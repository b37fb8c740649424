import { FileInput, Group, MultiSelect, TextInput } from '@mantine/core';
import type { Engagement, Evidence } from '@tickmark/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { readAgain } from '../../api/read-again.ts';
import { DateField } from '../../ui/date-field.tsx';
import { upload } from '../../api.ts';
import { fieldError, useOperation } from '../../queries.ts';
import { FilesOnTheirWay } from '../../ui/files-on-their-way.tsx';
import { Form } from '../../ui/form.tsx';
import { say } from '../../ui/notices.tsx';
import { SendingProgress, useSending } from '../../ui/sending.tsx';

interface Props {
  terms: Engagement['terms'] | null;
  /** What this is a newer version of. */
  supersedes?: Evidence;
  onDone: (id: string) => void;
}

/** Seals a file for a period, on its own or as the newer version of another. */
export function UploadEvidence({ terms, supersedes, onDone }: Props) {
  const [file, setFile] = useState<File | null>(null);
  const [title, setTitle] = useState(supersedes?.title ?? '');
  const [source, setSource] = useState(supersedes?.source ?? '');
  const [from, setFrom] = useState(terms === null ? '' : terms.type === 'type2' ? terms.period.from : terms.asOf);
  const [to, setTo] = useState(terms === null ? '' : terms.type === 'type2' ? terms.period.to : terms.asOf);
  const [renewOn, setRenewOn] = useState('');
  const [controls, setControls] = useState<string[]>(supersedes?.controls ?? []);
  const sending = useSending();
  const client = useQueryClient();
  const adopted = useOperation('controls.list', { limit: 500 });

  const seal = useMutation({
    mutationFn: (bytes: File) =>
      upload(
        'evidence.upload',
        {
          title,
          source: source.trim() === '' ? undefined : source,
          period: { from, to },
          controls,
          supersedes: supersedes?.id,
          renewOn: renewOn === '' ? undefined : renewOn,
        },
        bytes,
        sending.options(),
      ),
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
        onChange={(chosen) => {
          setFile(chosen);
          if (title === '' && chosen !== null) setTitle(chosen.name.replace(/\.[a-z0-9]+$/i, ''));
        }}
        error={fieldError(seal.error, 'file')}
      />
      <TextInput
        label="Title"
        required
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        error={fieldError(seal.error, 'title')}
      />
      <TextInput
        label="Where it comes from"
        placeholder="Export of the ticket system"
        value={source}
        onChange={(event) => setSource(event.currentTarget.value)}
        error={fieldError(seal.error, 'source')}
      />
      <Group align="flex-start" gap="md">
        <DateField
          label="First day it speaks for"
          required
          value={from}
          onChange={setFrom}
          error={fieldError(seal.error, 'period.from')}
        />
        <DateField
          label="Last day it speaks for"
          required
          value={to}
          onChange={setTo}
          error={fieldError(seal.error, 'period.to')}
        />
      </Group>
      <DateField
        label="Renew by"
        description="The day by which a newer version is wanted, such as the end of a certificate. Empty for what speaks of one time."
        value={renewOn}
        onChange={setRenewOn}
        error={fieldError(seal.error, 'renewOn')}
      />
      <MultiSelect
        label="Controls it supports"
        searchable
        data={(adopted.data?.items ?? []).map(({ code, title: name }) => ({ value: code, label: `${code} ${name}` }))}
        value={controls}
        onChange={setControls}
        error={fieldError(seal.error, 'controls')}
      />
      {seal.isPending ? <SendingProgress of={sending} label="Upload of the file" /> : <FilesOnTheirWay />}
    </Form>
  );
}
