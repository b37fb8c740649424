import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useRef, useState } from 'react';
import type { UploadOptions } from '../api/client.ts';
import { replaced, type Sending } from '../api/send-large.ts';

/** How far the file of a form is, and the way to stop it. */
export interface SendingFile {
  sending: Sending | null;
  /** For each new upload. */
  options(): UploadOptions;
  cancel(): void;
}

export function useSending(): SendingFile {
  const [sending, setSending] = useState<Sending | null>(null);
  const stop = useRef<AbortController | null>(null);
  return {
    sending,
    options: () => {
      stop.current?.abort(replaced);
      setSending(null);
      stop.current = new AbortController();
      return { onChange: setSending, signal: stop.current.signal };
    },
    cancel: () => stop.current?.abort(),
  };
}

/** Shown while a file is sent: how much is there, what it waits for, and a way out. */
export function SendingProgress({ of, label }: { of: SendingFile; label: string }) {
  const { sending, cancel } = of;
  const part = sending === null || sending.step === 'reading' ? 0 : sending.part;
  return (
    <Stack gap="xs">
      <Progress
        value={part * 100}
        size="sm"
        color="var(--tm-accent)"
        aria-label={label}
        animated={sending?.step === 'sent'}
      />
      <Group gap="sm">
        {sending?.step === 'waiting' ? null : <Text size="sm">{told(sending)}</Text>}
        {/* Spoken when it comes; percents that change all the time are the progress bar's. */}
        <Text size="sm" component="output">
          {sending?.step === 'waiting' ? told(sending) : ''}
        </Text>
        {sending?.step === 'waiting' ? (
          <Button variant="default" size="compact-sm" onClick={sending.goOn}>
            Try now
          </Button>
        ) : null}
        {sending === null || sending.step === 'sent' ? null : (
          <Button variant="default" size="compact-sm" onClick={cancel}>
            Cancel upload
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function told(sending: Sending | null): string {
  if (sending === null) return 'Sending the file.';
  const percent = `${Math.floor(sending.part * 100)} %`;
  switch (sending.step) {
    case 'reading':
      return `Reading the file: ${percent}`;
    case 'sending':
      return `Sent: ${percent}`;
    case 'waiting':
      return `The connection is lost. ${percent} is sent; it goes on by itself.`;
    case 'sent':
      return 'Sent. The server works on it.';
  }
}
