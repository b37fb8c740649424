import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { createAutosave, type AutosaveParts, type Choice, type SaveStanding } from './autosave.ts';
import { createLatest } from './latest.ts';

interface Props<T> extends Pick<AutosaveParts<T>, 'key' | 'save'> {
  /** What the text is based on at first; a newer one, once it was read again in a conflict, is what `mine` is saved over. */
  revision: number;
  storage?: AutosaveParts<T>['storage'];
  now?: () => number;
}

export interface Autosaving<T> extends SaveStanding<T> {
  change(value: T): void;
  flush(): Promise<void>;
  resolve(choice: Choice): void;
}

/**
 * Saves a text by itself. Another `key` needs a component of its own (`key` of React): it is read once. `save` throws what
 * an operation answers; of a conflict, read the document again and pass on its `revision` before `resolve`.
 */
export function useAutosave<T>({ key, revision, save, storage, now }: Props<T>): Autosaving<T> {
  const [latest] = useState(() => createLatest(save));
  const [autosave] = useState(() =>
    createAutosave<T>({
      key,
      revision,
      save: (value, base) => latest.get()(value, base),
      storage: storage ?? localStorage,
      now: now ?? Date.now,
      later: (run, milliseconds) => {
        const timer = setTimeout(run, milliseconds);
        return () => clearTimeout(timer);
      },
    }),
  );
  const standing = useSyncExternalStore(autosave.subscribe, autosave.standing);
  const unsaved = standing.state !== 'saved';

  useEffect(() => {
    latest.set(save);
  });

  useEffect(() => autosave.seen(revision), [autosave, revision]);

  useEffect(() => {
    autosave.open();
    const hidden = (): void => {
      if (document.visibilityState === 'hidden') void autosave.flush();
    };
    window.addEventListener('online', autosave.online);
    document.addEventListener('visibilitychange', hidden);
    return () => {
      window.removeEventListener('online', autosave.online);
      document.removeEventListener('visibilitychange', hidden);
      autosave.close();
    };
  }, [autosave]);

  useEffect(() => {
    if (!unsaved) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [unsaved]);

  const change = useCallback((value: T) => autosave.change(value), [autosave]);
  return { ...standing, change, flush: autosave.flush, resolve: autosave.resolve };
}
