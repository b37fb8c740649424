import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertOctagon, IconDownload } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { call } from '../../../api.ts';
import { errorBody } from '../../../api/error.ts';
import { saveText } from '../../../ui/csv.ts';
import { ErrorNotice, sayError } from '../../../ui/notices.tsx';
import { heldTree } from './held-file.ts';

interface Props {
  error: unknown;
  retry?: () => void;
  /** The text that was compared, where somebody gave one. */
  held?: string | undefined;
}

/** What went wrong; an alarm of its own where the log is not what somebody saw, or not as it was signed. */
export function NoBeginning({ error, retry, held }: Props) {
  const { code, message, action, field } = errorBody(error);
  const tree = held === undefined ? undefined : heldTree(held);
  if (code !== 'does_not_hold') return <ErrorNotice error={error} retry={retry} />;
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      bd="2px solid var(--mantine-color-red-filled)"
      icon={<IconAlertOctagon aria-hidden />}
      title={field === undefined ? 'The log is not as it was signed' : 'This is another history than you saw'}
    >
      <Stack gap="xs">
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {message}
        </Text>
        {action === undefined ? null : <Text size="sm">{action}</Text>}
        {tree === undefined ? null : (
          <Button
            size="xs"
            variant="default"
            style={{ alignSelf: 'flex-start' }}
            leftSection={<IconDownload size={14} aria-hidden />}
            onClick={() => void saveOwn(tree)}
          >
            Save what this log signs now, to keep beside it
          </Button>
        )}
        <Group gap="md">
          <Link to="/log" style={{ color: 'inherit' }}>
            To the log, and to the check of its records
          </Link>
          <Link to="/log/witnesses" style={{ color: 'inherit' }}>
            Who else has seen it
          </Link>
        </Group>
      </Stack>
    </Alert>
  );
}

/**
 * What the same log signs for the same number of entries, or for all it has where these are fewer. A log whose key is
 * gone signs nothing: then it is its final checkpoint.
 */
async function saveOwn({ origin, size }: { origin: string; size: number }): Promise<void> {
  try {
    const { items } = await call('log.chain', {});
    const log = items.find((each) => each.origin === origin) ?? items.at(-1);
    if (log === undefined || log.checkpoint === null || log.last === null) return;
    const entries = log.last - log.first + 1;
    const own =
      log.rotated === null && size > 0 && size < entries
        ? await call('log.checkpoint', { size: log.first + size })
        : { size: entries, checkpoint: log.checkpoint };
    saveText(`checkpoint-${own.size}-as-signed-now.txt`, own.checkpoint, 'text/plain');
  } catch (error) {
    sayError(error);
  }
}
