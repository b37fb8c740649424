import { TickmarkError } from '@tickmark/core/errors';
import { SaxesParser } from 'saxes';
import { textOf } from '../bytes.ts';
import { damaged } from './zip.ts';

export type Attributes = Readonly<Record<string, string>>;

/** What a reader of a part does with it. Names come without their prefix. */
export interface XmlReader {
  open(name: string, attributes: Attributes): void;
  close(name: string): void;
  /** Text between tags, in one piece. */
  text(text: string): void;
}

const maxDepth = 100;
/** Longest tag or text. A cell of Excel holds at most 32,767 characters. */
const maxPiece = 4 * 1024 ** 2;

/**
 * Feeds the XML of a part to its reader and yields after each chunk. A document type is refused, and
 * with it every entity that XML does not know by itself; nothing outside the part is ever fetched.
 * Throws `population_invalid` with the part and the line.
 */
export async function* readXml(bytes: AsyncIterable<Buffer>, part: string, reader: XmlReader): AsyncGenerator<void> {
  const parser = new SaxesParser({ xmlns: false, fileName: part });
  let depth = 0;
  let pending = 0;
  const fault = (what: string): never => {
    throw damaged(`${part}, line ${parser.line}: ${what}`);
  };
  parser.on('error', (error) => fault(error.message.replace(/^.*?\d+:\d+: /, '')));
  parser.on('doctype', () => fault('it has a document type, which workbooks must not'));
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && !/^utf-?8$/i.test(encoding)) fault(`it is written in ${encoding}, not UTF-8`);
  });
  parser.on('opentag', (tag) => {
    pending = 0;
    depth += 1;
    if (depth > maxDepth) fault(`more than ${maxDepth} levels`);
    reader.open(localName(tag.name), tag.attributes);
  });
  parser.on('closetag', (tag) => {
    pending = 0;
    depth -= 1;
    reader.close(localName(tag.name));
  });
  parser.on('text', (text) => reader.text(text));
  parser.on('cdata', (text) => reader.text(text));
  try {
    for await (const text of textOf(bytes)) {
      pending += text.length;
      parser.write(text);
      if (pending > maxPiece) fault('a tag or text over 4 MiB');
      yield;
    }
  } catch (error) {
    if (error instanceof TickmarkError && error.code === 'unsupported_media') throw damaged(`${part} is not UTF-8`);
    throw error;
  }
  parser.close();
  yield;
}

/** Reads a part that is small by nature to its end. */
export async function readWhole(bytes: AsyncIterable<Buffer>, part: string, reader: XmlReader): Promise<void> {
  for await (const _ of readXml(bytes, part, reader)) void _;
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}

/** An attribute by its name without prefix. */
export function attribute(attributes: Attributes, name: string): string | undefined {
  return attributes[name] ?? Object.entries(attributes).find(([key]) => key.endsWith(`:${name}`))?.[1];
}
