/** Degrees to the right. */
export type Turn = 0 | 90 | 180 | 270;

interface Size {
  width: number;
  height: number;
}

/** Pixels of the screen that a picture takes. */
export function sizeOf(picture: Size, turn: Turn, scale: number): Size {
  const [width, height] = turn % 180 === 0 ? [picture.width, picture.height] : [picture.height, picture.width];
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/** The scale at which all of a picture is seen; small ones are not made larger. */
export function fitting(picture: Size, turn: Turn, room: Size): number {
  const { width, height } = sizeOf(picture, turn, 1);
  if (room.width === 0) return 1;
  return Math.min(1, room.width / width, room.height / height);
}

/**
 * Draws what of a picture is in sight, on a canvas that is as large as what is in sight: a canvas as large as
 * the picture would be more than some browsers have. Behind what is transparent it is white.
 */
export function drawPart(
  canvas: HTMLCanvasElement,
  bitmap: ImageBitmap,
  { scale, turn, room, from }: { scale: number; turn: Turn; room: Size; from: { x: number; y: number } },
): void {
  const ratio = window.devicePixelRatio;
  canvas.width = Math.round(room.width * ratio);
  canvas.height = Math.round(room.height * ratio);
  const context = canvas.getContext('2d');
  if (context === null) return;
  const whole = sizeOf(bitmap, turn, scale);
  const left = Math.max(0, (room.width - whole.width) / 2) - from.x;
  const top = Math.max(0, (room.height - whole.height) / 2) - from.y;
  context.scale(ratio, ratio);
  context.translate(left + whole.width / 2, top + whole.height / 2);
  context.rotate((turn * Math.PI) / 180);
  context.scale(scale, scale);
  context.fillStyle = '#fff';
  context.fillRect(-bitmap.width / 2, -bitmap.height / 2, bitmap.width, bitmap.height);
  context.imageSmoothingEnabled = scale < 3;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, -bitmap.width / 2, -bitmap.height / 2);
}
