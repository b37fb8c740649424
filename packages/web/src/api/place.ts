/** Which organization and engagement this page works on; kept on this device, never sent anywhere else. */
interface Place {
  organizationId: string | null;
  engagementId: string | null;
  /** Newest engagement that was there when one was chosen: what is newer was begun since. */
  seen: { engagementId: string; newestId: string } | null;
}

const key = 'tickmark.place';
let place: Place = read();
const listeners = new Set<() => void>();

function read(): Place {
  try {
    // What is chosen on one page is where the next one begins, and changes nothing on those that are open.
    const kept = JSON.parse(sessionStorage.getItem(key) ?? localStorage.getItem(key) ?? '{}') as Partial<Place>;
    return {
      organizationId: kept.organizationId ?? null,
      engagementId: kept.engagementId ?? null,
      seen: kept.seen ?? null,
    };
  } catch {
    return { organizationId: null, engagementId: null, seen: null };
  }
}

export function currentPlace(): Place {
  return place;
}

export function changePlace(change: Partial<Place>): void {
  place = { ...place, ...change };
  for (const kept of [sessionStorage, localStorage]) kept.setItem(key, JSON.stringify(place));
  for (const listener of listeners) listener();
}

export function onPlaceChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
