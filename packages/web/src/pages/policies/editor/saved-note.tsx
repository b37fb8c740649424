import { Text } from '@mantine/core';
import type { SaveStanding } from './autosave.ts';
import { savedWords } from './saved-words.ts';

/** What became of the newest change, in a line that is read out where it changes. */
export function SavedNote({ standing }: { standing: Omit<SaveStanding<unknown>, 'recovered'> }) {
  const troubled = standing.state === 'offline' || standing.state === 'conflict' || standing.state === 'refused';
  return (
    <Text
      component="output"
      size="xs"
      data-tone={troubled ? 'late' : undefined}
      c={troubled ? 'var(--tone-text)' : 'dimmed'}
      fw={troubled ? 600 : undefined}
    >
      {savedWords(standing)}
    </Text>
  );
}
