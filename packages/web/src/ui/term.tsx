import { Tooltip } from '@mantine/core';
import { glossary, type TermId } from '@tickmark/core/glossary';
import type { ReactNode } from 'react';
import { useExplaining } from './open-terms.ts';
import classes from './term.module.css';

/** A term of art that explains itself on hover, focus and touch; Escape closes it. Not for use inside buttons and labels. */
export function Term({ id, children }: { id: TermId; children?: ReactNode }) {
  const { term, meaning } = glossary[id];
  return (
    <Tooltip
      label={<Meaning text={meaning} />}
      multiline
      maw={340}
      withArrow
      interactive
      events={{ hover: true, focus: true, touch: true }}
      // What is closed does not take the next Escape too.
      transitionProps={{ exitDuration: 0 }}
    >
      <button type="button" className={classes.term}>
        {children ?? term}
      </button>
    </Tooltip>
  );
}

function Meaning({ text }: { text: string }) {
  useExplaining();
  return text;
}
