import { useMergedRef } from '@mantine/hooks';
import { useLayoutEffect, useRef, type Ref, type RefObject } from 'react';
import classes from './editor.module.css';

type Edges = Pick<DOMRect, 'left' | 'top' | 'right' | 'bottom'>;

interface Props {
  /** What scrolls with the text. */
  frame: RefObject<HTMLElement | null>;
  /** Where it lies in the window; null where it is gone. */
  edges: () => Edges | null;
  ref?: Ref<HTMLSpanElement>;
}

/** Lies over a part of the text that has no element of React, so that something can be shown at it. */
export function PlaceIn({ frame, edges, ref }: Props) {
  const own = useRef<HTMLSpanElement>(null);
  const merged = useMergedRef(own, ref);

  useLayoutEffect(() => {
    const within = frame.current?.getBoundingClientRect();
    const found = edges();
    if (within === undefined || found === null || own.current === null) return;
    const { left, top, right, bottom } = found;
    Object.assign(own.current.style, {
      left: `${left - within.left}px`,
      top: `${top - within.top}px`,
      width: `${Math.max(1, right - left)}px`,
      height: `${bottom - top}px`,
    });
  });

  return <span ref={merged} className={classes.over} />;
}
