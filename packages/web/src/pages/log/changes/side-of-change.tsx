import { Text } from '@mantine/core';
import type { ChangeSide } from '@tickmark/core';
import { stateWords } from '../../../glossary/states.ts';
import { StateBadge } from '../../../ui/state-badge.tsx';

/** How something stood before or stands now; `none` is said where there is nothing to say. */
export function SideOfChange({ side, none = '' }: { side: ChangeSide | null; none?: string }) {
  if (side === null) {
    return (
      <Text size="sm" c="dimmed" component="span">
        {none}
      </Text>
    );
  }
  if (side.state === null) return <span style={{ overflowWrap: 'anywhere' }}>{side.words}</span>;
  return (
    <>
      <StateBadge state={side.state} />
      <Text size="xs" c="dimmed">
        {behindTitle(side.words, stateWords[side.state].word)}
      </Text>
    </>
  );
}

/** The words after the title of the state, which its badge says already. */
function behindTitle(words: string, title: string): string {
  return words.startsWith(title) ? words.slice(title.length).replace(/^[:,] /, '') : words;
}
