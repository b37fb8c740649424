import { useVirtualizer } from '@tanstack/react-virtual';
import type { RefObject } from 'react';

interface Parts {
  scroller: RefObject<HTMLElement | null>;
  keys: readonly string[];
  /** Called when the end of what is loaded comes near. */
  onNearEnd: (() => void) | undefined;
}

const rowHeight = 37;

/** The rows of a long table that are worth drawing, and the empty height above and below them. */
export function useVirtualRows({ scroller, keys, onNearEnd }: Parts) {
  const virtual = useVirtualizer({
    count: keys.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    getItemKey: (index) => keys[index] ?? index,
    onChange: (instance) => {
      const last = instance.getVirtualItems().at(-1);
      if (last !== undefined && last.index >= keys.length - 20) onNearEnd?.();
    },
  });
  const shown = virtual.getVirtualItems();
  return {
    shown,
    above: shown[0]?.start ?? 0,
    below: virtual.getTotalSize() - (shown.at(-1)?.end ?? 0),
    measure: virtual.measureElement,
    show: (index: number) => virtual.scrollToIndex(index),
  };
}
