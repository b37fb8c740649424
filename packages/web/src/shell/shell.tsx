import { AppShell, Badge, Box, Burger, Group, NavLink, ScrollArea, Text } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { IconFlask2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { holds } from '@tickmark/core/roles';
import { useEffect } from 'react';
import { JobTray } from '../pages/jobs/job-tray.tsx';
import { operationQuery } from '../queries.ts';
import { AccountMenu } from './account-menu.tsx';
import { AnotherBegun } from './another-begun.tsx';
import { useMay, useMembership } from './current.ts';
import { EngagementPicker } from './engagement-picker.tsx';
import { Keys } from './keys.tsx';
import { NotForRole } from './not-for-role.tsx';
import { placeOf, places } from './places.ts';
import { SearchButton } from './search-button.tsx';
import classes from './shell.module.css';

/** The frame of every page inside an organization. */
export function Shell() {
  const [menu, { toggle, close }] = useDisclosure(false);
  const narrow = useMediaQuery('(max-width: 48em)') ?? false;
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  // While another page is on its way, the one before is shown still.
  const shown = useRouterState({ select: ({ matches }) => matches.at(-1)?.pathname ?? '/' });
  const place = placeOf(shown);
  const may = useMay(place?.permission ?? 'organization.read');
  const { data: organization } = useQuery(operationQuery('organizations.get', {}));

  useEffect(close, [pathname, close]);

  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 216, breakpoint: 'sm', collapsed: { mobile: !menu } }}
      padding={{ base: 'sm', sm: 'lg' }}
    >
      <a href="#main" className="skip-link">
        Skip to the page
      </a>
      <AppShell.Header className={classes.header}>
        <Group h="100%" px="sm" gap="sm" wrap="nowrap" justify="space-between">
          <Group gap="sm" wrap="nowrap" miw={0}>
            <Burger
              opened={menu}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={menu ? 'Close the menu' : 'Open the menu'}
            />
            <Link to="/" className={classes.brand} aria-label="Tickmark, eight steps">
              <img src="/tickmark.svg" alt="" width={22} height={22} />
              <span>Tickmark</span>
            </Link>
            <EngagementPicker />
          </Group>
          <Group gap={6} wrap="nowrap">
            <SearchButton />
            <JobTray />
            <AccountMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className={classes.navbar} aria-label="Pages" inert={narrow && !menu}>
        <ScrollArea flex={1} type="auto">
          <Navigation pathname={pathname} />
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1} className={classes.main}>
        {organization?.example ? (
          <Box className={classes.example} role="note">
            <IconFlask2 size={16} aria-hidden />
            <Text size="sm">
              <strong>Worked example.</strong> {organization.name} is made up; nothing here speaks of a real company.
            </Text>
          </Box>
        ) : null}
        <AnotherBegun />
        {place === undefined || may ? <Outlet /> : <NotForRole title={place.label} />}
      </AppShell.Main>
      <Keys />
    </AppShell>
  );
}

function Navigation({ pathname }: { pathname: string }) {
  const membership = useMembership();
  if (membership === null) return null;
  return (
    <Box p="xs">
      {places.map(({ heading, entries }) => {
        const allowed = entries.filter(({ permission }) => holds(membership.role, permission));
        if (allowed.length === 0) return null;
        return (
          <Box key={heading ?? ''} mb={10}>
            {heading === null ? null : <Text className={classes.group}>{heading}</Text>}
            {allowed.map(({ path, label, icon: Symbol }) => {
              const here = path === placeOf(pathname)?.path;
              return (
                <NavLink
                  key={path}
                  component={Link}
                  to={path}
                  activeOptions={{ exact: true }}
                  label={label}
                  active={here}
                  aria-current={here ? 'page' : undefined}
                  leftSection={<Symbol size={17} stroke={1.7} aria-hidden />}
                  className={classes.link}
                />
              );
            })}
          </Box>
        );
      })}
      <Badge variant="default" size="sm" tt="none" fw={400} mx={10}>
        {membership.name}
      </Badge>
    </Box>
  );
}
