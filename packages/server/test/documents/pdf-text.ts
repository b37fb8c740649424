import { inflateSync } from 'node:zlib';

/**
 * The text a PDF of the renderer shows, in drawing order, without any white space: read from the
 * content streams through each font's ToUnicode map, as a reader's copy and search would.
 */
export function textOf(pdf: Uint8Array): string {
  const raw = Buffer.from(pdf).toString('latin1');
  const objects = new Map<string, string>();
  for (const [, id = '', body = ''] of raw.matchAll(/\n(\d+) 0 obj\n([^]*?)\nendobj/g)) objects.set(id, body);
  const object = (id: string | undefined) => objects.get(id ?? '') ?? '';
  const pages = /\/Kids \[([^\]]*)\]/.exec(raw)?.[1] ?? '';
  const fonts = new Map<string, Map<number, string>>();
  const fontMap = (id: string) => {
    const known = fonts.get(id) ?? characters(stream(object(/\/ToUnicode (\d+) 0 R/.exec(object(id))?.[1])));
    fonts.set(id, known);
    return known;
  };
  return [...pages.matchAll(/(\d+) 0 R/g)]
    .map(([, page]) => {
      const body = object(page);
      const names = new Map([...body.matchAll(/\/(f\d+) (\d+) 0 R/g)].map(([, name = '', id = '']) => [name, id]));
      return shown(stream(object(/\/Contents (\d+) 0 R/.exec(body)?.[1])), (name) => fontMap(names.get(name) ?? ''));
    })
    .join('');
}

/** Text as {@link textOf} gives it: without white space and zero-width spaces. */
export function squeezed(text: string): string {
  return text.replaceAll(/[\s\u200b]/g, '');
}

function stream(body: string): string {
  const start = body.indexOf('stream\n') + 7;
  const data = Buffer.from(body.slice(start, body.lastIndexOf('\nendstream')), 'latin1');
  return body.slice(0, start).includes('/FlateDecode') ? inflateSync(data).toString('latin1') : data.toString('latin1');
}

function characters(map: string): Map<number, string> {
  const found = new Map<number, string>();
  for (const [, glyph = '', units = ''] of map.matchAll(/^<([0-9A-F]{4})> <([0-9A-F]+)>$/gm)) {
    found.set(parseInt(glyph, 16), Buffer.from(units, 'hex').swap16().toString('utf16le'));
  }
  return found;
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** Strings are read character by character, because balanced parentheses stand in them unescaped. */
function shown(content: string, mapOf: (font: string) => Map<number, string>): string {
  let map = new Map<number, string>();
  let text = '';
  const token = /\/(f\d+) [\d.]+ Tf|\(/g;
  for (let found = token.exec(content); found; found = token.exec(content)) {
    if (found[1]) {
      map = mapOf(found[1]);
      continue;
    }
    const { bytes, end } = literal(content, token.lastIndex);
    token.lastIndex = end;
    for (let i = 0; i + 1 < bytes.length; i += 2)
      text += map.get(bytes.charCodeAt(i) * 256 + bytes.charCodeAt(i + 1)) ?? '';
  }
  return squeezed(text);
}

function literal(content: string, start: number): { bytes: string; end: number } {
  let bytes = '';
  let depth = 1;
  let at = start;
  for (; at < content.length; at += 1) {
    const character = content[at] ?? '';
    if (character === '\\') {
      const code = /^(?:[0-7]{1,3}|[^])/.exec(content.slice(at + 1, at + 4))?.[0] ?? '';
      bytes += /^[0-7]/.test(code) ? String.fromCharCode(parseInt(code, 8)) : (escapes[code] ?? code);
      at += code.length;
      continue;
    }
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth === 0) break;
    bytes += character;
  }
  return { bytes, end: at + 1 };
}
