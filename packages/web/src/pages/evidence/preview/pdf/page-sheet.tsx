import { TextLayer, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { useEffect, useRef, useState } from 'react';
import { Waiting } from '../../../../ui/waiting.tsx';
import type { Turn } from '../drawing.ts';
import classes from '../preview.module.css';
import type { Zoom } from '../zoom-tools.tsx';
import { annotationMode, NoPdf, within } from './open-pdf.ts';
import { markWords, textOfPage } from './page-text.ts';

interface Props {
  document: PDFDocumentProxy;
  page: number;
  zoom: Zoom;
  turn: Turn;
  /** Width of what the page may take, in pixels of the screen. */
  room: number;
  /** What is searched for, to be marked. */
  words: string;
  label: string;
  onScale: (scale: number) => void;
  onNote: (note: string | undefined) => void;
  onFailure: (why: string) => void;
}

const withinMs = 15_000;
/** What every browser gives a canvas, phones too. */
const mostPixels = 16_000_000;
const longestSide = 20_000;
/** Points of a PDF are 72 to the inch, pixels 96. */
const ownSize = 96 / 72;

/** A page on a canvas, with its text over it so that it can be selected. */
export function PageSheet(props: Props) {
  const { document, page, zoom, turn, room, words, label, onScale, onNote, onFailure } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const [sheet, setSheet] = useState<PDFPageProxy>();
  const [drawn, setDrawn] = useState(false);
  const [elements, setElements] = useState<readonly HTMLElement[]>([]);

  useEffect(() => {
    let left = false;
    within(document.getPage(page), withinMs, 'Finding this page takes longer than 15 seconds.').then(
      (found) => !left && setSheet(found),
      (error: unknown) => !left && onFailure(whyNot(error, page)),
    );
    return () => {
      left = true;
    };
  }, [document, page, onFailure]);

  const size = sheet === undefined ? undefined : sizeOf(sheet, zoom, turn, room);

  const shownScale = size === undefined ? undefined : size.scale / ownSize;

  useEffect(() => {
    if (shownScale !== undefined) onScale(shownScale);
  }, [shownScale, onScale]);

  useEffect(() => {
    const place = canvas.current;
    const over = layer.current;
    if (sheet === undefined || place === null || over === null) return undefined;
    const { scale, sharpness } = sizeOf(sheet, zoom, turn, room);
    const rotation = (sheet.rotate + turn) % 360;
    const viewport = sheet.getViewport({ scale: scale * sharpness, rotation });
    place.width = Math.max(1, Math.floor(viewport.width));
    place.height = Math.max(1, Math.floor(viewport.height));
    const task = sheet.render({ canvas: place, viewport, annotationMode, background: '#fff' });
    let left = false;
    let text: TextLayer | undefined;
    const draw = async (): Promise<void> => {
      try {
        await within(task.promise, withinMs, `Drawing page ${page} takes longer than 15 seconds.`);
        setDrawn(true);
        const content = await within(textOfPage(sheet), withinMs, `Reading page ${page} takes longer than 15 seconds.`);
        if (left) return;
        over.replaceChildren();
        over.style.setProperty('--total-scale-factor', String(scale));
        onNote(content === undefined ? 'This page has too much text to select it.' : undefined);
        if (content === undefined) return;
        text = new TextLayer({
          textContentSource: content,
          container: over,
          viewport: sheet.getViewport({ scale, rotation }),
        });
        await text.render();
        if (!left) setElements(text.textDivs as HTMLElement[]);
      } catch (error) {
        if (!left) onFailure(whyNot(error, page));
      }
    };
    void draw();
    return () => {
      left = true;
      task.cancel();
      text?.cancel();
      setElements([]);
    };
  }, [sheet, zoom, turn, room, page, onNote, onFailure]);

  useEffect(() => markWords(elements, words), [elements, words]);

  return (
    <>
      {drawn ? null : <Waiting lines={8} />}
      <div
        className={classes.paper}
        style={size === undefined ? { width: 0, height: 0 } : { width: size.width, height: size.height }}
      >
        <canvas ref={canvas} style={{ width: '100%', height: '100%' }}>
          {label}
        </canvas>
        <div ref={layer} className={classes.layer} />
      </div>
    </>
  );
}

/** How large a page is drawn on the screen, and with how many pixels for each of the screen. */
function sizeOf(sheet: PDFPageProxy, zoom: Zoom, turn: Turn, room: number) {
  const own = sheet.getViewport({ scale: 1, rotation: (sheet.rotate + turn) % 360 });
  const asked = zoom === 'fit' ? Math.max(40, room - 26) / own.width : zoom * ownSize;
  const scale = Math.min(asked, longestSide / own.width, longestSide / own.height);
  const [width, height] = [own.width * scale, own.height * scale];
  const sharpness = Math.min(
    window.devicePixelRatio,
    Math.sqrt(mostPixels / (width * height)),
    8192 / Math.max(width, height),
  );
  return { scale, width, height, sharpness };
}

function whyNot(error: unknown, page: number): string {
  if (error instanceof NoPdf) return error.message;
  return `Page ${page} can’t be drawn: it is damaged.`;
}
