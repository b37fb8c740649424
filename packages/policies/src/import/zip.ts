import { crc32, inflateRawSync } from 'node:zlib';
import { refusedFile } from './imported.ts';

const maxEntries = 2000;
const maxUnpacked = 64 * 1024 ** 2;
const again = 'Open it in Word and save it again as DOCX, or save it as text and import that.';

interface Entry {
  packed: number;
  unpacked: number;
  stored: boolean;
  sum: number;
  at: number;
}

/** The parts of a ZIP archive (PKWARE APPNOTE 4.3), each unpacked when it is asked for. */
export interface Zip {
  names: readonly string[];
  /** Errors: bad_input for a damaged part. */
  read(name: string): Uint8Array;
}

/**
 * Looks at the directory of an archive before anything of it is unpacked. Errors: bad_input for what is damaged or locked, has
 * more than 2,000 parts, or says that it unpacks to more than 64 MiB.
 */
export function openZip(bytes: Uint8Array): Zip {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let entries: Map<string, Entry>;
  try {
    entries = directory(file);
  } catch (cause) {
    if (cause instanceof RangeError) throw damaged('it ends too early', cause);
    throw cause;
  }
  return {
    names: [...entries.keys()],
    read(name) {
      const entry = entries.get(name);
      if (entry === undefined) throw damaged(`the part ${name} is missing`);
      return unpacked(file, name, entry);
    },
  };
}

/** From its end, where the directory of every archive is told. */
function directory(file: Buffer): Map<string, Entry> {
  const end = file.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (end < 0 || end < file.length - 22 - 0xffff) throw damaged('it has no directory');
  const count = file.readUInt16LE(end + 10);
  if (count > maxEntries) {
    throw refusedFile(
      `The document has ${count.toLocaleString('en')} parts; up to ${maxEntries.toLocaleString('en')} are read.`,
      again,
    );
  }
  const entries = new Map<string, Entry>();
  let place = file.readUInt32LE(end + 16);
  let sum = 0;
  for (let number = 0; number < count; number += 1) {
    if (file.readUInt32LE(place) !== 0x02014b50) throw damaged('its directory is not where it says');
    const [method, lengths] = [file.readUInt16LE(place + 10), [28, 30, 32].map((at) => file.readUInt16LE(place + at))];
    const [length = 0] = lengths;
    const name = file.toString('utf8', place + 46, place + 46 + length);
    if ((file.readUInt16LE(place + 8) & 1) === 1) throw locked();
    if (method !== 0 && method !== 8) throw damaged(`${name} is packed in a way that documents are not`);
    // Two parts of one name: which of them counts depends on who reads it.
    if (entries.has(name)) throw damaged(`it has two parts called ${name}`);
    const entry = {
      stored: method === 0,
      sum: file.readUInt32LE(place + 16),
      packed: file.readUInt32LE(place + 20),
      unpacked: file.readUInt32LE(place + 24),
      at: file.readUInt32LE(place + 42),
    };
    entries.set(name, entry);
    sum += entry.unpacked;
    if (sum > maxUnpacked) {
      throw refusedFile(
        `The document unpacks to more than ${maxUnpacked / 1024 ** 2} MiB.`,
        'Take the pictures out of it, or split it, and import it again.',
      );
    }
    place += 46 + lengths.reduce((all, each) => all + each, 0);
  }
  return entries;
}

function unpacked(file: Buffer, name: string, entry: Entry): Uint8Array {
  try {
    if (file.readUInt32LE(entry.at) !== 0x04034b50) throw damaged(`${name} is not where its directory says`);
    const begins = entry.at + 30 + file.readUInt16LE(entry.at + 26) + file.readUInt16LE(entry.at + 28);
    if (begins + entry.packed > file.length) throw damaged('it ends too early');
    const packed = file.subarray(begins, begins + entry.packed);
    const bytes = entry.stored ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.unpacked) });
    if (bytes.length !== entry.unpacked || crc32(bytes) !== entry.sum)
      throw damaged(`${name} is not what its directory says`);
    return bytes;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && !('field' in cause))
      throw damaged(`${name} can’t be unpacked`, cause);
    throw cause;
  }
}

/** An archive of these texts, packed by nothing: what has been looked at is what is read. */
export function storedZip(parts: Readonly<Record<string, string>>): Buffer {
  const bodies: Buffer[] = [];
  const entries: Buffer[] = [];
  let at = 0;
  for (const [name, text] of Object.entries(parts)) {
    const [bytes, title] = [Buffer.from(text), Buffer.from(name)];
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(bytes.length, 14);
    fields.writeUInt32LE(bytes.length, 18);
    fields.writeUInt16LE(title.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    bodies.push(Buffer.from('PK\x03\x04'), fields, title, bytes);
    entries.push(Buffer.from('PK\x01\x02\x14\0'), fields, place, title);
    at += 30 + title.length + bytes.length;
  }
  const listed = Buffer.concat(entries);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(Object.keys(parts).length, 4);
  end.writeUInt16LE(Object.keys(parts).length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...bodies, listed, Buffer.from('PK\x05\x06'), end]);
}

export function locked(): Error {
  return refusedFile(
    'The document is locked with a password.',
    'Open it in Word, take the password away (File, Info, Protect document), save it and import it again.',
  );
}

export function damaged(what: string, cause?: unknown): Error {
  return refusedFile(`The document is damaged: ${what}.`, again, cause);
}
