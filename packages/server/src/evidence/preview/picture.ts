/** Reads bytes of a file; fewer where it ends. */
export type ReadAt = (at: number, length: number) => Promise<Buffer>;

export interface PictureSize {
  /** Pixels. */
  width: number;
  height: number;
  /** Whether more than one picture is in it. */
  animated: boolean;
}

interface PictureFormat {
  mediaType: string;
  /** Undefined where the file does not say. */
  size: (read: ReadAt) => Promise<PictureSize | undefined>;
  /** What stands where a whole picture ends, within the last 64 KiB; some programs write more behind it. */
  ends: Buffer | undefined;
}

export const pictureFormats = {
  png: { mediaType: 'image/png', size: pngSize, ends: Buffer.from('IEND') },
  jpeg: { mediaType: 'image/jpeg', size: jpegSize, ends: Buffer.from([0xff, 0xd9]) },
  gif: { mediaType: 'image/gif', size: gifSize, ends: Buffer.from([0x00, 0x3b]) },
  webp: { mediaType: 'image/webp', size: webpSize, ends: undefined },
  avif: { mediaType: 'image/avif', size: avifSize, ends: undefined },
} as const satisfies Record<string, PictureFormat>;

const maxParts = 2000;

/** W3C PNG, third edition: the header comes first, and `acTL` before the picture marks an animation. */
async function pngSize(read: ReadAt): Promise<PictureSize | undefined> {
  const header = await read(0, 33);
  if (header.length < 33 || header.toString('latin1', 12, 16) !== 'IHDR') return undefined;
  const size = { width: header.readUInt32BE(16), height: header.readUInt32BE(20) };
  let at = 33;
  for (let part = 0; part < maxParts; part += 1) {
    const head = await read(at, 8);
    if (head.length < 8) break;
    const type = head.toString('latin1', 4, 8);
    if (type === 'IDAT') break;
    if (type === 'acTL') return { ...size, animated: true };
    at += 12 + head.readUInt32BE(0);
  }
  return { ...size, animated: false };
}

/** ITU-T T.81: the size stands in the first frame header, behind whatever cameras wrote before it. */
async function jpegSize(read: ReadAt): Promise<PictureSize | undefined> {
  let at = 2;
  for (let part = 0; part < maxParts; part += 1) {
    const head = await read(at, 9);
    if (head.length < 9 || head[0] !== 0xff) return undefined;
    const marker = head[1] ?? 0;
    if (marker === 0xff) at += 1;
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { width: head.readUInt16BE(7), height: head.readUInt16BE(5), animated: false };
    } else if (marker === 0xda || marker === 0xd9) return undefined;
    else at += 2 + head.readUInt16BE(2);
  }
  return undefined;
}

/** GIF89a: the screen, or the first picture where that is larger, for readers make room for both. */
async function gifSize(read: ReadAt): Promise<PictureSize | undefined> {
  const bytes = await read(0, 1024 * 1024);
  if (bytes.length < 14) return undefined;
  const table = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  const size = { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8), animated: false };
  let at = 13 + table(bytes[10] ?? 0);
  let pictures = 0;
  const passBlocks = (): void => {
    while ((bytes[at] ?? 0) > 0) at += 1 + (bytes[at] ?? 0);
    at += 1;
  };
  while (at + 10 <= bytes.length) {
    if (bytes[at] === 0x21) {
      at += 2;
      passBlocks();
      continue;
    }
    if (bytes[at] !== 0x2c) break;
    pictures += 1;
    if (pictures === 2) return { ...size, animated: true };
    size.width = Math.max(size.width, bytes.readUInt16LE(at + 1) + bytes.readUInt16LE(at + 5));
    size.height = Math.max(size.height, bytes.readUInt16LE(at + 3) + bytes.readUInt16LE(at + 7));
    at += 11 + table(bytes[at + 9] ?? 0);
    passBlocks();
  }
  return pictures === 0 ? undefined : size;
}

/** RFC 9649. */
async function webpSize(read: ReadAt): Promise<PictureSize | undefined> {
  const bytes = await read(0, 30);
  if (bytes.length < 30) return undefined;
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff, animated: false };
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1, animated: false };
    }
    case 'VP8X':
      return {
        width: bytes.readUIntLE(24, 3) + 1,
        height: bytes.readUIntLE(27, 3) + 1,
        animated: ((bytes[20] ?? 0) & 2) !== 0,
      };
    default:
      return undefined;
  }
}

/** ISO/IEC 23008-12: the largest `ispe` of the items, for parts and thumbnails have their own. */
async function avifSize(read: ReadAt): Promise<PictureSize | undefined> {
  const bytes = await read(0, 64 * 1024);
  const animated = bytes.toString('latin1', 8, 12) === 'avis';
  let largest: PictureSize | undefined;
  for (let at = bytes.indexOf('ispe'); at !== -1 && at + 16 <= bytes.length; at = bytes.indexOf('ispe', at + 4)) {
    const [width, height] = [bytes.readUInt32BE(at + 8), bytes.readUInt32BE(at + 12)];
    if (largest === undefined || width * height > largest.width * largest.height) largest = { width, height, animated };
  }
  return largest;
}
