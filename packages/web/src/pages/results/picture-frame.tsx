import type { ReactNode } from 'react';
import { Scrollable } from '../../ui/scrollable.tsx';
import classes from './picture.module.css';

/** On a narrow screen a picture keeps a width at which it can be read, and scrolls. */
export function PictureFrame({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Scrollable className={classes.frame} label={label}>
      {children}
    </Scrollable>
  );
}
