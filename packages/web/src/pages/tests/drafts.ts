type Kept = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Texts that were typed and not published, one for each definition that was begun from. */
export interface Drafts {
  read(from: string): string | null;
  /** Whether the browser kept it. */
  keep(from: string, yaml: string): boolean;
  drop(from: string): void;
}

/** Drafts of one engagement, in the browser's own storage: they outlive a reload and a lost connection. */
export function draftsOf(storage: Kept, engagementId: string): Drafts {
  const key = `tickmark.test-drafts.${engagementId}`;

  function all(): Record<string, string> {
    try {
      const kept: unknown = JSON.parse(storage.getItem(key) ?? '{}');
      const entries = kept !== null && typeof kept === 'object' ? Object.entries(kept) : [];
      return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
    } catch {
      return {};
    }
  }

  function put(drafts: Record<string, string>): boolean {
    try {
      if (Object.keys(drafts).length === 0) storage.removeItem(key);
      else storage.setItem(key, JSON.stringify(drafts));
      return true;
    } catch {
      return false;
    }
  }

  return {
    read: (from) => all()[from] ?? null,
    keep: (from, yaml) => put({ ...all(), [from]: yaml }),
    drop: (from) => void put(Object.fromEntries(Object.entries(all()).filter(([name]) => name !== from))),
  };
}
