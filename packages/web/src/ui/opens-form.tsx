import { Button } from '@mantine/core';
import { useEffect, useRef, useState, type ReactNode } from 'react';

interface Props {
  label: string;
  children: (close: () => void) => ReactNode;
}

/** A button with a form behind it: the form's first field takes the focus, and the button has it back. */
export function OpensForm({ label, children }: Props) {
  const [open, setOpen] = useState(false);
  const wasOpen = useRef(false);
  const button = useRef<HTMLButtonElement>(null);
  const form = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (open) form.current?.querySelector<HTMLElement>('input:not([type="hidden"], [aria-hidden]), textarea')?.focus();
    else if (wasOpen.current) button.current?.focus();
    wasOpen.current = open;
  }, [open]);

  if (open)
    return (
      <div ref={form} style={{ width: '100%' }}>
        {children(() => setOpen(false))}
      </div>
    );
  return (
    <Button ref={button} variant="default" size="xs" style={{ alignSelf: 'flex-start' }} onClick={() => setOpen(true)}>
      {label}
    </Button>
  );
}
