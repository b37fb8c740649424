import { Box } from '@mantine/core';
import type { HTMLAttributes, ReactNode, Ref } from 'react';

interface Props extends Pick<HTMLAttributes<HTMLElement>, 'className' | 'style' | 'onKeyDown'> {
  label: string;
  /** Marks the frame of a table, for the keys that walk it. */
  'data-rows'?: boolean;
  ref?: Ref<HTMLElement>;
  children: ReactNode;
}

/** A part that scrolls by itself: named, and reached by the keyboard (WCAG 2.1.1). */
export function Scrollable({ label, children, ...rest }: Props) {
  return (
    <Box component="section" tabIndex={0} aria-label={label} {...rest}>
      {children}
    </Box>
  );
}
