import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { currentPlace } from '../api/place.ts';
import { sessionQuery } from '../queries.ts';

/** What somebody began to write and has not saved. */
export interface Draft {
  text: string;
  /** Version of what is written over, as it was seen when the writing began. */
  after: number;
}

const prefix = 'tickmark.draft';

/** Longest text that is kept; what a field takes is shorter. */
const longest = 10_000;

interface Drafts {
  all: ReadonlyMap<string, Draft>;
  /** As it is now, also for what was begun before the page was drawn last. */
  latest: (key: string) => Draft | undefined;
  put: (key: string, draft: Draft) => void;
  drop: (key: string) => void;
}

/**
 * Drafts of one person in one engagement, kept on this device alone until they are saved or dropped: another page, a
 * reload and the end of the session leave them. Whoever signs in here as somebody else has drafts of their own.
 */
export function useDrafts(of: string): Drafts {
  const client = useQueryClient();
  const [scope] = useState(() => {
    const user = client.getQueryData(sessionQuery.queryKey)?.user.id ?? '';
    return `${prefix} ${user} ${currentPlace().organizationId ?? ''} ${of} `;
  });
  const [all, setAll] = useState<ReadonlyMap<string, Draft>>(() => read(scope));
  const now = useRef(all);
  const change = (next: ReadonlyMap<string, Draft>): void => {
    now.current = next;
    setAll(next);
  };
  return {
    all,
    latest: (key) => now.current.get(key),
    put: (key, draft) => {
      change(new Map([...now.current, [key, draft]]));
      keep(scope + key, draft);
    },
    drop: (key) => {
      change(new Map([...now.current].filter(([each]) => each !== key)));
      localStorage.removeItem(scope + key);
    },
  };
}

function read(scope: string): Map<string, Draft> {
  const found = new Map<string, Draft>();
  for (let place = 0; place < localStorage.length; place += 1) {
    const name = localStorage.key(place) ?? '';
    if (!name.startsWith(scope)) continue;
    const draft = parsed(localStorage.getItem(name));
    if (draft !== undefined) found.set(name.slice(scope.length), draft);
  }
  return found;
}

function parsed(kept: string | null): Draft | undefined {
  try {
    const { text, after } = JSON.parse(kept ?? '') as Partial<Draft>;
    return typeof text === 'string' && typeof after === 'number' ? { text, after } : undefined;
  } catch {
    return undefined;
  }
}

function keep(name: string, draft: Draft): void {
  try {
    localStorage.setItem(name, JSON.stringify({ ...draft, text: draft.text.slice(0, longest) }));
  } catch {
    // No room on this device: it is on the page for as long as that is open.
  }
}
