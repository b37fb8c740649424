import { Stack } from '@mantine/core';
import type { PreviewShown } from '@tickmark/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { ErrorNotice, Warning } from '../../../ui/notices.tsx';
import { Scrollable } from '../../../ui/scrollable.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import type { WithFile } from '../with-file.ts';
import { drawPart, fitting, sizeOf, type Turn } from './drawing.ts';
import { NotShown } from './not-shown.tsx';
import classes from './preview.module.css';
import { sealedBytes } from './sealed-bytes.ts';
import { ZoomTools, zoomKeys, type Zoom } from './zoom-tools.tsx';

const undecodable = 'The picture can’t be decoded: the file is damaged, or this browser does not know its form.';
const endsEarly = 'The file ends before the picture does, and this browser can’t decode a part of it.';

type Picture = PreviewShown & { as: 'image' };

/**
 * A picture on a canvas: its bytes are decoded to pixels by the browser, and no element of the page ever has
 * the file as its source.
 */
export function PictureOf({ evidence, picture }: { evidence: WithFile; picture: Picture }) {
  const bytes = useQuery(sealedBytes(evidence));
  const bitmap = useBitmap(bytes.data, picture.mediaType);
  if (bytes.error !== null) return <ErrorNotice error={bytes.error} retry={() => void bytes.refetch()} />;
  if (bitmap === 'damaged') return <NotShown why={picture.cut ? endsEarly : undecodable} />;
  if (bitmap === undefined) return <Waiting lines={8} />;
  return (
    <Stack gap="xs">
      {picture.cut ? (
        <Warning>The file ends before the picture does: the rest of it was never in what was sealed.</Warning>
      ) : null}
      <Drawn bitmap={bitmap} label={evidence.fileName} animated={picture.animated} />
    </Stack>
  );
}

function useBitmap(bytes: Blob | undefined, type: Picture['mediaType']): ImageBitmap | 'damaged' | undefined {
  const [bitmap, setBitmap] = useState<ImageBitmap | 'damaged'>();
  useEffect(() => {
    if (bytes === undefined) return undefined;
    let made: ImageBitmap | undefined;
    let left = false;
    // The turn that a camera noted is applied.
    createImageBitmap(new Blob([bytes], { type }), { imageOrientation: 'from-image' }).then(
      (decoded) => {
        made = decoded;
        if (left) decoded.close();
        else setBitmap(decoded);
      },
      () => {
        if (!left) setBitmap('damaged');
      },
    );
    return () => {
      left = true;
      made?.close();
      setBitmap(undefined);
    };
  }, [bytes, type]);
  return bitmap;
}

function Drawn({ bitmap, label, animated }: { bitmap: ImageBitmap; label: string; animated: boolean }) {
  const stage = useRef<HTMLElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [zoom, setZoom] = useState<Zoom>('fit');
  const [turn, setTurn] = useState<Turn>(0);
  const [room, setRoom] = useState({ width: 0, height: 0 });
  const scale = zoom === 'fit' ? fitting(bitmap, turn, room) : zoom;
  const whole = sizeOf(bitmap, turn, scale);

  useEffect(() => {
    const watched = stage.current;
    if (watched === null) return undefined;
    const watcher = new ResizeObserver(() => setRoom({ width: watched.clientWidth, height: watched.clientHeight }));
    watcher.observe(watched);
    return () => watcher.disconnect();
  }, []);

  useEffect(() => {
    const frame = stage.current;
    const sheet = canvas.current;
    if (frame === null || sheet === null || room.width === 0) return undefined;
    const draw = (): void =>
      drawPart(sheet, bitmap, { scale, turn, room, from: { x: frame.scrollLeft, y: frame.scrollTop } });
    draw();
    frame.addEventListener('scroll', draw, { passive: true });
    return () => frame.removeEventListener('scroll', draw);
  }, [bitmap, scale, turn, room]);

  const turnBy90 = (): void => setTurn(((turn + 90) % 360) as Turn);
  const onKeyDown = (event: KeyboardEvent): void => zoomKeys(event, { scale, onZoom: setZoom, onTurn: turnBy90 });
  const [width, height] = turn % 180 === 0 ? [bitmap.width, bitmap.height] : [bitmap.height, bitmap.width];

  return (
    <Stack gap={6}>
      <ZoomTools scale={scale} fits={zoom === 'fit'} onZoom={setZoom} onTurn={turnBy90}>
        {width} × {height} pixels{animated ? '; of an animation the first picture' : ''}
      </ZoomTools>
      <Scrollable
        ref={stage}
        className={`${classes.stage} ${classes.desk}`}
        label={`Picture: ${label}`}
        onKeyDown={onKeyDown}
      >
        <div style={{ width: Math.max(whole.width, room.width), height: Math.max(whole.height, room.height) }}>
          <canvas ref={canvas} className={classes.sheet} style={{ width: room.width, height: room.height }}>
            {`${label}, ${width} by ${height} pixels`}
          </canvas>
        </div>
      </Scrollable>
    </Stack>
  );
}
