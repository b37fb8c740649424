import { Button, Group, Text } from '@mantine/core';
import type { EvidencePreview, PreviewText } from '@tickmark/core';
import type { ReactNode } from 'react';
import { isFull } from './pieces.ts';

/** More of a file, where there is more. */
export interface More {
  has: boolean;
  busy: boolean;
  load: () => void;
}

/** How much of how much is shown, and the way to more of it. */
export function HowMuch({
  pages,
  more,
  children,
}: {
  pages: readonly EvidencePreview[];
  more: More;
  children: ReactNode;
}) {
  const full = isFull(pages);
  return (
    <Group justify="space-between" gap="xs" mt={6}>
      <Text size="xs" c="dimmed" component="output">
        {children}
        {more.has && full ? ' · as much as a page can hold; the download has the rest' : ''}
      </Text>
      {more.has && !full ? (
        <Button variant="default" size="compact-xs" loading={more.busy} onClick={more.load}>
          Show more
        </Button>
      ) : null}
    </Group>
  );
}

export function encodingWords(encoding: PreviewText['encoding'], guessed: boolean): string {
  return guessed ? `${encoding}, which is a guess` : encoding;
}

/** The pieces of a text that were loaded, as one. */
export function textOf(pages: readonly EvidencePreview[]): string {
  return pages.map(({ shown }) => (shown.as === 'text' || shown.as === 'json' ? shown.text : '')).join('');
}

/** Bytes of the file up to the end of what was loaded. */
export function endOf(pages: readonly EvidencePreview[]): number {
  const last = pages.at(-1)?.shown;
  return last?.as === 'text' || last?.as === 'json' ? last.to : 0;
}
