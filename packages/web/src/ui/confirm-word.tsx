import { Alert, Text, TextInput } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface Props {
  word: string;
  typed: string;
  onType: (typed: string) => void;
  children: ReactNode;
}

/** What cannot be undone says what will happen, and wants a word typed. */
export function ConfirmWord({ word, typed, onType, children }: Props) {
  return (
    <Alert role="note" variant="default" icon={<IconLock aria-hidden />} title="This cannot be undone">
      <Text size="sm" mb={8}>
        {children}
      </Text>
      <TextInput
        label={`Type the word ${word}`}
        autoComplete="off"
        maw={260}
        value={typed}
        onChange={(event) => onType(event.currentTarget.value)}
      />
    </Alert>
  );
}

export function isTyped(typed: string, word: string): boolean {
  return typed.trim().toLowerCase() === word;
}
