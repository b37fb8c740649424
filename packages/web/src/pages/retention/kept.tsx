import { Button, Group, Stack, Text } from '@mantine/core';
import { IconLock, IconTrash } from '@tabler/icons-react';
import type { Evidence } from '@tickmark/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useOperation } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { Over } from '../../ui/side.tsx';
import { DeletePiece } from './delete-piece.tsx';
import { PlaceHold } from './place-hold.tsx';

/** How long a piece is kept, what stands against deleting it, and the ways to hold it or to delete it before its time. */
export function Kept({ evidence }: { evidence: Evidence }) {
  const [doing, setDoing] = useState<'hold' | 'delete' | null>(null);
  const mayManage = useMay('retention.manage');
  const { data } = useOperation('retention.piece', { id: evidence.id });
  if (data === undefined) return '…';
  const close = (): void => setDoing(null);
  return (
    <Stack gap={6} align="flex-start">
      <span>
        {data.dueOn === null ? 'Without end: there is no ' : `Until the day before ${data.dueOn}, by the `}
        <Link to="/evidence/retention" className="tm-link">
          schedule
        </Link>
      </span>
      {data.obstacles.map(({ message }) => (
        <Text key={message} size="sm" c="dimmed">
          {message}
        </Text>
      ))}
      {mayManage ? (
        <Group gap="xs">
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconLock size={14} aria-hidden />}
            onClick={() => setDoing('hold')}
          >
            Hold
          </Button>
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconTrash size={14} aria-hidden />}
            onClick={() => setDoing('delete')}
          >
            Delete the file
          </Button>
        </Group>
      ) : null}
      <Over opened={doing === 'hold'} onClose={close} title={`Hold ${evidence.title}`}>
        <PlaceHold evidence={evidence} onDone={close} />
      </Over>
      <Over opened={doing === 'delete'} onClose={close} size="lg" title={`Delete the file of ${evidence.title}`}>
        <DeletePiece evidence={evidence} kept={data} onDone={close} />
      </Over>
    </Stack>
  );
}
