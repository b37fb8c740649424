import { Button, Group, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { useEffect, useState } from 'react';
import { count, quantity } from '../../../../ui/moment.ts';
import { countOf, joined, textOfPage } from './page-text.ts';

interface Props {
  document: PDFDocumentProxy;
  words: string;
  onWords: (words: string) => void;
  page: number;
  onPage: (page: number) => void;
}

interface Found {
  words: string;
  /** Pages that have the words, in their order. */
  pages: number[];
  places: number;
  /** Pages that were read so far. */
  read: number;
  /** Pages whose text could not be read. */
  unread: number;
}

const mostPages = 2000;
const nothing: Found = { words: '', pages: [], places: 0, read: 0, unread: 0 };

/** Searches the text of all pages while one looks at them. A scan has no text, and says so. */
export function SearchPages({ document, words, onWords, page, onPage }: Props) {
  const [typed, setTyped] = useState(words);
  const [reading, setReading] = useState<Found>(nothing);
  const found = reading.words === words ? reading : nothing;
  const last = Math.min(document.numPages, mostPages);

  useEffect(() => {
    const left = new AbortController();
    if (words.trim() !== '') void readAll(document, words, last, setReading, left.signal);
    return () => left.abort();
  }, [document, words, last]);

  const next = (): void => onPage(found.pages.find((each) => each > page) ?? found.pages[0] ?? page);
  const before = (): void => onPage(found.pages.findLast((each) => each < page) ?? found.pages.at(-1) ?? page);

  return (
    <Group gap={6} align="center">
      <TextInput
        type="search"
        size="xs"
        w={190}
        aria-label="Search the pages"
        placeholder="Search the pages"
        leftSection={<IconSearch size={14} aria-hidden />}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          if (event.currentTarget.value === '') onWords('');
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          if (typed !== words) onWords(typed);
          else if (event.shiftKey) before();
          else next();
        }}
      />
      {words.trim() === '' ? null : (
        <>
          <Text size="xs" c="dimmed" component="output">
            {found.read < last ? `Page ${count(found.read)} of ${count(last)}: ` : ''}
            {`${quantity(found.places, 'place')} on ${quantity(found.pages.length, 'page')}`}
            {found.unread > 0 ? `; ${quantity(found.unread, 'page')} could not be read` : ''}
            {document.numPages > mostPages ? `; the first ${count(mostPages)} pages` : ''}
          </Text>
          <Button variant="default" size="compact-xs" disabled={found.pages.length === 0} onClick={next}>
            Next page with it
          </Button>
        </>
      )}
    </Group>
  );
}

/** Tells after each page what was found so far. */
async function readAll(
  document: PDFDocumentProxy,
  words: string,
  last: number,
  tell: (found: Found) => void,
  left: AbortSignal,
): Promise<void> {
  let found: Found = { ...nothing, words };
  for (let number = 1; number <= last; number += 1) {
    const text = await textOf(document, number);
    if (left.aborted) return;
    const places = text === undefined ? 0 : countOf(text, words);
    found = {
      words,
      pages: places > 0 ? [...found.pages, number] : found.pages,
      places: found.places + places,
      read: number,
      unread: found.unread + (text === undefined ? 1 : 0),
    };
    tell(found);
  }
}

async function textOf(document: PDFDocumentProxy, number: number): Promise<string | undefined> {
  try {
    const text = await textOfPage(await document.getPage(number));
    return text === undefined ? undefined : joined(text);
  } catch {
    return undefined;
  }
}
