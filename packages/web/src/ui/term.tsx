import { Tooltip } from '@mantine/core';
import { glossary, type TermId } from '@tickmark/core/glossary';
import type { ReactNode } from 'react';
import classes from './term.module.css';

/** A term of art that explains itself on hover, focus and touch; Escape closes it. Not for use inside buttons and labels. */
export function Term({ id, children }: { id: TermId; children?: ReactNode }) {
  const { term, meaning } = glossary[id];
  return (
    <Tooltip
      label={meaning}
      multiline
      maw={340}
      withArrow
      interactive
      events={{ hover: true, focus: true, touch: true }}
    >
      <button type="button" className={classes.term}>
        {children ?? term}
      </button>
    </Tooltip>
  );
}
