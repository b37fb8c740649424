import type { ScopeDiagram } from '@tickmark/core';

/** Where things stand on paper, in pixels from the upper left. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

type Node = ScopeDiagram['nodes'][number];
type Edge = ScopeDiagram['edges'][number];

export interface PlacedNode extends Box {
  node: Node;
  /** The name, in lines that fit. */
  lines: string[];
  /** Names of other environments it runs in. */
  also: string[];
}

export interface PlacedEdge {
  edge: Edge;
  /** Of an SVG path. */
  path: string;
  label: { x: number; y: number; text: string } | null;
}

export interface Layout {
  width: number;
  height: number;
  boundary: Box | null;
  environments: (Box & { name: string })[];
  outside: (Box & { name: string }) | null;
  nodes: PlacedNode[];
  edges: PlacedEdge[];
}

const size = { width: 156, height: 54 };
const gap = { x: 136, y: 20 };
const margin = 24;
const padding = 20;
const headline = 26;
/** Systems side by side that no flow puts in an order. */
const loose = 4;

/**
 * Places a diagram: users at the left, the boundary with a band for each environment, vendors at the right, and below what is
 * out of scope. Within a band systems stand in columns by how far they are down the flows. The same diagram gives the same
 * places.
 */
export function layoutOf(diagram: ScopeDiagram): Layout {
  const { nodes, edges } = diagram;
  const inside = nodes.filter(({ place }) => place === 'in');
  const layers = layersOf(inside, edges);
  const linked = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const bands = [
    ...diagram.environments.map(({ id, name }) => ({
      name,
      own: inside.filter(({ environments }) => environments[0] === id),
    })),
    { name: 'In no environment', own: inside.filter(({ environments }) => environments.length === 0) },
  ].filter(({ own }) => own.length > 0);
  const users = nodes.filter(({ place }) => place === 'users');
  const left = margin + (users.length === 0 ? 0 : size.width + gap.x);
  const placed: PlacedNode[] = [];
  const environments: Layout['environments'] = [];
  const put = (node: Node, x: number, y: number): void => {
    const also = node.environments
      .slice(1)
      .flatMap((id) => diagram.environments.find((each) => each.id === id)?.name ?? []);
    placed.push({ node, x, y, ...size, lines: fitted(node.name), also });
  };
  const columns = Math.max(
    1,
    ...bands.map(({ own }) => {
      const ordered = own.filter(({ id }) => linked.has(id)).map(({ id }) => layers.get(id) ?? 0);
      return Math.max(1 + Math.max(-1, ...ordered), Math.min(loose, own.length - ordered.length));
    }),
  );
  const inner = columns * (size.width + gap.x) - gap.x;
  let y = margin + headline;
  for (const { name, own } of bands) {
    const top = y;
    y += headline;
    const ordered = own.filter(({ id }) => linked.has(id));
    const rows = Array.from({ length: columns }, (_, layer) =>
      ordered.filter(({ id }) => (layers.get(id) ?? 0) === layer),
    );
    for (const [layer, nodesOf] of rows.entries()) {
      for (const [row, node] of nodesOf.entries()) {
        put(node, left + 2 * padding + layer * (size.width + gap.x), y + row * (size.height + gap.y));
      }
    }
    y += Math.max(0, ...rows.map(({ length }) => length)) * (size.height + gap.y);
    const rest = own.filter(({ id }) => !linked.has(id));
    for (const [place, node] of rest.entries()) {
      const column = place % columns;
      put(
        node,
        left + 2 * padding + column * (size.width + gap.x),
        y + Math.floor(place / columns) * (size.height + gap.y),
      );
    }
    y += Math.ceil(rest.length / columns) * (size.height + gap.y);
    environments.push({ name, x: left + padding, y: top, width: inner + 2 * padding, height: y - top });
    y += padding;
  }
  const boundary = bands.length === 0 ? null : { x: left, y: margin, width: inner + 4 * padding, height: y - margin };
  const right = boundary === null ? left : boundary.x + boundary.width;
  const middle = boundary === null ? margin : boundary.y + boundary.height / 2;
  const column = (own: readonly Node[], x: number): void => {
    const whole = own.length * (size.height + gap.y) - gap.y;
    for (const [row, node] of own.entries()) {
      put(node, x, Math.max(margin, middle - whole / 2) + row * (size.height + gap.y));
    }
  };
  column(users, margin);
  column(
    nodes.filter(({ place }) => place === 'vendor'),
    boundary === null ? left : right + gap.x,
  );
  const out = nodes.filter(({ place }) => place === 'out');
  const lowest = Math.max(margin, ...placed.map((each) => each.y + each.height), boundary === null ? 0 : y);
  const outside =
    out.length === 0
      ? null
      : {
          name: 'Out of scope',
          x: left,
          y: lowest + padding,
          width: Math.max(inner, size.width) + 4 * padding,
          height: headline + Math.ceil(out.length / columns) * (size.height + gap.y),
        };
  for (const [place, node] of out.entries()) {
    put(
      node,
      left + 2 * padding + (place % columns) * (size.width + gap.x),
      (outside?.y ?? 0) + headline + Math.floor(place / columns) * (size.height + gap.y),
    );
  }
  return {
    width:
      Math.max(right, ...placed.map((each) => each.x + each.width), outside === null ? 0 : outside.x + outside.width) +
      margin,
    height: Math.max(lowest, outside === null ? 0 : outside.y + outside.height) + margin,
    boundary,
    environments,
    outside,
    nodes: placed,
    edges: placedEdges(edges, placed),
  };
}

