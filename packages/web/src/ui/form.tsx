import { Button, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { ErrorNotice } from './notices.tsx';

interface Props {
  onSubmit: () => void;
  submit: string;
  busy: boolean;
  error: unknown;
  disabled?: boolean;
  children: ReactNode;
  beside?: ReactNode;
}

/** Fields, what went wrong, and one button that does it. */
export function Form({ onSubmit, submit, busy, error, disabled, children, beside }: Props) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <Stack gap="md" align="stretch">
        {children}
        {error === null || error === undefined ? null : <ErrorNotice error={error} />}
        <Stack gap="xs" align="flex-start">
          <Button type="submit" loading={busy} disabled={disabled}>
            {submit}
          </Button>
          {beside}
        </Stack>
      </Stack>
    </form>
  );
}
