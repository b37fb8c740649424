import { Button, FileInput, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { CapturePage, GivenFile } from '@tickmark/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { ApiError } from '../../api/error.ts';
import { clientOf } from '../../api.ts';
import { fieldError } from '../../queries.ts';
import { OpenPage } from '../../shell/open-page.tsx';
import { saveText } from '../../ui/csv.ts';
import { DropAnywhere } from '../../ui/drop-anywhere.tsx';
import { Form } from '../../ui/form.tsx';
import { mebibytes, size as inWords } from '../../ui/moment.ts';
import { ErrorNotice, Note } from '../../ui/notices.tsx';
import { Facts } from '../../ui/panel.tsx';
import { SendingProgress, useSending } from '../../ui/sending.tsx';
import { Hash, Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';

type Open = Extract<CapturePage, { state: 'open' }>;

/** What somebody who was sent a capture link sees: who asks for what, and where to give it. Nobody is signed in here. */
export function GivePage() {
  // Behind the #, so that no server and no log has it.
  const secret = useLocation({ select: ({ hash }) => (/^[\w-]+$/.test(hash) ? hash : '') });
  const asked = useQuery({
    queryKey: ['capture-link', secret],
    queryFn: () => clientOf(secret).call('capture-links.open', {}),
    refetchOnWindowFocus: false,
  });
  const [given, setGiven] = useState<GivenFile | null>(null);

  if (given !== null) return <Thanks given={given} />;
  if (asked.data === undefined) {
    return asked.error === null ? (
      <OpenPage title="A file is asked for" lead="One moment.">
        <Waiting />
      </OpenPage>
    ) : (
      <OpenPage title="This link can’t be opened" lead="It may have been copied only in part.">
        <ErrorNotice error={asked.error} retry={isOver(asked.error) ? undefined : () => void asked.refetch()} />
      </OpenPage>
    );
  }
  switch (asked.data.state) {
    case 'open':
      return <GiveFile secret={secret} asked={asked.data} onGiven={setGiven} onClosed={() => void asked.refetch()} />;
    case 'used':
      return <Thanks given={asked.data} before />;
    case 'deleted':
      return (
        <OpenPage title="The file that came was deleted since" lead={`“${asked.data.title}”`}>
          <Text>
            It came by this link on <Moment at={asked.data.at} />, and {asked.data.organization} does not have it any
            more. The link works once. Ask {asked.data.askedBy} for a new one, if the file is still wanted.
          </Text>
        </OpenPage>
      );
    case 'expired':
      return (
        <Closed asked={asked.data} title="The time of this link is over">
          It worked until <Moment at={asked.data.at} />.
        </Closed>
      );
    case 'withdrawn':
      return (
        <Closed asked={asked.data} title="This link was withdrawn">
          {asked.data.askedBy} took it back, or somebody else at {asked.data.organization}.
        </Closed>
      );
    case 'lapsed':
      return (
        <Closed asked={asked.data} title="This link works no more">
          Whoever made it no longer asks for files at {asked.data.organization}.
        </Closed>
      );
  }
}

/** Whether asking again would be answered otherwise. */
function isOver(error: unknown): boolean {
  return error instanceof ApiError && error.body.code === 'wrong_credentials';
}

function Closed({ asked, title, children }: { asked: CapturePage; title: string; children: ReactNode }) {
  return (
    <OpenPage title={title} lead={children}>
      <Text>
        “{asked.title}” was asked for by {asked.askedBy}, {asked.organization}. Ask there for a new link, if the file is
        still wanted. Nothing was sent.
      </Text>
    </OpenPage>
  );
}

interface GiveProps {
  secret: string;
  asked: Open;
  onGiven: (given: GivenFile) => void;
  /** The link takes nothing any more: it is to say why. */
  onClosed: () => void;
}

function GiveFile({ secret, asked, onGiven, onClosed }: GiveProps) {
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState('');
  const [note, setNote] = useState('');
  const sending = useSending();
  const give = useMutation({
    mutationFn: (bytes: File) =>
      clientOf(secret).upload(
        'capture-links.give',
        { name, note: note.trim() === '' ? undefined : note },
        bytes,
        sending.options(),
      ),
    onSuccess: onGiven,
    onError: (error) => {
      // Its answer may have been lost, or another file came meanwhile.
      if (error instanceof ApiError && (error.status === 0 || error.body.code === 'no_longer_possible')) onClosed();
    },
  });
  const tooLarge =
    file !== null && file.size > asked.maxBytes
      ? `This file has ${inWords(file.size)}. The link takes ${mebibytes(asked.maxBytes)} at most: send a smaller one, or ask ${asked.askedBy} for a link that takes more.`
      : undefined;

  return (
    <OpenPage
      title={asked.title}
      lead={
        <>
          {asked.askedBy} of {asked.organization} asks {asked.forWhom} for this file.
        </>
      }
    >
      <Stack gap="md">
        {asked.instructions === null ? null : <Text style={{ whiteSpace: 'pre-line' }}>{asked.instructions}</Text>}
        <Facts
          facts={[
            ['It is about', <Days key="d" {...asked.period} />],
            ['Until', <Moment key="u" at={asked.expiresAt} />],
            ['At most', `one file, ${mebibytes(asked.maxBytes)}`],
          ]}
        />
        <Form
          submit="Give the file"
          busy={give.isPending}
          error={give.error}
          disabled={file === null || tooLarge !== undefined}
          onSubmit={() => {
            if (file !== null) give.mutate(file);
          }}
        >
          <FileInput
            label="File"
            description="Choose it, or drop it anywhere on this page."
            required
            placeholder="Choose a file"
            value={file}
            onChange={setFile}
            error={tooLarge ?? fieldError(give.error, 'file')}
          />
          <TextInput
            label="Your name"
            name="name"
            autoComplete="name"
            required
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={fieldError(give.error, 'name')}
          />
          <Textarea
            label="A note"
            description="If there is something to say about the file."
            autosize
            minRows={2}
            maxLength={4000}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            error={fieldError(give.error, 'note')}
          />
          {give.isPending ? <SendingProgress of={sending} label="Sending the file" /> : null}
        </Form>
        <Note>
          {asked.organization} keeps the file as it is, with your name and note, and looks at it before it is used as
          evidence for an audit. The link works once: afterwards you can’t change the file or take it back here.
        </Note>
        <DropAnywhere label="Drop the file that is asked for" onFiles={(files) => setFile(files[0] ?? null)} />
      </Stack>
    </OpenPage>
  );
}

/** What was given, to be kept. `before`: it was given earlier, with this link. */
function Thanks({ given, before = false }: { given: GivenFile; before?: boolean }) {
  const { organization, askedBy, title, at, fileName, size, sha256 } = given;
  return (
    <OpenPage
      title={before ? 'A file was given by this link' : 'Thank you, the file has arrived'}
      lead={
        before
          ? 'It works once, so nothing more can be given by it.'
          : `${askedBy} of ${organization} finds it in the evidence library.`
      }
    >
      <Stack gap="md">
        <Facts
          facts={[
            ['Asked for', title],
            ['By', `${askedBy}, ${organization}`],
            ['File', `${fileName}, ${inWords(size)}`],
            ['Arrived', <Moment key="a" at={at} />],
            ['SHA-256', <Hash key="h" value={sha256} label="SHA-256 of the file" whole />],
          ]}
        />
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => saveText(`receipt-${sha256.slice(0, 12)}.txt`, receiptOf(given), 'text/plain;charset=utf-8')}
        >
          Save a receipt
        </Button>
        <Note>
          The SHA-256 is a fingerprint of the file: the same file has the same one, and no other has it. Keep the
          receipt if you may want to show later what you gave.
        </Note>
      </Stack>
    </OpenPage>
  );
}

function receiptOf(given: GivenFile): string {
  const { organization, askedBy, title, at, fileName, size, sha256, entry, salt, commitment } = given;
  return [
    'Receipt of a file given through a capture link of Tickmark',
    '',
    `Asked for:  ${title}`,
    `By:         ${askedBy}, ${organization}`,
    `File:       ${fileName}`,
    `Size:       ${size} bytes`,
    `SHA-256:    ${sha256}`,
    `Arrived:    ${at}, by the clock of the server`,
    `Server:     ${location.origin}`,
    '',
    'Any program that computes SHA-256 gives this value for the same file.',
    '',
    `Entry ${entry} of the evidence log of ${organization} commits to the file without telling what is in it: the SHA-256`,
    'of the salt below (32 bytes, in hex) and the file after it is the commitment that the entry holds.',
    '',
    `Salt:       ${salt}`,
    `Commitment: ${commitment}`,
    '',
  ].join('\n');
}

function Days({ from, to }: Open['period']) {
  const whole = { whiteSpace: 'nowrap' } as const;
  if (from === to) return from;
  return (
    <>
      <span style={whole}>{from}</span> to <span style={whole}>{to}</span>
    </>
  );
}