/** How far each system is down the flows; what leads back is passed over. */
function layersOf(inside: readonly Node[], edges: readonly Edge[]): ReadonlyMap<string, number> {
  const own = new Set(inside.map(({ id }) => id));
  const next = new Map<string, string[]>();
  for (const { from, to, kind } of edges) {
    if (kind === 'flow' && own.has(from) && own.has(to)) next.set(from, [...(next.get(from) ?? []), to]);
  }
  const layers = new Map<string, number>();
  const above = new Set<string>();
  const visit = (id: string, layer: number): void => {
    if (above.has(id) || (layers.get(id) ?? -1) >= layer) return;
    layers.set(id, layer);
    above.add(id);
    for (const each of next.get(id) ?? []) visit(each, layer + 1);
    above.delete(id);
  };
  const reached = new Set([...next.values()].flat());
  // From what nothing within leads to; then what stands in circles alone.
  for (const { id } of inside) if (!reached.has(id)) visit(id, 0);
  for (const { id } of inside) if (!layers.has(id)) visit(id, 0);
  return layers;
}

const lettersOfLine = 21;

/** A name in two lines at most. */
function fitted(name: string): string[] {
  const lines: string[] = [];
  for (const word of name.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= lettersOfLine) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  const two = lines.length > 2 ? [lines[0] ?? '', `${lines[1] ?? ''} …`] : lines;
  return two.map((line) => shortened(line, lettersOfLine));
}

function shortened(text: string, letters: number): string {
  return text.length <= letters ? text : `${text.slice(0, letters - 1)}…`;
}

/** The side of a box that an edge touches, and where the box at its other end stands. */
interface End {
  edge: Edge;
  box: PlacedNode;
  side: 'left' | 'right';
  other: PlacedNode;
}

function placedEdges(edges: readonly Edge[], placed: readonly PlacedNode[]): PlacedEdge[] {
  const boxes = new Map(placed.map((each) => [each.node.id, each]));
  const ends: End[] = [];
  for (const edge of edges) {
    const [from, to] = [boxes.get(edge.from), boxes.get(edge.to)];
    if (from === undefined || to === undefined) continue;
    const forward = to.x >= from.x + from.width;
    const backward = from.x >= to.x + to.width;
    ends.push({ edge, box: from, side: backward ? 'left' : 'right', other: to });
    ends.push({ edge, box: to, side: forward ? 'left' : 'right', other: from });
  }
  const labels: Box[] = [];
  return edges.flatMap((edge): PlacedEdge[] => {
    const [first, second] = ends.filter((end) => end.edge === edge);
    if (first === undefined || second === undefined) return [];
    const [a, b] = [portOf(first, ends), portOf(second, ends)];
    const reach = first.side === second.side ? gap.x * 0.6 : Math.max(40, Math.abs(b.x - a.x) / 2);
    const [ax, bx] = [
      a.x + (first.side === 'right' ? reach : -reach),
      b.x + (second.side === 'right' ? reach : -reach),
    ];
    const path = `M${a.x} ${a.y} C${ax} ${a.y} ${bx} ${b.y} ${b.x} ${b.y}`;
    const text = edge.kind === 'provides' ? '' : shortened(edge.data.join(', ') || edge.name, 26);
    if (text === '') return [{ edge, path, label: null }];
    // Above the middle of the curve, so that the line is seen.
    const at = { x: (a.x + 3 * ax + 3 * bx + b.x) / 8, y: (a.y + b.y) / 2 };
    return [{ edge, path, label: { ...free({ x: at.x, y: at.y - 10 }, text, labels), text } }];
  });
}

/** Edges of one side of a box touch it one under the other, in the order of where they lead. */
function portOf(end: End, ends: readonly End[]): { x: number; y: number } {
  const { box, side } = end;
  const own = ends
    .filter((each) => each.box === box && each.side === side)
    .toSorted((a, b) => a.other.y - b.other.y || a.other.x - b.other.x || (a.edge.id < b.edge.id ? -1 : 1));
  const y = box.y + (box.height * (own.indexOf(end) + 1)) / (own.length + 1);
  return { x: side === 'right' ? box.x + box.width : box.x, y };
}

const label = { height: 15, letter: 5.9 };

/** A place for a label near where it belongs that no other label has. */
function free(at: { x: number; y: number }, text: string, taken: Box[]): { x: number; y: number } {
  const width = text.length * label.letter + 6;
  const boxAt = (y: number): Box => ({ x: at.x - width / 2, y: y - label.height / 2, width, height: label.height });
  for (let step = 0; step < 24; step += 1) {
    const y = at.y + (step % 2 === 0 ? 1 : -1) * Math.ceil(step / 2) * label.height;
    const box = boxAt(y);
    const clashes = taken.some(
      (other) =>
        box.x < other.x + other.width &&
        other.x < box.x + box.width &&
        box.y < other.y + other.height &&
        other.y < box.y + box.height,
    );
    if (clashes) continue;
    taken.push(box);
    return { x: at.x, y };
  }
  return at;
}
