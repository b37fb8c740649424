import { errorBody } from '../../../api/error.ts';

/**
 * `waiting`: changed, and saved in a moment. `offline`: no answer; tried again by itself. `conflict`: somebody else saved, and
 * nothing is saved until one of the two texts is chosen. `refused`: the server does not take this text; the next change tries
 * again.
 */
export type SaveState = 'saved' | 'waiting' | 'saving' | 'offline' | 'conflict' | 'refused';

export interface SaveStanding<T> {
  state: SaveState;
  /** When the newest save was answered, in milliseconds since 1970; null before the first. */
  savedAt: number | null;
  /** Why the newest save failed; null where it did not. */
  error: unknown;
  /** Whether what is not saved lies in this browser's storage too. */
  kept: boolean;
  /** What an earlier page left unsaved: to be taken up or let go by `resolve`. */
  recovered: T | null;
}

export type Choice = 'mine' | 'theirs';

export interface AutosaveParts<T> {
  /** Where it is kept until it is saved; of the person and the document. */
  key: string;
  /** What the text is based on. */
  revision: number;
  save: (value: T, revision: number) => Promise<{ revision: number }>;
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  now: () => number;
  /** Calls back once, after so many milliseconds; returns how to stop it. */
  later: (run: () => void, milliseconds: number) => () => void;
}

export interface Autosave<T> {
  standing(): SaveStanding<T>;
  subscribe(told: () => void): () => void;
  change(value: T): void;
  /** Saves what is not saved now, and resolves when that was answered. */
  flush(): Promise<void>;
  /** The connection is back. */
  online(): void;
  /** Somebody else's revision, once it is known: what `mine` is saved over. */
  seen(revision: number): void;
  /**
   * In a conflict, and of what was recovered. `mine` is saved: over the revision that was seen last, or, of what was
   * recovered, on the one it began from, so that it can't replace what came since without asking. `theirs` lets go of it.
   */
  resolve(choice: Choice): void;
  open(): void;
  /** The page is left: what is not saved is sent, once, and stays in the storage where that fails. */
  close(): void;
}

/** How long a text rests before it is saved, and how long it may go on unsaved while somebody types; milliseconds. */
const rest = 800;
const longest = 5000;
const retries = [1000, 2000, 4000, 8000, 16_000, 30_000];

interface Unsaved<T> {
  value: T;
  /** When the first and the newest of the changes in it were made. */
  first: number;
  last: number;
}

