import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';

interface RecoveredProps<T> {
  /** How much it is. */
  said: string;
  kept: T;
  renderText: (kept: T) => ReactNode;
  onTake: (kept: T) => void;
  onLet: () => void;
}

/** What an earlier page left unsaved in this browser, to be taken up or let go. */
export function Recovered<T>({ said, kept, renderText, onTake, onLet }: RecoveredProps<T>) {
  const [shown, setShown] = useState(false);
  return (
    <Alert role="note" variant="default" title="This browser kept text that was not saved">
      <Stack gap="sm">
        <Text size="sm">{said} Take it up, or go on with what is saved.</Text>
        {shown ? renderText(kept) : null}
        <Group gap="xs">
          <Button size="xs" onClick={() => onTake(kept)}>
            Take it up
          </Button>
          <Button size="xs" variant="default" onClick={onLet}>
            Let it go
          </Button>
          <Button size="xs" variant="subtle" aria-expanded={shown} onClick={() => setShown(!shown)}>
            {shown ? 'Hide it' : 'Look at it'}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

interface ConflictProps<T> {
  /** What the other one saved; undefined where it can't be read now. */
  reread: () => Promise<T | undefined>;
  renderText: (theirs: T) => ReactNode;
  onChoose: (choice: 'mine' | 'theirs', theirs: T) => void;
}

/** Two wrote at once: which of the two texts goes on. */
export function Conflict<T>({ reread, renderText, onChoose }: ConflictProps<T>) {
  const [theirs, setTheirs] = useState<T | null>(null);
  const choose = (choice: 'mine' | 'theirs'): void =>
    void reread().then((newest) => (newest === undefined ? undefined : onChoose(choice, newest)));
  return (
    <Alert role="alert" variant="default" data-tone="late" title="Somebody else saved this text meanwhile">
      <Stack gap="sm">
        <Text size="sm">
          Nothing of yours is lost: it stands below, and in this browser. Choose which of the two goes on. The other is
          let go.
        </Text>
        {theirs === null ? null : renderText(theirs)}
        <Group gap="xs">
          <Button size="xs" onClick={() => choose('mine')}>
            Go on with mine
          </Button>
          <Button size="xs" variant="default" onClick={() => choose('theirs')}>
            Go on with theirs
          </Button>
          <Button
            size="xs"
            variant="subtle"
            onClick={() => void reread().then((newest) => setTheirs(theirs === null ? (newest ?? null) : null))}
          >
            {theirs === null ? 'Look at theirs' : 'Hide theirs'}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
