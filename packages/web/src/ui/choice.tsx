import { Button } from '@mantine/core';
import type { ReactNode } from 'react';

/** A button that narrows what is shown, and stays pressed while it does. */
export function Choice({
  on,
  onToggle,
  children,
}: {
  on: boolean;
  onToggle: (on: boolean) => void;
  children: ReactNode;
}) {
  return (
    <Button size="compact-sm" variant={on ? 'filled' : 'default'} aria-pressed={on} onClick={() => onToggle(!on)}>
      {children}
    </Button>
  );
}
