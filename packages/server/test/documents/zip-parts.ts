import { inflateRawSync } from 'node:zlib';

/** The parts of a zip file by name, as text. */
export function partsOf(zip: Buffer): Map<string, string> {
  return new Map([...filesOf(zip)].map(([name, bytes]) => [name, bytes.toString('utf8')]));
}

/** The parts of a zip file by name, from its central directory (PKWARE APPNOTE 4.3.12). */
export function filesOf(zip: Buffer): Map<string, Buffer> {
  const parts = new Map<string, Buffer>();
  for (let entry = zip.indexOf('PK\x01\x02'); entry >= 0; entry = zip.indexOf('PK\x01\x02', entry + 46)) {
    const name = zip.toString('utf8', entry + 46, entry + 46 + zip.readUInt16LE(entry + 28));
    const local = zip.readUInt32LE(entry + 42);
    const begins = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(begins, begins + zip.readUInt32LE(entry + 20));
    parts.set(name, inflateRawSync(bytes));
  }
  return parts;
}

/** What is wrong with an XML text; null where each element that begins ends in its place. */
export function faultOf(xml: string): string | null {
  const open: string[] = [];
  const rest = xml
    .replace(/^<\?xml[^?]*\?>\n/, '')
    .replace(/<(\/?)([\w:]+)((?:\s+[\w:]+="[^"<]*")*)\s*(\/?)>/g, (tag, end, name, _attributes, empty) => {
      if (end === '/') {
        const last = open.pop();
        if (last !== name) open.push(`${tag} ends ${last}`);
      } else if (empty === '') open.push(String(name));
      return '';
    });
  if (open.length > 0) return open.join(' ');
  return /[<>]|&(?!amp;|lt;|gt;|quot;)/.exec(rest)?.[0] ?? null;
}
