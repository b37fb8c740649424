import { crc32, deflateSync } from 'node:zlib';

interface Size {
  width: number;
  height: number;
}

/** A PNG of one colour. `claims` is what its header says, where that is not what is in it. */
export function png({ width, height }: Size, claims: Size = { width, height }): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(claims.width, 0);
  header.writeUInt32BE(claims.height, 4);
  header.set([8, 2], 8);
  const line = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, Buffer.from([14, 112, 128]))]);
  const lines = Buffer.concat(Array.from({ length: height }, () => line));
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(lines)), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), ...parts]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/**
 * A grey JPEG: each table has one code, so every block of 8 × 8 is two bits. `orientation` is that of Exif,
 * from 1 to 8.
 */
export function jpeg({ width, height }: Size, orientation?: number): Buffer {
  const segment = (marker: number, data: number[]): Buffer =>
    Buffer.from([0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 255, ...data]);
  const code = (tableClass: number): Buffer => segment(0xc4, [tableClass << 4, 1, ...Array<number>(15).fill(0), 0]);
  const exif = [
    ...Buffer.from('Exif\0\0MM\0*\0\0\0\u0008\0\u0001'),
    1,
    0x12,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    orientation ?? 1,
    0,
    0,
    0,
    0,
    0,
    0,
  ];
  const blocks = Math.ceil(width / 8) * Math.ceil(height / 8);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    ...(orientation === undefined ? [] : [segment(0xe1, exif)]),
    segment(0xdb, [0, ...Array<number>(64).fill(1)]),
    segment(0xc0, [8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0]),
    code(0),
    code(1),
    segment(0xda, [1, 1, 0, 0, 63, 0]),
    Buffer.alloc(Math.ceil(blocks / 4)),
    Buffer.from([0xff, 0xd9]),
  ]);
}

/**
 * A GIF of one pixel on a wide screen. With `script` it is a script at once: the width reads as the beginning of a
 * comment, which ends behind the picture.
 */
export function gif(script?: string): Buffer {
  const comment = Buffer.from(script === undefined ? '' : `*/=1;${script}/*`);
  const pixel = [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0];
  return Buffer.concat([
    Buffer.from('GIF89a/*'),
    Buffer.from([10, 0, 0x80, 0, 0, 255, 0, 0, 0, 255, 0]),
    Buffer.from(pixel),
    ...(comment.length === 0 ? [] : [Buffer.from([0x21, 0xfe, comment.length]), comment, Buffer.from([0])]),
    Buffer.from([0x3b]),
    ...(comment.length === 0 ? [] : [Buffer.from('*/')]),
  ]);
}
