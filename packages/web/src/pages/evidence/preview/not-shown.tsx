import { Text } from '@mantine/core';
import { IconFileOff } from '@tabler/icons-react';
import classes from './preview.module.css';

/** In place of a file that is not shown: why. */
export function NotShown({ why }: { why: string }) {
  return (
    <div className={classes.nothing} role="note">
      <IconFileOff size={28} stroke={1.4} aria-hidden />
      <Text size="sm" maw="60ch">
        {why}
      </Text>
      <Text size="xs" c="dimmed">
        The download has the file as it was sealed.
      </Text>
    </div>
  );
}
