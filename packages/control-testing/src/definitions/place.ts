import { testDefinition } from '@tickmark/core';
import { parseDocument } from 'yaml';

/** What a half-written definition names; what cannot be read is absent. */
export interface Draft {
  kind: string | undefined;
  population: string | undefined;
  /** Population kind of each relation. */
  relations: ReadonlyMap<string, string | undefined>;
}

/** Where the cursor stands in a half-written definition. */
export type Place =
  | { at: 'key'; path: readonly string[]; written: string; present: ReadonlySet<string> }
  | { at: 'value'; key: string; written: string }
  | { at: 'expression'; key: string; relation: string | undefined; before: string }
  | { at: 'nowhere' };

const expressionKeys = ['where', 'pass', 'on', 'at', 'observed', 'subject'];
const keyLine = /^(\s*)(?:- )?([A-Za-z_][\w-]*):(?:\s|$)/;

/** Reads what it can of a definition that need not be well formed where it is being written. */
export function draftOf(yaml: string, offset: number): Draft {
  const start = yaml.lastIndexOf('\n', offset - 1) + 1;
  const end = yaml.indexOf('\n', offset);
  const line = yaml.slice(start, end === -1 ? yaml.length : end);
  const rest = yaml.slice(0, start) + ' '.repeat(line.length) + (end === -1 ? '' : yaml.slice(end));
  const value = plain(rest);
  const relations = new Map<string, string | undefined>();
  for (const [name, relation] of Object.entries(record(value.relations)))
    relations.set(name, textOf(record(relation).population));
  const inline = /^\s+(\w+):\s*\{.*?\bpopulation:\s*([\w-]+)/.exec(line);
  if (inline?.[1] !== undefined) relations.set(inline[1], inline[2]);
  const own = (key: string) => new RegExp(`^${key}:\\s*([\\w-]+)`).exec(line)?.[1];
  return {
    kind: textOf(value.kind) ?? own('kind'),
    population: textOf(value.population) ?? own('population'),
    relations,
  };
}

/** Where an offset of a definition stands. Lines are read on their own, so a fault elsewhere does not matter. */
export function placeOf(yaml: string, offset: number): Place {
  const lines = yaml.slice(0, offset).split('\n');
  const line = lines.at(-1) ?? '';
  const parents = parentsOf(lines, line.length - line.trimStart().length);
  const flow = flowOf(line);
  if (flow) return inFlow(flow, [...parents, flow.name]);
  const keyed = keyLine.exec(line);
  if (keyed) return valuePlace(keyed[2] ?? '', line.slice(keyed[0].length), parents);
  const holder = parents.at(-1);
  if (holder !== undefined && (expressionKeys.includes(holder) || holder === 'description' || holder === 'title')) {
    const start = lines.findLastIndex((l) => keyLine.exec(l)?.[2] === holder);
    const text = [
      lines[start]?.slice(keyLine.exec(lines[start] ?? '')?.[0].length ?? 0),
      ...lines.slice(start + 1),
    ].join('\n');
    return valuePlace(holder, text, parents.slice(0, -1));
  }
  const bare = /^\s*([\w-]*)$/.exec(line);
  if (!bare) return { at: 'nowhere' };
  const indent = line.length - line.trimStart().length;
  const path = indent === 0 ? [] : parents;
  return { at: 'key', path, written: bare[1] ?? '', present: siblings(yaml, lines.length - 1, indent) };
}

function valuePlace(key: string, rest: string, parents: readonly string[]): Place {
  if (expressionKeys.includes(key)) {
    return { at: 'expression', key, relation: parents[0] === 'relations' ? parents[1] : undefined, before: rest };
  }
  return /^\s*[\w-]*$/.test(rest) ? { at: 'value', key, written: rest.trimStart() } : { at: 'nowhere' };
}

/** Keys above a line of some indentation, outermost first. */
function parentsOf(lines: readonly string[], indent: number): string[] {
  const parents: string[] = [];
  let least = indent;
  for (let i = lines.length - 2; i >= 0 && least > 0; i -= 1) {
    const keyed = keyLine.exec(lines[i] ?? '');
    const depth = keyed?.[1]?.length ?? Number.POSITIVE_INFINITY;
    if (depth >= least) continue;
    parents.unshift(keyed?.[2] ?? '');
    least = depth;
  }
  return parents;
}

/** The open `{ …` of a line such as `A: { title: …, pass: '…`. */
function flowOf(line: string): { name: string; inside: string } | null {
  const opened = /^\s*([\w-]+):\s*\{(.*)$/.exec(line);
  return opened && !/\}\s*$/.test(opened[2] ?? '') ? { name: opened[1] ?? '', inside: opened[2] ?? '' } : null;
}

function inFlow({ inside }: { inside: string }, path: readonly string[]): Place {
  const pairs = /(?:^|,)\s*([A-Za-z_]\w*):\s/g;
  const present = new Set<string>();
  let last: { key: string; end: number } | undefined;
  for (const found of inside.matchAll(pairs)) {
    const key = found[1] ?? '';
    if (!['title', 'pass', 'population', 'on'].includes(key)) continue;
    present.add(key);
    last = { key, end: found.index + found[0].length };
  }
  const rest = inside.slice(last?.end ?? 0);
  const open =
    last === undefined
      ? /^\s*(\w*)$/.exec(rest)
      : /^(?:'(?:[^']|'')*'|"(?:[^"\\]|\\.)*"|[^'"][^,]*),\s*(\w*)$/.exec(rest);
  if (open) return { at: 'key', path, written: open[1] ?? '', present };
  return last === undefined ? { at: 'nowhere' } : valuePlace(last.key, rest, path);
}

/** Keys beside a line, at its indentation and under the same parent. */
function siblings(yaml: string, index: number, indent: number): Set<string> {
  const lines = yaml.split('\n');
  const keys = new Set<string>();
  const look = (from: number, step: 1 | -1) => {
    for (let i = from; i >= 0 && i < lines.length; i += step) {
      const line = lines[i] ?? '';
      if (line.trim() === '') continue;
      const depth = line.length - line.trimStart().length;
      if (depth < indent) return;
      const key = keyLine.exec(line)?.[2];
      if (depth === indent && key !== undefined) keys.add(key);
    }
  };
  look(index - 1, -1);
  look(index + 1, 1);
  return keys;
}

/** Keys that a kind of test knows; of every kind while none is chosen. */
export function topKeys(kind: string | undefined): string[] {
  const known = testDefinition.options.filter((o) => o.shape.kind.value === kind);
  const shapes = known.length > 0 ? known : testDefinition.options;
  return [...new Set(shapes.flatMap((o) => Object.keys(o.shape)))];
}

function plain(yaml: string): Record<string, unknown> {
  try {
    return record(parseDocument(yaml, { schema: 'core', uniqueKeys: false }).toJS({ maxAliasCount: 0 }));
  } catch {
    return {};
  }
}

function record(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
