import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { fieldError } from '../../queries.ts';
import { size } from '../../ui/moment.ts';
import { ErrorNotice } from '../../ui/notices.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SendingProgress, type SendingFile } from '../../ui/sending.tsx';
import { AboutFields, type About } from './about-fields.tsx';

/** A file on its way to be sealed. */
export interface ToSeal {
  key: string;
  file: File;
  title: string;
  /** What is said of this one; null where it is the same as of all. */
  own: About | null;
  state: 'ready' | 'sending' | 'sealed' | 'failed';
  error: unknown;
}

let made = 0;

/** Its title is the name of the file, without the ending. */
export function toSeal(file: File): ToSeal {
  made += 1;
  const title = file.name.replace(/\.[a-z0-9]+$/i, '').slice(0, 200);
  return { key: String(made), file, title, own: null, state: 'ready', error: null };
}

interface Props {
  file: ToSeal;
  only: boolean;
  shared: About;
  sending: SendingFile;
  busy: boolean;
  onChange: (part: Partial<ToSeal>) => void;
  onRemove: () => void;
}

/** One of the files of a form: its title, what is said of it alone, and how far it is. */
export function FileToSeal({ file, only, shared, sending, busy, onChange, onRemove }: Props) {
  const { file: bytes, title, own, state, error } = file;
  if (state === 'sealed') {
    return (
      <Group gap={8} wrap="nowrap">
        <IconCheck size={18} aria-hidden />
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {title}: sealed
        </Text>
      </Group>
    );
  }
  return (
    <Panel>
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {bytes.name}, {size(bytes.size)}
          </Text>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Leave out ${bytes.name}`}
            disabled={busy}
            onClick={onRemove}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </Group>
        <TextInput
          label={only ? 'Title' : `Title of ${bytes.name}`}
          required
          value={title}
          disabled={busy}
          onChange={(event) => onChange({ title: event.currentTarget.value })}
          error={fieldError(error, 'title')}
        />
        {only ? null : (
          <Button
            variant="default"
            size="compact-sm"
            style={{ alignSelf: 'flex-start' }}
            disabled={busy}
            aria-label={own === null ? `Other days, controls or tags for ${bytes.name}` : `As all for ${bytes.name}`}
            onClick={() => onChange({ own: own === null ? shared : null })}
          >
            {own === null ? 'Other days, controls or tags' : 'As all'}
          </Button>
        )}
        {own === null || only ? null : (
          <AboutFields value={own} onChange={(next) => onChange({ own: next })} error={error} />
        )}
        {state === 'sending' ? <SendingProgress of={sending} label={`Upload of ${bytes.name}`} /> : null}
        {state === 'failed' && !only ? <ErrorNotice error={error} /> : null}
      </Stack>
    </Panel>
  );
}
