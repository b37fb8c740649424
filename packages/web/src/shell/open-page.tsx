import { Box, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { Page } from '../ui/page.tsx';
import { Panel } from '../ui/panel.tsx';
import classes from './open-page.module.css';

/** A page for people who are not inside an organization yet. */
export function OpenPage(props: { title: string; lead: ReactNode; wide?: boolean; children: ReactNode }) {
  return (
    <main className={classes.main}>
      <Box className={classes.column} data-wide={props.wide || undefined}>
        <Stack gap="lg">
          <div className={classes.brand}>
            <img src="/tickmark.svg" alt="" width={28} height={28} />
            <span>Tickmark</span>
          </div>
          <Page title={props.title} lead={props.lead} narrow>
            {props.wide ? props.children : <Panel p="lg">{props.children}</Panel>}
          </Page>
        </Stack>
      </Box>
    </main>
  );
}
