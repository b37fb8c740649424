/**
 * A value of a JSON text in the order of the text. Numbers keep the digits they are written in, and a name that stands
 * twice is there twice: what `JSON.parse` would round or drop stays to be seen.
 */
export interface JsonNode {
  /** Name in an object, place in an array, null for the whole. */
  name: string | number | null;
  depth: number;
  kind: 'object' | 'array' | 'text' | 'number' | 'word';
  /** A number as written, a text with its escapes read; empty for objects and arrays. */
  value: string;
  /** Members of an object or array. */
  size: number;
  /** Index of what holds it; -1 for the whole. */
  parent: number;
  /** Index behind the last node inside it. */
  end: number;
}

/** Where a text is no JSON, in words. */
export class NoJson extends Error {
  override readonly name = 'NoJson';
}

const mostNodes = 500_000;
const token = /[\s\uFEFF]*(?:([{}[\],:])|(")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null))/y;

/** All nodes of a JSON text (RFC 8259), each before what is in it. Deep nesting takes no stack. Throws NoJson. */
export function readJson(text: string): JsonNode[] {
  return new JsonReader(text).read();
}

type Wanted = 'value' | 'value or end' | 'name' | 'name or end' | 'colon' | 'comma or end' | 'nothing';

class JsonReader {
  readonly #text: string;
  readonly #nodes: JsonNode[] = [];
  readonly #open: number[] = [];
  #at = 0;
  #name: string | null = null;
  #wants: Wanted = 'value';

  constructor(text: string) {
    this.#text = text;
  }

  read(): JsonNode[] {
    for (;;) {
      token.lastIndex = this.#at;
      const found = token.exec(this.#text);
      if (found === null) break;
      const [whole, sign, quote, number, word] = found;
      this.#at += whole.length;
      if (sign !== undefined) this.#sign(sign);
      else if (quote !== undefined) this.#quoted();
      else if (number !== undefined) this.#add('number', number);
      else this.#add('word', word ?? '');
    }
    if (this.#text.slice(this.#at).trim() !== '' || this.#wants !== 'nothing') this.#fault();
    return this.#nodes;
  }

  #sign(sign: string): void {
    if (sign === '{') this.#add('object', '');
    else if (sign === '[') this.#add('array', '');
    else if (sign === '}') this.#close('object');
    else if (sign === ']') this.#close('array');
    else if (sign === ':' && this.#wants === 'colon') this.#wants = 'value';
    else if (sign === ',' && this.#wants === 'comma or end') {
      this.#wants = this.#holder()?.kind === 'object' ? 'name' : 'value';
    } else this.#fault();
  }

  /** From behind the quote that opens. */
  #quoted(): void {
    const end = endOfText(this.#text, this.#at);
    const value = unquoted(this.#text.slice(this.#at - 1, end)) ?? this.#fault();
    this.#at = end;
    if (this.#wants !== 'name' && this.#wants !== 'name or end') return this.#add('text', value);
    this.#name = value;
    this.#wants = 'colon';
  }

  #add(kind: JsonNode['kind'], value: string): void {
    if (this.#wants !== 'value' && this.#wants !== 'value or end') this.#fault();
    const holder = this.#holder();
    const index = this.#nodes.length;
    if (index >= mostNodes) throw new NoJson(`It has more than ${mostNodes.toLocaleString('en')} values.`);
    if (holder !== undefined) holder.size += 1;
    const name = holder?.kind === 'array' ? holder.size - 1 : this.#name;
    const parent = this.#open.at(-1) ?? -1;
    this.#nodes.push({ name, depth: this.#open.length, kind, value, size: 0, parent, end: index + 1 });
    this.#name = null;
    if (kind === 'object' || kind === 'array') {
      this.#open.push(index);
      this.#wants = kind === 'object' ? 'name or end' : 'value or end';
    } else this.#ended();
  }

  #close(kind: 'object' | 'array'): void {
    const holder = this.#holder();
    const may = this.#wants === 'comma or end' || this.#wants === (kind === 'object' ? 'name or end' : 'value or end');
    if (holder?.kind !== kind || !may) return this.#fault();
    holder.end = this.#nodes.length;
    this.#open.pop();
    this.#ended();
  }

  #ended(): void {
    this.#wants = this.#open.length === 0 ? 'nothing' : 'comma or end';
  }

  #holder(): JsonNode | undefined {
    return this.#nodes[this.#open.at(-1) ?? -1];
  }

  #fault(): never {
    throw new NoJson(`Line ${this.#text.slice(0, this.#at).split('\n').length} is no JSON.`);
  }
}

/** Behind the quote that ends a text whose characters begin at `from`; a quote behind an odd number of backslashes is one of them. */
function endOfText(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text.charAt(at - 1 - slashes) === '\\') slashes += 1;
    if (slashes % 2 === 0) return at + 1;
  }
  return text.length;
}

function unquoted(quoted: string): string | undefined {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return undefined;
  }
}

/** Indexes of the nodes in sight: all but those inside what is closed. */
export function inSight(nodes: readonly JsonNode[], opened: ReadonlySet<number>): number[] {
  const shown: number[] = [];
  for (let index = 0; index < nodes.length;) {
    const node = nodes[index];
    if (node === undefined) break;
    shown.push(index);
    index = opened.has(index) || node.size === 0 ? index + 1 : node.end;
  }
  return shown;
}

/** Indexes of the nodes whose name or value has the words, whatever their case. */
export function matching(nodes: readonly JsonNode[], words: string): number[] {
  const wanted = words.trim().toLowerCase();
  if (wanted === '') return [];
  return nodes.flatMap(({ name, value }, index) =>
    (typeof name === 'string' && name.toLowerCase().includes(wanted)) || value.toLowerCase().includes(wanted)
      ? [index]
      : [],
  );
}

/** What holds a node, from the nearest on. */
export function holdersOf(nodes: readonly JsonNode[], index: number): number[] {
  const holders: number[] = [];
  for (let at = nodes[index]?.parent ?? -1; at >= 0; at = nodes[at]?.parent ?? -1) holders.push(at);
  return holders;
}