/** Saves a text by itself, one save at a time, and loses nothing of it where that fails. */
export function createAutosave<T>({ key, revision, save, storage, now, later }: AutosaveParts<T>): Autosave<T> {
  let base = revision;
  let theirs = revision;
  let unsaved: Unsaved<T> | null = null;
  let sent: Unsaved<T> | null = null;
  let saving: Promise<void> | null = null;
  let failures = 0;
  let closed = false;
  let stop: (() => void) | null = null;
  let written = read(storage, key);
  let left = keptIn<T>(written);
  let standing: SaveStanding<T> = {
    state: 'saved',
    savedAt: null,
    error: null,
    kept: left !== null,
    recovered: left?.value ?? null,
  };
  const told = new Set<() => void>();

  function show(next: Partial<SaveStanding<T>>): void {
    standing = { ...standing, ...next };
    for (const tell of told) tell();
  }

  /** Puts what is not saved, and what is offered still, where a crash does not reach. Whether it lies there now. */
  function keep(): boolean {
    const kept: Kept<T> | null =
      unsaved === null ? left : { value: unsaved.value, revision: base, ...(left === null ? {} : { earlier: left }) };
    try {
      if (kept !== null) {
        const text = JSON.stringify(kept);
        storage.setItem(key, text);
        written = text;
        return true;
      }
      // Another page with the same document may have left something of its own.
      if (written !== null && storage.getItem(key) === written) storage.removeItem(key);
      written = null;
      return false;
    } catch {
      return false;
    }
  }

  function wait(milliseconds: number): void {
    stop?.();
    stop = later(() => {
      stop = null;
      void send();
    }, milliseconds);
  }

  function due({ first, last }: Unsaved<T>): number {
    return Math.max(0, Math.min(last + rest, first + longest) - now());
  }

  async function send(): Promise<void> {
    if (saving !== null) return saving;
    if (unsaved === null || standing.state === 'conflict') return;
    stop?.();
    stop = null;
    sent = unsaved;
    // While it is tried again, nobody is told each time that it is.
    if (standing.state !== 'offline') show({ state: 'saving' });
    saving = attempt(sent);
    await saving;
    if (unsaved === null || standing.state !== 'waiting') return;
    if (closed) return send();
    wait(due(unsaved));
  }

  async function attempt({ value }: Unsaved<T>): Promise<void> {
    try {
      const answer = await save(value, base);
      [saving, failures] = [null, 0];
      base = answer.revision;
      theirs = Math.max(theirs, base);
      if (unsaved === sent) unsaved = null;
      show({ state: unsaved === null ? 'saved' : 'waiting', savedAt: now(), error: null, kept: keep() });
    } catch (error) {
      saving = null;
      fail(error);
    }
  }

  function fail(error: unknown): void {
    const state = stateAfter(error);
    // What was refused may have been put right meanwhile.
    show({ state: state === 'refused' && unsaved !== sent ? 'waiting' : state, error });
    if (state !== 'offline' || closed) return;
    wait(retries[Math.min(failures, retries.length - 1)] ?? rest);
    failures += 1;
  }

  /** Takes up what was recovered, or lets go of it; what was left before that is offered next. */
  function decide(taken: Kept<T>, choice: Choice): void {
    left = taken.earlier ?? null;
    const recovered = left?.value ?? null;
    if (choice === 'theirs') {
      show({ recovered, kept: keep() });
      return;
    }
    if (taken.revision !== revision) base = taken.revision;
    unsaved = { value: taken.value, first: now(), last: now() };
    show({ state: 'waiting', recovered, kept: keep() });
    void send();
  }

  return {
    standing: () => standing,
    subscribe: (tell) => {
      told.add(tell);
      return () => void told.delete(tell);
    },
    change: (value) => {
      const at = now();
      unsaved = {
        value,
        first: unsaved === null || (saving !== null && unsaved === sent) ? at : unsaved.first,
        last: at,
      };
      const kept = keep();
      if (standing.state === 'conflict' || standing.state === 'offline' || saving !== null) {
        show({ kept });
        return;
      }
      show({ state: 'waiting', error: null, kept });
      wait(due(unsaved));
    },
    flush: async () => {
      await saving;
      await send();
    },
    online: () => {
      if (standing.state !== 'offline') return;
      failures = 0;
      void send();
    },
    seen: (newer) => {
      theirs = Math.max(theirs, newer);
    },
    resolve: (choice) => {
      if (standing.state !== 'conflict') {
        if (left !== null) decide(left, choice);
        return;
      }
      base = theirs;
      if (choice === 'theirs') unsaved = null;
      show({ state: unsaved === null ? 'saved' : 'waiting', error: null, kept: keep() });
      void send();
    },
    open: () => {
      closed = false;
      if (unsaved !== null && standing.state !== 'conflict') wait(due(unsaved));
    },
    close: () => {
      closed = true;
      stop?.();
      stop = null;
      void send();
    },
  };
}

/** What follows from a failure: where no answer came, or the server can't answer now, the same is tried again. */
function stateAfter(error: unknown): 'offline' | 'conflict' | 'refused' {
  const { code } = errorBody(error);
  if (code === 'conflict') return 'conflict';
  return code === 'cannot_run' || code === 'internal' || code === 'too_many_requests' ? 'offline' : 'refused';
}

/** What lies in the storage: the newest that was not saved, what it is based on, and what was offered then and not decided. */
interface Kept<T> {
  value: T;
  revision: number;
  earlier?: Kept<T>;
}

function read(storage: AutosaveParts<unknown>['storage'], key: string): string | null {
  try {
    return storage.getItem(key);
  } catch {
    return null;
  }
}

/** What an earlier page left; null where that is nothing, or can't be read. */
function keptIn<T>(text: string | null): Kept<T> | null {
  try {
    const kept = JSON.parse(text ?? 'null') as Partial<Kept<T>> | null;
    return kept?.value !== undefined && typeof kept.revision === 'number' ? (kept as Kept<T>) : null;
  } catch {
    return null;
  }
}
