/** Which organization and engagement this browser works on; kept per browser, never sent anywhere else. */
interface Place {
  organizationId: string | null;
  engagementId: string | null;
}

const key = 'tickmark.place';
let place: Place = read();
const listeners = new Set<() => void>();

function read(): Place {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Place>;
    return { organizationId: kept.organizationId ?? null, engagementId: kept.engagementId ?? null };
  } catch {
    return { organizationId: null, engagementId: null };
  }
}

export function currentPlace(): Place {
  return place;
}

export function changePlace(change: Partial<Place>): void {
  place = { ...place, ...change };
  localStorage.setItem(key, JSON.stringify(place));
  for (const listener of listeners) listener();
}

export function onPlaceChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
