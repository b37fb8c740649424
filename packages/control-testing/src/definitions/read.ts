import { testDefinition, type TestDefinition } from '@tickmark/core';
import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import { nearest } from '../expressions/index.ts';

export type Path = readonly (string | number)[];

export interface Place {
  line: number;
  column: number;
}

export interface ReadFault extends Place {
  path: string;
  message: string;
  suggestion: string | null;
}

/** A definition as written, with the places of its parts. */
export interface ReadDefinition {
  definition: TestDefinition | null;
  faults: ReadFault[];
  /** Place of a character of the text at a path; of the path itself with offset 0. */
  place(path: Path, offset?: number): Place;
}

const mostLength = 60_000;

/** Reads YAML and checks its shape; every fault has the line and column where it stands. */
export function readDefinition(yaml: string): ReadDefinition {
  const lines = new LineCounter();
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const failed = (message: string, place: Place): ReadDefinition => ({
    definition: null,
    faults: [{ path: '', message, suggestion: null, ...place }],
    place: () => place,
  });
  if (yaml.length > mostLength)
    return failed(`The definition is longer than ${mostLength} characters.`, { line: 1, column: 1 });
  const document = parseDocument(yaml, { lineCounter: lines, schema: 'core', uniqueKeys: true, prettyErrors: false });
  const broken = document.errors[0];
  if (broken) return failed(`The YAML cannot be read: ${broken.message}`, at(broken.pos[0]));
  const place = (path: Path, offset = 0) => at(offsetOf(document, path, offset, yaml));
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 0 });
  } catch {
    return failed('Anchors and aliases are not used in definitions.', { line: 1, column: 1 });
  }
  const parsed = testDefinition.safeParse(value);
  if (parsed.success) return { definition: parsed.data, faults: [], place };
  const faults = parsed.error.issues.flatMap((issue): ReadFault[] => {
    const path = issue.path.map((p) => (typeof p === 'symbol' ? String(p) : p));
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => {
        const keyPath = [...path, key];
        return {
          path: keyPath.join('.'),
          message: `${key} means nothing here.`,
          suggestion: nearest(key, keysAt(value, path)),
          ...at(keyOffset(document, path, key) ?? offsetOf(document, keyPath, 0, yaml)),
        };
      });
    }
    return [{ path: path.join('.'), message: shapeMessage(path, issue), suggestion: null, ...place(path) }];
  });
  return { definition: null, faults, place };
}

const shapes = testDefinition.options.map((o) => o.shape);

function keysAt(value: unknown, path: Path): string[] {
  if (path.length > 0) return ['title', 'pass', 'population', 'on'];
  const kind = (value as { kind?: unknown } | null)?.kind;
  return Object.keys(shapes.find((s) => s.kind.value === kind) ?? {});
}

function shapeMessage(path: Path, issue: { code: string; message: string }): string {
  const name = path.join('.') || 'The definition';
  if (path.join('.') === 'kind') return 'kind is items, cadence or state.';
  return `${name}: ${issue.message}`;
}

/** Where a key stands, rather than its value. */
function keyOffset(document: Document, path: Path, key: string): number | undefined {
  const map = path.length === 0 ? document.contents : document.getIn(path, true);
  if (!isMap(map)) return undefined;
  const found = map.items.map((pair) => pair.key).find((k) => isScalar(k) && k.value === key);
  return isScalar(found) ? found.range?.[0] : undefined;
}

/** Offset in the YAML of a character of the scalar at a path, or of the nearest part above it. */
function offsetOf(document: Document, path: Path, offset: number, yaml: string): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (!isNode(node) || !node.range) continue;
    if (length === path.length && isScalar(node) && typeof node.value === 'string') {
      return align(yaml, node.range[0], node.range[1], node.value, offset);
    }
    return node.range[0];
  }
  return 0;
}

/** Where character `target` of a scalar's value stands in its source, past quotes, escapes and folded lines. */
function align(source: string, start: number, end: number, value: string, target: number): number {
  let at = start;
  if (/[|>]/.test(source[at] ?? '')) at = source.indexOf('\n', at) + 1;
  else if (/["']/.test(source[at] ?? '')) at += 1;
  let j = 0;
  while (at < end) {
    const space = /\s/.test(source[at] ?? '');
    if (source[at] === value[j]) {
      if (j === target) return at;
      if (source[at] === "'" && source[start] === "'") at += 1;
      j += 1;
    } else if (space && /\s/.test(value[j] ?? '')) {
      if (j === target) return at;
      j += 1;
    }
    at += 1;
  }
  return Math.max(start, end - 1);
}
