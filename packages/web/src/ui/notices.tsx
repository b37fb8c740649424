import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCircleX, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { errorBody } from '../api/error.ts';

/** What failed, at which field, and what to do. */
export function ErrorNotice({ error, retry }: { error: unknown; retry?: () => void }) {
  const { message, action, field } = errorBody(error);
  return (
    <Alert role="alert" color="red" variant="light" icon={<IconCircleX aria-hidden />} title={message}>
      <Stack gap={6} align="flex-start">
        {action === undefined ? null : <Text size="sm">{action}</Text>}
        {field === undefined ? null : (
          <Text size="xs" c="dimmed">
            Field: <span className="mono">{field}</span>
          </Text>
        )}
        {retry === undefined ? null : (
          <Button variant="default" size="xs" onClick={retry}>
            Try again
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

/** A point that deserves attention and blocks nothing. */
export function Warning({ children, source }: { children: ReactNode; source?: string }) {
  return (
    <Alert
      role="note"
      variant="default"
      data-tone="interim"
      icon={<IconAlertTriangle aria-hidden />}
      py={8}
      styles={{
        root: { background: 'var(--tone-fill)', borderColor: 'var(--tone-line)' },
        icon: { color: 'var(--tone-text)' },
      }}
    >
      <Text size="sm" component="div">
        {children}
      </Text>
      {source === undefined ? null : (
        <Text size="xs" c="var(--tone-text)">
          {source}
        </Text>
      )}
    </Alert>
  );
}

export function Note({ children }: { children: ReactNode }) {
  return (
    <Group gap={8} align="flex-start" wrap="nowrap" c="dimmed">
      <IconInfoCircle size={18} aria-hidden style={{ flex: 'none', marginTop: 1 }} />
      <Text size="sm" component="div">
        {children}
      </Text>
    </Group>
  );
}

/** Nothing here yet: one sentence, one action, one example. */
export function Empty({ title, action, example }: { title: string; action?: ReactNode; example?: ReactNode }) {
  return (
    <Stack gap="xs" align="center" py={36} px="md" ta="center">
      <Text fw={600}>{title}</Text>
      {action}
      {example === undefined ? null : (
        <Text size="sm" c="dimmed" maw={520} component="div">
          {example}
        </Text>
      )}
    </Stack>
  );
}

/** Notes that may still be shown, the oldest first; those with a way back apart. */
const notes: { plain: string[]; undo: string[] } = { plain: [], undo: [] };

/** A note takes the place of the plain one before it; of ways back the newest two stay. More would cover the page. */
function makeRoom(kind: keyof typeof notes, id: string): void {
  for (const plain of notes.plain.splice(0)) notifications.hide(plain);
  notes[kind].push(id);
  for (const older of notes.undo.splice(0, Math.max(0, notes.undo.length - 2))) notifications.hide(older);
}

export function say(message: string, title?: string): void {
  makeRoom('plain', notifications.show({ message, title, color: 'ink', autoClose: 6000 }));
}

/** Says what was done, with a way back for as long as it is shown. */
export function sayWithUndo(message: string, undo: () => void): void {
  const id = notifications.show({
    color: 'ink',
    autoClose: 15_000,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <span>{message}</span>
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          Undo
        </Button>
      </Group>
    ),
  });
  makeRoom('undo', id);
}

export function sayError(error: unknown): void {
  const { message, action } = errorBody(error);
  notifications.show({ title: message, message: action ?? '', color: 'red', autoClose: 12_000, role: 'alert' });
}
