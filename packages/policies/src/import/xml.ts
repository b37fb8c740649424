import { refusedFile } from './imported.ts';
import { damaged } from './zip.ts';

export type XmlNode = XmlElement | string;

/** An element with its name under the prefix that Word gives its namespace, whatever prefix the file has. Texts and values are as written, with their `&amp;`. */
export interface XmlElement {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: readonly XmlNode[];
}

const office = 'http://schemas.openxmlformats.org';
const strict = 'http://purl.oclc.org/ooxml';
const namespaces: Readonly<Record<string, string>> = {
  w: `${office}/wordprocessingml/2006/main`,
  r: `${office}/officeDocument/2006/relationships`,
  wp: `${office}/drawingml/2006/wordprocessingDrawing`,
  a: `${office}/drawingml/2006/main`,
  pic: `${office}/drawingml/2006/picture`,
  m: `${office}/officeDocument/2006/math`,
  mc: `${office}/markup-compatibility/2006`,
  rel: `${office}/package/2006/relationships`,
  v: 'urn:schemas-microsoft-com:vml',
  o: 'urn:schemas-microsoft-com:office:office',
  w14: 'http://schemas.microsoft.com/office/word/2010/wordml',
};
const prefixes = new Map([
  ...Object.entries(namespaces).map(([prefix, uri]): [string, string] => [uri, prefix]),
  [`${strict}/wordprocessingml/main`, 'w'],
  [`${strict}/officeDocument/relationships`, 'r'],
  [`${strict}/drawingml/wordprocessingDrawing`, 'wp'],
  [`${strict}/drawingml/main`, 'a'],
  [`${strict}/drawingml/picture`, 'pic'],
  [`${strict}/officeDocument/math`, 'm'],
]);
/** Elements of any other namespace keep their local name under this one; nothing here reads them. */
const other = 'x';

const maxDepth = 150;
const maxNamespaces = 200;
/** A text of 100 pages has 30,000, and several times as many where its words were edited often. */
const maxElements = 400_000;
const piece =
  /<!--[^]*?-->|<!\[CDATA\[([^]*?)\]\]>|<\?[^]*?\?>|<(\/?)([^\s<>/!?]+)((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>|[^<]+|</g;
const attribute = /\s([^\s=<>"'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const strangeEntity = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-f]{1,6});)/i;

/** Reads a part. A document type is refused, and so is every entity that XML does not know by itself. Errors: bad_input. */
export function readXml(bytes: Uint8Array, part: string): XmlElement {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw damaged(`${part} is not UTF-8`, cause);
  }
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw damaged(`${part} has a document type, which documents must not`);
  if (strangeEntity.test(text)) throw damaged(`${part} has an entity that is not known`);
  return new Tree(part).read(text);
}

interface Open {
  tag: string;
  name: string;
  attributes: Record<string, string>;
  children: XmlNode[];
  known: ReadonlyMap<string, string>;
}

class Tree {
  readonly #part: string;
  #root: XmlElement | undefined;
  #open: Open[] = [];
  #count = 0;

  constructor(part: string) {
    this.#part = part;
  }

  read(text: string): XmlElement {
    for (const [all, data, end, tag, rest = ''] of text.matchAll(piece)) {
      if (data !== undefined) this.#add(data.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
      else if (tag === undefined) this.#text(all);
      else if (end === '/') this.#close(tag);
      else this.#begin(tag, rest);
    }
    if (this.#root === undefined || this.#open.length > 0) throw damaged(`${this.#part} ends too early`);
    return this.#root;
  }

  #text(all: string): void {
    if (all === '<') throw damaged(`${this.#part} is no XML`);
    if (!all.startsWith('<')) this.#add(all);
  }

  #add(node: XmlNode): void {
    const parent = this.#open.at(-1);
    if (parent !== undefined) parent.children.push(node);
    else if (typeof node !== 'string') {
      if (this.#root !== undefined) throw damaged(`${this.#part} has two roots`);
      this.#root = node;
    }
  }

  #begin(tag: string, rest: string): void {
    this.#count += 1;
    if (this.#count > maxElements)
      throw refusedFile(
        `${this.#part} has more than ${maxElements.toLocaleString('en')} elements.`,
        'Split the document.',
      );
    if (this.#open.length >= maxDepth) throw damaged(`${this.#part} has more than ${maxDepth} levels`);
    const written = [...rest.matchAll(attribute)].map(([, key = '', double, single]) => ({
      key,
      value: double ?? single ?? '',
    }));
    const declared = written.filter(({ key }) => key === 'xmlns' || key.startsWith('xmlns:'));
    const outer = this.#open.at(-1)?.known ?? new Map<string, string>();
    const known =
      declared.length === 0
        ? outer
        : new Map([...outer, ...declared.map(({ key, value }): [string, string] => [key.slice(6), value])]);
    if (known.size > maxNamespaces) throw damaged(`${this.#part} has more than ${maxNamespaces} namespaces`);
    const attributes: Record<string, string> = {};
    for (const { key, value } of written)
      if (!key.startsWith('xmlns')) attributes[key.includes(':') ? named(key, known) : key] = value;
    this.#open.push({ tag, name: named(tag, known), attributes, children: [], known });
    if (rest.endsWith('/')) this.#close(tag);
  }

  #close(tag: string): void {
    const last = this.#open.pop();
    if (last?.tag !== tag) throw damaged(`${this.#part} has an end of ${tag} where there is none`);
    this.#add({ name: last.name, attributes: last.attributes, children: last.children });
  }
}

function named(tag: string, known: ReadonlyMap<string, string>): string {
  const colon = tag.indexOf(':');
  const prefix = colon === -1 ? '' : tag.slice(0, colon);
  if (prefix === 'xml') return tag;
  return `${prefixes.get(known.get(prefix) ?? '') ?? other}:${tag.slice(colon + 1)}`;
}

/** An element as a part of its own. */
export function writeXml(root: XmlElement): string {
  const declared = Object.fromEntries(
    Object.entries({ ...namespaces, [other]: 'other' }).map(([prefix, uri]) => [`xmlns:${prefix}`, uri]),
  );
  return written({ ...root, attributes: { ...declared, ...root.attributes } });
}

function written(node: XmlNode): string {
  if (typeof node === 'string') return node;
  const attributes = Object.entries(node.attributes).map(
    ([key, value]) => ` ${key}="${value.replaceAll('"', '&quot;')}"`,
  );
  return `<${node.name}${attributes.join('')}>${node.children.map(written).join('')}</${node.name}>`;
}

export function element(
  name: string,
  attributes: Readonly<Record<string, string>> = {},
  children: readonly XmlNode[] = [],
): XmlElement {
  return { name, attributes, children };
}

/** The first child of a name, of the child of that name, and so on. */
export function childOf(node: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined {
  return path.reduce<XmlElement | undefined>(
    (parent, name) => elementsOf(parent).find((each) => each.name === name),
    node,
  );
}

export function elementsOf(node: XmlElement | undefined): XmlElement[] {
  return (node?.children ?? []).filter((child) => typeof child !== 'string');
}

/** Whether it or something within it has one of these names. */
export function holds(node: XmlElement, ...names: readonly string[]): boolean {
  return names.includes(node.name) || elementsOf(node).some((child) => holds(child, ...names));
}

/** Its `w:val`. */
export function valueOf(node: XmlElement | undefined): string | undefined {
  return node?.attributes['w:val'];
}

/** Whether a switch such as `w:vanish` is there and on. */
export function isOn(node: XmlElement | undefined): boolean {
  return node !== undefined && !['0', 'false', 'off', 'none'].includes(valueOf(node) ?? 'true');
}
