import { useEffect, useState, type KeyboardEvent as ReactKeyboardEvent, type RefObject } from 'react';

interface Parts {
  scroller: RefObject<HTMLElement | null>;
  length: number;
  show: (index: number) => void;
  open: (index: number) => void;
  select: ((index: number, range: boolean) => void) | undefined;
}

/**
 * Walking a table: j and down go on, k and up go back, Enter opens, x selects, with Shift from the row selected last. The first j on a page
 * enters its first table, wherever the focus is, unless somebody types.
 */
export function useRowKeys({ scroller, length, show, open, select }: Parts) {
  const [active, setActive] = useState(-1);

  function focusRow(index: number): void {
    setActive(index);
    show(index);
    const row = () => scroller.current?.querySelector<HTMLElement>(`tr[data-index="${index}"]`);
    const drawn = row();
    // Focus at once where the row is drawn, so that the next key, however soon, starts from it.
    if (drawn) drawn.focus({ preventScroll: true });
    else requestAnimationFrame(() => row()?.focus({ preventScroll: true }));
  }

  function onKeyDown(event: ReactKeyboardEvent): void {
    const target = event.target as HTMLElement;
    if (event.metaKey || event.ctrlKey || event.altKey || target.tagName === 'INPUT') return;
    const onRow = target.tagName === 'TR' || target === scroller.current;
    if (event.key === 'j' || (event.key === 'ArrowDown' && onRow)) {
      event.preventDefault();
      focusRow(Math.min(length - 1, active + 1));
    } else if (event.key === 'k' || (event.key === 'ArrowUp' && onRow)) {
      event.preventDefault();
      focusRow(Math.max(0, active - 1));
    } else if (event.key === 'Enter' && target.tagName === 'TR') {
      event.preventDefault();
      open(active);
    } else if (event.key.toLowerCase() === 'x' && select !== undefined && active >= 0) {
      event.preventDefault();
      select(active, event.shiftKey);
    }
  }

  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      const target = event.target as HTMLElement;
      if (event.key !== 'j' || event.metaKey || event.ctrlKey || event.altKey || length === 0) return;
      if (
        ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) ||
        target.closest('[role="dialog"], [data-rows]') !== null
      )
        return;
      const first = document.querySelector('main [data-rows]');
      if (first !== scroller.current) return;
      event.preventDefault();
      focusRow(Math.max(0, active));
    }
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });

  return { active, setActive, onKeyDown };
}
