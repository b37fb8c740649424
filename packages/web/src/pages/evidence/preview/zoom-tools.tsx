import { ActionIcon, Group, Text } from '@mantine/core';
import { IconArrowsMaximize, IconRotateClockwise, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import type { KeyboardEvent, ReactNode } from 'react';

/** All of it in sight, or so many pixels of the screen for one of the picture. */
export type Zoom = 'fit' | number;

const step = 1.25;
const [least, most] = [0.02, 8];

interface Parts {
  scale: number;
  onZoom: (zoom: Zoom) => void;
  onTurn: () => void;
}

export function zoomed(scale: number, steps: number): number {
  return Math.min(most, Math.max(least, scale * step ** steps));
}

/** The keys of what is zoomed: + and −, 0 for all of it, 1 for its own size, r to turn it. */
export function zoomKeys(event: KeyboardEvent, { scale, onZoom, onTurn }: Parts): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const moves: Record<string, () => void> = {
    '+': () => onZoom(zoomed(scale, 1)),
    '=': () => onZoom(zoomed(scale, 1)),
    '-': () => onZoom(zoomed(scale, -1)),
    '0': () => onZoom('fit'),
    '1': () => onZoom(1),
    r: onTurn,
  };
  const move = moves[event.key];
  if (move === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  move();
}

/** Buttons for the same, with the scale between them. */
export function ZoomTools({ scale, fits, onZoom, onTurn, children }: Parts & { fits: boolean; children?: ReactNode }) {
  const button = (label: string, icon: ReactNode, press: () => void, pressed?: boolean) => (
    <ActionIcon variant="default" size={28} aria-label={label} title={label} aria-pressed={pressed} onClick={press}>
      {icon}
    </ActionIcon>
  );
  return (
    <Group gap={6} align="center">
      {button('Smaller (−)', <IconZoomOut size={16} aria-hidden />, () => onZoom(zoomed(scale, -1)))}
      <Text size="xs" w={46} ta="center" component="output" aria-label="Zoom">
        {scale < 0.01 ? '< 1' : Math.round(scale * 100)} %
      </Text>
      {button('Larger (+)', <IconZoomIn size={16} aria-hidden />, () => onZoom(zoomed(scale, 1)))}
      {button('All of it (0)', <IconArrowsMaximize size={16} aria-hidden />, () => onZoom('fit'), fits)}
      {button('Turn (r)', <IconRotateClockwise size={16} aria-hidden />, onTurn)}
      <Text size="xs" c="dimmed" component="div">
        {children}
      </Text>
    </Group>
  );
}
