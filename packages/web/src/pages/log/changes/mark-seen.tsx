import { Button, Group, Text } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useWrite } from '../../../queries.ts';
import { count } from '../../../ui/moment.ts';
import { ErrorNotice } from '../../../ui/notices.tsx';

interface Props {
  engagementId: string;
  /** Entries under the checkpoint that is shown. */
  size: number;
  /** Entries that are marked now; 0 for none. */
  marked: number;
}

/** Marks what is shown as seen by this person, and takes the mark back. */
export function MarkSeen({ engagementId, size, marked }: Props) {
  const write = useWrite('log.mark-seen');
  const made = write.data;
  return (
    <Group gap="xs">
      {made === undefined ? null : (
        <>
          <Text size="sm" component="output">
            {made.size === 0 ? 'Nothing is marked.' : `Seen up to entry ${count(made.size - 1)}.`}
          </Text>
          {made.before === made.size ? null : (
            <Button
              variant="subtle"
              size="compact-sm"
              loading={write.isPending}
              onClick={() => write.mutate({ engagementId, size: made.before })}
            >
              Undo
            </Button>
          )}
        </>
      )}
      <Button
        leftSection={<IconEye size={16} aria-hidden />}
        loading={write.isPending}
        disabled={marked === size}
        onClick={() => write.mutate({ engagementId, size })}
      >
        I have seen this
      </Button>
      {write.error === null ? null : <ErrorNotice error={write.error} />}
    </Group>
  );
}
