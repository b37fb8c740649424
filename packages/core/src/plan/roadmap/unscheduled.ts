import { joined } from '../../reasons/index.ts';
import { planCode } from '../words.ts';
import type { Axes } from './tasks.ts';
import type { RoadmapInput, RoadmapItem } from './roadmap.ts';
import type { UnscheduledItem } from './shapes.ts';

type Reasons = UnscheduledItem['reasons'];

/**
 * Why items that are open have no place, by id: what is not known of each, and what waits for such a one. `around` is a way
 * around for each that waits for itself.
 */
export function unscheduledOf(
  { people }: Pick<RoadmapInput, 'people'>,
  open: ReadonlyMap<string, RoadmapItem>,
  around: ReadonlyMap<string, string[]>,
  axes: Axes,
): Map<string, Reasons> {
  const able = new Map(people.map((person) => [person.id, person]));
  const codes = (ids: readonly string[]): string[] => ids.map((id) => planCode(open.get(id)?.number ?? 0));
  const found = new Map<string, Reasons>();
  for (const item of open.values()) {
    const own: Reasons = [];
    const owner = item.owner === null ? undefined : able.get(item.owner);
    if (item.effortDays === null) own.push({ why: 'no-effort', words: 'Nobody said how much work it is.', items: [] });
    if (item.owner === null) own.push({ why: 'no-owner', words: 'Nobody is named who does it.', items: [] });
    else if (owner === undefined || !owner.able) {
      const who = owner?.name ?? 'Its owner';
      own.push({
        why: 'owner-unable',
        words: `${who} is no member any more, or has a role that does no work.`,
        items: [],
      });
    } else if ((axes.get(item.owner)?.perDay ?? 0) <= 0) {
      own.push({ why: 'no-time', words: `${owner.name ?? 'Its owner'} has no time for the plan.`, items: [] });
    }
    const circle = around.get(item.id);
    if (circle !== undefined) own.push({ why: 'circle', words: circleWords(codes(circle)), items: circle });
    if (own.length > 0) found.set(item.id, own);
  }
  spread(open, found, codes);
  return found;
}

/** `PA-1 waits for PA-2, PA-2 for PA-3 and PA-3 for PA-1 again.` */
export function circleWords(codes: readonly string[]): string {
  const [first = ''] = codes;
  if (codes.length === 1) return `${first} waits for itself.`;
  const links = codes.map((code, place) => {
    const to = codes[place + 1];
    return to === undefined ? `${code} for ${first} again` : `${code} ${place === 0 ? 'waits ' : ''}for ${to}`;
  });
  return `${joined(links)}.`;
}

/** What waits for something without a place has none itself. */
function spread(
  open: ReadonlyMap<string, RoadmapItem>,
  found: Map<string, Reasons>,
  codes: (ids: readonly string[]) => string[],
): void {
  const waiting = new Map<string, string[]>();
  for (const { id, after } of open.values()) {
    for (const each of after) waiting.set(each.id, [...(waiting.get(each.id) ?? []), id]);
  }
  const queue = [...found.keys()];
  const queued = new Set(queue);
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    for (const follower of waiting.get(id) ?? []) {
      if (queued.has(follower)) continue;
      queued.add(follower);
      queue.push(follower);
    }
  }
  for (const id of queued) {
    const before = (open.get(id)?.after ?? []).map((each) => each.id).filter((each) => queued.has(each) && each !== id);
    if (before.length === 0 || found.has(id)) continue;
    const have = before.length === 1 ? 'has' : 'have';
    found.set(id, [
      { why: 'waits', words: `It waits for ${joined(codes(before))}, which ${have} no place.`, items: before },
    ]);
  }
}
