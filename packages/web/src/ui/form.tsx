import { Button, Group, Stack } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { ErrorNotice } from './notices.tsx';

interface Props {
  onSubmit: () => void;
  submit: string;
  busy: boolean;
  error: unknown;
  disabled?: boolean;
  /** Where the form stands in place of a button: leaves it as it was. */
  onCancel?: () => void;
  children: ReactNode;
  beside?: ReactNode;
}

/** Fields, what went wrong, and one button that does it. */
export function Form({ onSubmit, submit, busy, error, disabled, onCancel, children, beside }: Props) {
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (error !== null && error !== undefined)
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [error]);

  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      // In a field of many lines Enter alone begins the next one.
      if (event.key !== 'Enter' || (!event.ctrlKey && !event.metaKey)) return;
      event.preventDefault();
      form.current?.querySelector<HTMLButtonElement>('[type="submit"]')?.click();
    }
    const listening = form.current;
    listening?.addEventListener('keydown', onKey);
    return () => listening?.removeEventListener('keydown', onKey);
  }, []);

  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <Stack gap="md" align="stretch">
        {children}
        {error === null || error === undefined ? null : <ErrorNotice error={error} />}
        <Stack gap="xs" align="flex-start">
          <Group gap="xs">
            <Button type="submit" loading={busy} disabled={disabled}>
              {submit}
            </Button>
            {onCancel === undefined ? null : (
              <Button variant="default" onClick={onCancel}>
                Cancel
              </Button>
            )}
          </Group>
          {beside}
        </Stack>
      </Stack>
    </form>
  );
}
