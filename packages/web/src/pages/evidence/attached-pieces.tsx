import { ActionIcon, Group, Text } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { AttachedEvidence } from '@tickmark/core';
import { Link } from '@tanstack/react-router';
import { AsWritten } from '../../ui/as-written.tsx';

interface Props {
  pieces: readonly AttachedEvidence[];
  /** Class of the list. */
  className: string | undefined;
  /** Missing where nothing can be taken off. */
  onTakeOff: ((piece: AttachedEvidence) => void) | undefined;
}

/** Pieces of evidence that something rests on, each a link, with what became of its file. */
export function AttachedPieces({ pieces, className, onTakeOff }: Props) {
  return (
    <ul className={className}>
      {pieces.map((piece) => (
        <li key={piece.id}>
          <Group gap={6}>
            <Text size="sm">
              <Link to="/evidence" search={{ open: piece.id, show: 'all' }} className="tm-link">
                <AsWritten text={piece.title} />
              </Link>
              {piece.deleted ? ' (its file was deleted)' : piece.newer === null ? '' : ' (there is a newer version)'}
            </Text>
            {onTakeOff === undefined ? null : (
              <ActionIcon
                variant="subtle"
                color="gray"
                size={24}
                aria-label={`Take “${piece.title}” off`}
                onClick={() => onTakeOff(piece)}
              >
                <IconX size={14} aria-hidden />
              </ActionIcon>
            )}
          </Group>
        </li>
      ))}
    </ul>
  );
}
