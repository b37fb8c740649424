import { ActionIcon, Menu, Text, useMantineColorScheme } from '@mantine/core';
import { IconCheck, IconDeviceDesktop, IconLogout, IconMoon, IconSun, IconUser } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { roleTitles } from '@tickmark/core/roles';
import { changePlace } from '../api/place.ts';
import { call } from '../api.ts';
import { sessionQuery } from '../queries.ts';
import { sayError } from '../ui/notices.tsx';
import { useMembership } from './current.ts';

export function AccountMenu() {
  const { data: session } = useQuery(sessionQuery);
  const membership = useMembership();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { colorScheme, setColorScheme } = useMantineColorScheme();

  function signOut(): void {
    call('sessions.sign-out', {}).then(() => {
      client.clear();
      void navigate({ to: '/sign-in', search: {} });
    }, sayError);
  }

  function enter(id: string): void {
    changePlace({ organizationId: id, engagementId: null });
    void navigate({ to: '/' }).then(() => client.invalidateQueries());
  }

  if (session === undefined) return null;
  return (
    <Menu position="bottom-end" width={260} withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={34} aria-label="Account and appearance">
          <IconUser size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" c="var(--mantine-color-text)">
            {session.user.name}
          </Text>
          <Text size="xs" c="dimmed">
            {session.user.email}
            {membership === null ? '' : ` · ${roleTitles[membership.role]}`}
          </Text>
        </Menu.Label>
        <Menu.Item component={Link} to="/account">
          Account and devices
        </Menu.Item>
        <Menu.Divider />
        {[
          { value: 'light' as const, label: 'Light', icon: IconSun },
          { value: 'dark' as const, label: 'Dark', icon: IconMoon },
          { value: 'auto' as const, label: 'As the system', icon: IconDeviceDesktop },
        ].map(({ value, label, icon: Symbol }) => (
          <Menu.Item
            key={value}
            leftSection={<Symbol size={16} aria-hidden />}
            rightSection={colorScheme === value ? <IconCheck size={14} aria-label="chosen" /> : null}
            onClick={() => setColorScheme(value)}
          >
            {label}
          </Menu.Item>
        ))}
        {session.organizations.length > 1 ? (
          <>
            <Menu.Divider />
            <Menu.Label>Organization</Menu.Label>
            {session.organizations.map(({ id, name }) => (
              <Menu.Item
                key={id}
                onClick={() => enter(id)}
                rightSection={id === membership?.id ? <IconCheck size={14} aria-label="chosen" /> : null}
              >
                {name}
              </Menu.Item>
            ))}
          </>
        ) : null}
        <Menu.Divider />
        <Menu.Item component={Link} to="/start">
          Start another organization
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={signOut}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
