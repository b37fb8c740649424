import { inflateRawSync } from 'node:zlib';

/** The parts of a zip file by name, as text, from its central directory (PKWARE APPNOTE 4.3.12). */
export function partsOf(zip: Buffer): Map<string, string> {
  const parts = new Map<string, string>();
  for (let entry = zip.indexOf('PK\x01\x02'); entry >= 0; entry = zip.indexOf('PK\x01\x02', entry + 46)) {
    const name = zip.toString('utf8', entry + 46, entry + 46 + zip.readUInt16LE(entry + 28));
    const local = zip.readUInt32LE(entry + 42);
    const begins = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(begins, begins + zip.readUInt32LE(entry + 20));
    parts.set(name, inflateRawSync(bytes).toString('utf8'));
  }
  return parts;
}
