import { Box, Button, Group, Text } from '@mantine/core';
import { IconFolderPlus } from '@tabler/icons-react';
import { useIsMutating } from '@tanstack/react-query';
import { useEffect } from 'react';
import { changePlace } from '../api/place.ts';
import { useEngagements, usePlace } from './current.ts';
import classes from './shell.module.css';

/**
 * Keeps a page in the engagement that it began with, and says where somebody began another one: what is being written
 * belongs to the one that is shown, and nobody is moved to another without choosing so.
 */
export function AnotherBegun() {
  const { all, current } = useEngagements();
  const { seen } = usePlace();
  // Whoever begins one goes there by themselves.
  const writing = useIsMutating() > 0;
  const newest = all[0];
  const currentId = current?.id;
  const newestId = newest?.id;

  useEffect(() => {
    if (currentId === undefined || newestId === undefined || seen?.engagementId === currentId) return;
    changePlace({ engagementId: currentId, seen: { engagementId: currentId, newestId } });
  }, [currentId, newestId, seen]);

  if (current === null || newest === undefined || seen === null || writing) return null;
  if (seen.engagementId !== current.id || seen.newestId === newest.id || newest.id === current.id) return null;
  const stay = (): void => changePlace({ seen: { engagementId: current.id, newestId: newest.id } });
  return (
    <Box component="output" className={classes.another}>
      <IconFolderPlus size={16} aria-hidden />
      <Text size="sm">
        Another engagement was begun: “{newest.title}”. You are still in “{current.title}”.
      </Text>
      <Group gap={6}>
        <Button size="compact-sm" onClick={() => changePlace({ engagementId: newest.id })}>
          Switch to the new one
        </Button>
        <Button size="compact-sm" variant="default" onClick={stay}>
          Stay here
        </Button>
      </Group>
    </Box>
  );
}
