import { Button, SegmentedControl, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import type { Device } from '@tickmark/core';
import { useQuery } from '@tanstack/react-query';
import { roleTitles } from '@tickmark/core/roles';
import { useMemo } from 'react';
import { sessionQuery, useOperation, useWrite } from '../../queries.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { ErrorNotice, say, sayError } from '../../ui/notices.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { Facts, Panel } from '../../ui/panel.tsx';
import { Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { deviceName } from './device-name.ts';

export function AccountPage() {
  const { data: session } = useQuery(sessionQuery);
  const devices = useOperation('sessions.list', {});
  const revoke = useWrite('sessions.revoke');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const columns = useMemo(
    () =>
      columnsWith((device) =>
        revoke.mutate({ id: device.id }, { onSuccess: () => say('That device is signed out.'), onError: sayError }),
      ),
    [revoke],
  );

  return (
    <Page title="Account and devices">
      {session === undefined ? (
        <Waiting lines={3} />
      ) : (
        <Panel>
          <Facts
            facts={[
              ['Name', session.user.name],
              ['E-mail', session.user.email],
              ...session.organizations.map(({ name, role }) => [name, roleTitles[role]] as const),
            ]}
          />
        </Panel>
      )}
      <Section title="Appearance">
        <SegmentedControl
          aria-label="Appearance"
          value={colorScheme}
          onChange={(value) => setColorScheme(value as MantineColorScheme)}
          data={[
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
            { value: 'auto', label: 'As the system' },
          ]}
        />
      </Section>
      <Section
        title="Devices"
        lead="Where this account is signed in. Sign out what you do not know, and change nothing else by it."
      >
        {devices.error === null ? null : <ErrorNotice error={devices.error} retry={() => void devices.refetch()} />}
        {devices.data === undefined ? (
          <Waiting lines={3} />
        ) : (
          <DataTable label="Devices" columns={columns} rows={devices.data.items} rowKey={({ id }) => id} />
        )}
      </Section>
    </Page>
  );
}

function columnsWith(signOut: (device: Device) => void): Column<Device>[] {
  return [
    {
      id: 'device',
      title: 'Device',
      value: (d) => deviceName(d.userAgent),
      cell: (d) => `${deviceName(d.userAgent)}${d.current ? ', this one' : ''}`,
    },
    {
      id: 'createdAt',
      title: 'Signed in',
      width: '180px',
      value: (d) => d.createdAt,
      cell: (d) => <Moment at={d.createdAt} />,
    },
    {
      id: 'expiresAt',
      title: 'Until',
      width: '180px',
      value: (d) => d.expiresAt,
      cell: (d) => <Moment at={d.expiresAt} />,
    },
    {
      id: 'out',
      title: 'Sign out',
      width: '120px',
      value: () => null,
      cell: (d) =>
        d.current ? null : (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => signOut(d)}
            aria-label={`Sign out ${deviceName(d.userAgent)}`}
          >
            Sign out
          </Button>
        ),
    },
  ];
}
