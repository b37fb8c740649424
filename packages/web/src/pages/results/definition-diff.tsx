import { Text, VisuallyHidden } from '@mantine/core';
import { useMemo } from 'react';
import { quantity } from '../../ui/moment.ts';
import { Scrollable } from '../../ui/scrollable.tsx';
import classes from './definition-diff.module.css';
import { diffLines, type DiffLine } from './line-diff.ts';

const signs: Record<DiffLine['is'], { sign: string; said: string }> = {
  same: { sign: ' ', said: '' },
  removed: { sign: '−', said: 'Removed: ' },
  added: { sign: '+', said: 'Added: ' },
};

/** Two definitions, line by line: what went and what came. */
export function DefinitionDiff({ before, after }: { before: string; after: string }) {
  const lines = useMemo(() => diffLines(before, after), [before, after]);
  const count = (is: DiffLine['is']) => lines.filter((line) => line.is === is).length;
  return (
    <>
      <Text size="sm" c="dimmed" mb={6}>
        {quantity(count('removed'), 'line')} went, {count('added')} came.
      </Text>
      <Scrollable label="Difference of the definitions" className={classes.frame}>
        {lines.map(({ is, text }, position) => (
          // Lines are told apart by their place alone.
          <div key={position} className={classes.line} data-is={is}>
            <span aria-hidden className={classes.sign}>
              {signs[is].sign}
            </span>
            {signs[is].said === '' ? null : <VisuallyHidden>{signs[is].said}</VisuallyHidden>}
            {text === '' ? ' ' : text}
          </div>
        ))}
      </Scrollable>
    </>
  );
}
