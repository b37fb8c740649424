import { ActionIcon, Group, NumberInput, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { count } from '../../../../ui/moment.ts';
import { Scrollable } from '../../../../ui/scrollable.tsx';
import type { Turn } from '../drawing.ts';
import classes from '../preview.module.css';
import { ZoomTools, zoomKeys, type Zoom } from '../zoom-tools.tsx';
import { PageSheet } from './page-sheet.tsx';
import { SearchPages } from './search-pages.tsx';

interface Props {
  document: PDFDocumentProxy;
  label: string;
  page: number;
  onPage: (page: number) => void;
  onFailure: (why: string) => void;
}

/** One page of an open PDF with the tools to go on, zoom, turn and search. */
export function PdfDesk({ document, label, page: asked, onPage, onFailure }: Props) {
  const stage = useRef<HTMLElement>(null);
  const [zoom, setZoom] = useState<Zoom>('fit');
  const [turn, setTurn] = useState<Turn>(0);
  const [width, setWidth] = useState(0);
  const [scale, setScale] = useState(1);
  const [words, setWords] = useState('');
  const [note, setNote] = useState<string>();
  const pages = document.numPages;
  const page = Math.min(Math.max(1, asked), pages);

  useEffect(() => {
    const watched = stage.current;
    if (watched === null) return undefined;
    const watcher = new ResizeObserver(() => setWidth(watched.clientWidth));
    watcher.observe(watched);
    return () => watcher.disconnect();
  }, []);

  function goTo(next: number): void {
    if (next < 1 || next > pages || next === page) return;
    onPage(next);
    stage.current?.scrollTo(0, 0);
  }

  const onTurn = (): void => setTurn(((turn + 90) % 360) as Turn);

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    zoomKeys(event, { scale, onZoom: setZoom, onTurn });
    const step = stepOf(event);
    if (step === undefined) return;
    event.preventDefault();
    goTo(step === 'first' ? 1 : step === 'last' ? pages : page + step);
  }

  return (
    <div>
      <Group gap="6px 18px" mb={6} align="center">
        <Group gap={6} wrap="nowrap">
          <ActionIcon
            variant="default"
            size={28}
            aria-label="Page before"
            disabled={page === 1}
            onClick={() => goTo(page - 1)}
          >
            <IconChevronLeft size={16} aria-hidden />
          </ActionIcon>
          <NumberInput
            aria-label="Page"
            size="xs"
            w={72}
            min={1}
            max={pages}
            clampBehavior="strict"
            hideControls
            value={page}
            onChange={(value) => typeof value === 'number' && goTo(value)}
          />
          <Text size="xs" c="dimmed" component="output">
            of {count(pages)}
          </Text>
          <ActionIcon
            variant="default"
            size={28}
            aria-label="Next page"
            disabled={page === pages}
            onClick={() => goTo(page + 1)}
          >
            <IconChevronRight size={16} aria-hidden />
          </ActionIcon>
        </Group>
        <ZoomTools scale={scale} fits={zoom === 'fit'} onZoom={setZoom} onTurn={onTurn}>
          {note}
        </ZoomTools>
        <SearchPages document={document} words={words} onWords={setWords} page={page} onPage={goTo} />
      </Group>
      <Scrollable
        ref={stage}
        className={`${classes.stage} ${classes.desk}`}
        label={`Page ${page} of ${label}`}
        onKeyDown={onKeyDown}
      >
        {width === 0 ? null : (
          <PageSheet
            document={document}
            page={page}
            zoom={zoom}
            turn={turn}
            room={width}
            words={words}
            label={`Page ${page} of ${label}`}
            onScale={setScale}
            onNote={setNote}
            onFailure={onFailure}
          />
        )}
      </Scrollable>
      <Text size="xs" c="dimmed" mt={6}>
        Drawn by Tickmark: scripts, forms, links and attachments in it do nothing here. Pictures in it of more than 64
        megapixels are left out. Keys: ← → pages, + − zoom, 0 width.
      </Text>
    </div>
  );
}

/** Which page a key leads to: scrolling comes first, where there is something to scroll. */
function stepOf({
  key,
  ctrlKey,
  metaKey,
  currentTarget,
}: KeyboardEvent<HTMLElement>): 1 | -1 | 'first' | 'last' | undefined {
  const { scrollTop, scrollHeight, clientHeight, scrollWidth, clientWidth } = currentTarget;
  const sideways = scrollWidth > clientWidth + 1;
  if (key === 'ArrowRight' && !sideways) return 1;
  if (key === 'ArrowLeft' && !sideways) return -1;
  if (key === 'PageDown' && scrollTop + clientHeight >= scrollHeight - 2) return 1;
  if (key === 'PageUp' && scrollTop <= 0) return -1;
  if (!ctrlKey && !metaKey) return undefined;
  return key === 'Home' ? 'first' : key === 'End' ? 'last' : undefined;
}
