import { Anchor, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet } from '@tanstack/react-router';
import { sessionQuery } from '../queries.ts';
import classes from './open-page.module.css';
import { Shell } from './shell.tsx';

/** Frame of pages for everybody who is signed in: that of the organization, or a plain one for who has none yet. */
export function GuideFrame() {
  const { data } = useQuery(sessionQuery);
  if (data === undefined) return null;
  if (data.organizations.length > 0) return <Shell />;
  return (
    <main className={classes.main} data-guide>
      <Group justify="space-between" mb="lg" maw={1280} mx="auto">
        <div className={classes.brand}>
          <img src="/tickmark.svg" alt="" width={28} height={28} />
          <span>Tickmark</span>
        </div>
        <Anchor component={Link} to="/start" size="sm">
          Start with your organization
        </Anchor>
      </Group>
      <Outlet />
    </main>
  );
}
