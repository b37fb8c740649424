import type { Evidence, EvidencePreview, PreviewShown } from '@tickmark/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { call } from '../../../api.ts';
import { currentPlace } from '../../../api/place.ts';

/** Characters of a text that a page holds; the rest is for a download. */
const mostCharacters = 4 * 1024 * 1024;
const mostRows = 20_000;

interface Asked {
  as?: 'text' | undefined;
  sheet?: string | undefined;
}

/** What is shown of a file, the first piece at once and the others when they are asked for. Sealed bytes never change. */
export function usePieces({ id, size }: Pick<Evidence, 'id' | 'size'>, { as, sheet }: Asked) {
  return useInfiniteQuery({
    queryKey: [currentPlace().organizationId, 'evidence.preview', { id, as, sheet }],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) => call('evidence.preview', { id, as, sheet, from: pageParam }, { signal }),
    getNextPageParam: ({ shown }: EvidencePreview) => nextOf(shown, size),
    staleTime: 'static',
  });
}

function nextOf(shown: PreviewShown, size: number): number | undefined {
  if (shown.as === 'table') return shown.next ?? undefined;
  return (shown.as === 'text' || shown.as === 'json') && shown.to < size ? shown.to : undefined;
}

/** Whether the page holds as much as it should. */
export function isFull(pages: readonly EvidencePreview[]): boolean {
  let characters = 0;
  let rows = 0;
  for (const { shown } of pages) {
    if (shown.as === 'table') rows += shown.rows.length;
    else if (shown.as === 'text' || shown.as === 'json') characters += shown.text.length;
  }
  return characters >= mostCharacters || rows >= mostRows;
}
