/** What waits for what, by id. */
export type Waiting = ReadonlyMap<string, readonly string[]>;

/**
 * The circles among these: groups in which each waits for itself by way of the others, in the order of `waiting`. By
 * Tarjan's strongly connected components (SIAM Journal on Computing 1, 1972), without recursion, for chains may be long.
 */
export function circlesIn(waiting: Waiting): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const held: string[] = [];
  const onHeld = new Set<string>();
  const found: string[][] = [];
  const order = new Map([...waiting.keys()].map((id, place) => [id, place]));
  const lower = (id: string, to: number): void => void low.set(id, Math.min(low.get(id) ?? to, to));

  for (const root of waiting.keys()) {
    if (index.has(root)) continue;
    const path: { id: string; next: number }[] = [];
    const enter = (id: string): void => {
      index.set(id, index.size);
      low.set(id, index.size - 1);
      held.push(id);
      onHeld.add(id);
      path.push({ id, next: 0 });
    };
    enter(root);
    for (let at = path.at(-1); at !== undefined; at = path.at(-1)) {
      const to = (waiting.get(at.id) ?? [])[at.next];
      if (to !== undefined) {
        at.next += 1;
        if (!waiting.has(to)) continue;
        if (!index.has(to)) enter(to);
        else if (onHeld.has(to)) lower(at.id, index.get(to) ?? 0);
        continue;
      }
      path.pop();
      const above = path.at(-1);
      if (above !== undefined) lower(above.id, low.get(at.id) ?? 0);
      if (low.get(at.id) !== index.get(at.id)) continue;
      const group = held.splice(held.lastIndexOf(at.id));
      for (const id of group) onHeld.delete(id);
      const self = group.length === 1 && (waiting.get(at.id) ?? []).includes(at.id);
      if (group.length > 1 || self) found.push(group.toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)));
    }
  }
  return found.toSorted((a, b) => (order.get(a[0] ?? '') ?? 0) - (order.get(b[0] ?? '') ?? 0));
}

/** One way around through a circle, its first id at the beginning alone: each waits for the next. */
export function wayAround(circle: readonly string[], waiting: Waiting): string[] {
  const within = new Set(circle);
  const [first] = circle;
  if (first === undefined) return [];
  const cameFrom = new Map<string, string>();
  const open = [first];
  for (let id = open.shift(); id !== undefined; id = open.shift()) {
    for (const to of waiting.get(id) ?? []) {
      if (to === first) {
        const way = [id];
        for (let back = cameFrom.get(id); back !== undefined; back = cameFrom.get(back)) way.unshift(back);
        return way;
      }
      if (!within.has(to) || cameFrom.has(to)) continue;
      cameFrom.set(to, id);
      open.push(to);
    }
  }
  return [...circle];
}
