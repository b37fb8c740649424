import { useEffect, useSyncExternalStore } from 'react';

let open = 0;
const listeners = new Set<() => void>();

function change(by: 1 | -1): void {
  open += by;
  for (const listener of listeners) listener();
}

/** Says that an explanation is on the page for as long as the component is. */
export function useExplaining(): void {
  useEffect(() => {
    change(1);
    return () => change(-1);
  }, []);
}

/** Whether an explanation is on the page: Escape closes it first, and what it stands on stays. */
export function useIsExplaining(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => open > 0,
  );
}
