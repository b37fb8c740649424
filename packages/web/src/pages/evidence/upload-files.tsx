import { FileInput, Stack, Text } from '@mantine/core';
import type { Engagement } from '@tickmark/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { readAgain } from '../../api/read-again.ts';
import { upload } from '../../api.ts';
import { FilesOnTheirWay } from '../../ui/files-on-their-way.tsx';
import { Form } from '../../ui/form.tsx';
import { say, sayError } from '../../ui/notices.tsx';
import { useSending } from '../../ui/sending.tsx';
import { AboutFields, firstAbout, uploadInput } from './about-fields.tsx';
import { FileToSeal, toSeal, type ToSeal } from './file-to-seal.tsx';

interface Props {
  terms: Engagement['terms'] | null;
  /** Files that were dropped on the page; more may come while the form is open. */
  dropped: readonly File[];
  onDone: () => void;
}

/** Seals one or many files, one after the other. One that fails loses no other: it stays with the reason. */
export function UploadFiles({ terms, dropped, onDone }: Props) {
  const [files, setFiles] = useState<readonly ToSeal[]>([]);
  const [taken, setTaken] = useState<readonly File[]>([]);
  const [about, setAbout] = useState(() => firstAbout(terms));
  const sending = useSending();
  const client = useQueryClient();
  const shown = useRef(true);

  useEffect(() => {
    shown.current = true;
    return () => {
      shown.current = false;
    };
  }, []);

  const fresh = dropped.filter((file) => !taken.includes(file));
  if (fresh.length > 0) {
    setTaken([...taken, ...fresh]);
    setFiles([...files, ...fresh.map(toSeal)]);
  }

  const put = (key: string, part: Partial<ToSeal>) =>
    setFiles((before) => before.map((each) => (each.key === key ? { ...each, ...part } : each)));
  const left = files.filter(({ state }) => state !== 'sealed');

  const seal = useMutation({
    mutationFn: async (wanted: readonly ToSeal[]) => {
      const failed: ToSeal[] = [];
      for (const each of wanted) {
        put(each.key, { state: 'sending', error: null });
        try {
          const own = files.length > 1 ? each.own : null;
          await upload('evidence.upload', uploadInput(each.title, own ?? about), each.file, sending.options());
          put(each.key, { state: 'sealed' });
        } catch (error) {
          failed.push({ ...each, error });
          put(each.key, { state: 'failed', error });
        }
      }
      return failed;
    },
    onSuccess: async (failed, wanted) => {
      const sealed = wanted.length - failed.length;
      if (sealed === 1)
        say('Sealed and entered in the evidence log.', wanted.find((each) => isIn(each, failed))?.title);
      if (sealed > 1) say('Sealed and entered in the evidence log.', `${sealed} files`);
      await readAgain(client);
      if (failed.length === 0) onDone();
      // Whoever has left the form still hears of what was not sealed.
      else if (!shown.current) for (const { error } of failed) sayError(error);
    },
  });

  const only = files.length === 1 ? files[0] : undefined;
  return (
    <Form
      submit={left.length > 1 ? `Seal ${left.length} files` : 'Seal evidence'}
      busy={seal.isPending}
      error={only?.error ?? null}
      disabled={left.length === 0}
      onSubmit={() => seal.mutate(left)}
    >
      <FileInput
        label="Files"
        description="One or many. They can be dropped on the page, too."
        multiple
        required={files.length === 0}
        placeholder={files.length === 0 ? 'Choose files' : 'Choose more files'}
        value={[]}
        onChange={(chosen) => setFiles((before) => [...before, ...chosen.map(toSeal)])}
      />
      {files.map((each) => (
        <FileToSeal
          key={each.key}
          file={each}
          only={only !== undefined}
          shared={about}
          sending={sending}
          busy={seal.isPending}
          onChange={(part) => put(each.key, part)}
          onRemove={() => setFiles((before) => before.filter(({ key }) => key !== each.key))}
        />
      ))}
      {files.length > 1 ? (
        <Text fw={600} component="h3" size="sm">
          The same for all
        </Text>
      ) : null}
      <Stack gap="md">
        <AboutFields value={about} onChange={setAbout} error={only?.error ?? null} />
      </Stack>
      {seal.isPending ? null : <FilesOnTheirWay />}
    </Form>
  );
}

function isIn(each: ToSeal, failed: readonly ToSeal[]): boolean {
  return !failed.some(({ key }) => key === each.key);
}
