import { Box, type BoxProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { Explained } from './explained.tsx';
import classes from './page.module.css';
import { Scrollable } from './scrollable.tsx';

/** A framed part of a page. */
export function Panel({ children, ...rest }: BoxProps & { children: ReactNode }) {
  return (
    <Box className={classes.panel} p="md" {...rest}>
      {children}
    </Box>
  );
}

/** Names and values in two columns. */
export function Facts({ facts }: { facts: readonly (readonly [ReactNode, ReactNode])[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value], position) => (
        // A list of facts is written by hand and never changes its order.
        <FactRow key={position} name={name} value={value} />
      ))}
    </dl>
  );
}

function FactRow({ name, value }: { name: ReactNode; value: ReactNode }) {
  return (
    <>
      <dt>{typeof name === 'string' ? <Explained title={name} /> : name}</dt>
      <dd>{value}</dd>
    </>
  );
}

/** Text as it stands, in a scrollable box that the keyboard reaches. */
export function Verbatim({ text, label, wrap = false }: { text: string; label: string; wrap?: boolean }) {
  return (
    <Scrollable label={label} className={wrap ? `${classes.code} ${classes.wrapped}` : classes.code}>
      {text}
    </Scrollable>
  );
}
