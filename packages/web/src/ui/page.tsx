import { Box, Group, Stack, Title } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { Explained } from './explained.tsx';
import classes from './page.module.css';

/** Path of the page shown last, and whether its heading was given the focus. */
let last: { path: string; led: boolean } | null = null;

/** A page: its title in the document and as h1, which takes the focus after each navigation. */
export function Page(props: {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  narrow?: boolean;
  children: ReactNode;
}) {
  const { title, lead, actions, narrow, children } = props;
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    document.title = `${title} · Tickmark`;
  }, [title]);

  useEffect(() => {
    const path = location.pathname;
    const moved = last !== null && last.path !== path;
    // A page that was waiting for its data is replaced by the full one; focus on its heading goes along.
    const lost = last !== null && last.led && document.activeElement === document.body;
    if (moved || lost) heading.current?.focus();
    last = { path, led: moved || (last?.led ?? false) };
  }, []);

  return (
    <Box className={classes.page} data-narrow={narrow || undefined}>
      <Group justify="space-between" align="flex-start" gap="sm" mb="md">
        <Stack gap={2} className={classes.heading}>
          <Title order={1} tabIndex={-1} ref={heading}>
            <Explained title={title} />
          </Title>
          {lead === undefined ? null : <div className={classes.lead}>{lead}</div>}
        </Stack>
        {actions === undefined ? null : (
          <Group gap="xs" className={classes.actions}>
            {actions}
          </Group>
        )}
      </Group>
      <Stack gap="lg">{children}</Stack>
    </Box>
  );
}

/** A part of a page with its heading. */
export function Section(props: { title: ReactNode; lead?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  return (
    <section>
      <Group justify="space-between" align="flex-end" gap="xs" mb={8}>
        <div className={classes.heading}>
          <Title order={2}>{props.title}</Title>
          {props.lead === undefined ? null : <div className={classes.lead}>{props.lead}</div>}
        </div>
        {props.actions === undefined ? null : (
          <Group gap="xs" className={classes.actions}>
            {props.actions}
          </Group>
        )}
      </Group>
      {props.children}
    </section>
  );
}
