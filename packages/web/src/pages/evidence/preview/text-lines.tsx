import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { AsWritten } from '../../../ui/as-written.tsx';
import { Scrollable } from '../../../ui/scrollable.tsx';
import { linesOf } from './lines.ts';
import classes from './preview.module.css';

/** A text with the numbers of its lines; only those in sight are drawn. */
export function TextLines({ text, label, wrap }: { text: string; label: string; wrap: boolean }) {
  const scroller = useRef<HTMLElement>(null);
  const lines = useMemo(() => linesOf(text), [text]);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 19,
    overscan: 20,
  });
  const shown = virtual.getVirtualItems();
  return (
    <Scrollable ref={scroller} className={classes.stage} label={label}>
      <div className={classes.text} data-wrap={wrap || undefined} style={{ height: virtual.getTotalSize() }}>
        <div style={{ transform: `translateY(${shown[0]?.start ?? 0}px)` }}>
          {shown.map(({ index }) => (
            <div key={index} ref={virtual.measureElement} data-index={index} className={classes.line}>
              <span className={classes.number} aria-hidden>
                {lines[index]?.number ?? ''}
              </span>
              <span className={classes.words}>
                <AsWritten text={lines[index]?.text ?? ''} />
              </span>
            </div>
          ))}
        </div>
      </div>
    </Scrollable>
  );
}
