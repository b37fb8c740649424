import { Button, Select, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUserPlus } from '@tabler/icons-react';
import type { Member, Role } from '@tickmark/core';
import { roles, roleTitles } from '@tickmark/core/roles';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { Side } from '../../ui/side.tsx';
import { roleMeanings } from '../../glossary/names.ts';
import { fieldError, useOperation, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Form } from '../../ui/form.tsx';
import { ErrorNotice, Note, say, sayError } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { Facts, Panel } from '../../ui/panel.tsx';
import { Term } from '../../ui/term.tsx';
import { CopyIcon, Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { widths } from '../../ui/widths.ts';

const route = getRouteApi('/inside/members');
const roleChoices = roles.map((value) => ({ value, label: roleTitles[value] }));

export function MembersPage() {
  const { sort } = route.useSearch();
  const navigate = route.useNavigate();
  const mayManage = useMay('members.manage');
  const list = useOperation('members.list', { limit: 500, sort: 'name' });
  const [inviting, invite] = useDisclosure(false);
  const change = useWrite('members.change-role');
  const columns = useMemo(
    () =>
      columnsWith(mayManage, (member, role) =>
        change.mutate(
          { userId: member.userId, role },
          { onSuccess: () => say(`${member.name} is now ${roleTitles[role]}.`), onError: sayError },
        ),
      ),
    [mayManage, change],
  );

  return (
    <Page
      title="Members"
      lead={
        <>
          Who can sign in to this organization, and with which <Term id="role">role</Term>.
        </>
      }
      actions={
        mayManage ? (
          <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={invite.open}>
            Invite someone
          </Button>
        ) : null
      }
    >
      {list.error === null ? null : <ErrorNotice error={list.error} retry={() => void list.refetch()} />}
      {list.data === undefined ? (
        list.error === null ? (
          <Waiting />
        ) : null
      ) : (
        <DataTable
          label="Members"
          columns={columns}
          rows={list.data.items}
          rowKey={({ userId }) => userId}
          sort={sort}
          onSort={(next) => void navigate({ search: (s) => ({ ...s, sort: next }), replace: true })}
        />
      )}
      <Panel>
        <Facts facts={roles.map((role) => [roleTitles[role], roleMeanings[role]] as const)} />
      </Panel>
      <Side opened={inviting} onClose={invite.close} title="Invite someone">
        <Invite />
      </Side>
    </Page>
  );
}

function columnsWith(mayManage: boolean, change: (member: Member, role: Role) => void): Column<Member>[] {
  return [
    { id: 'name', title: 'Name', value: (m) => m.name, cell: (m) => m.name },
    { id: 'email', title: 'E-mail', value: (m) => m.email, cell: (m) => m.email },
    {
      id: 'role',
      title: 'Role',
      width: '230px',
      value: (m) => roleTitles[m.role],
      cell: (m) =>
        mayManage ? (
          <Select
            size="xs"
            aria-label={`Role of ${m.name}`}
            allowDeselect={false}
            data={roleChoices}
            value={m.role}
            onChange={(value) => {
              const role = roles.find((known) => known === value);
              if (role !== undefined && role !== m.role) change(m, role);
            }}
          />
        ) : (
          roleTitles[m.role]
        ),
    },
    {
      id: 'joinedAt',
      title: 'Joined',
      width: widths.moment,
      value: (m) => m.joinedAt,
      cell: (m) => <Moment at={m.joinedAt} />,
    },
  ];
}

function Invite() {
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('control-owner');
  const write = useWrite('members.invite');

  if (write.data !== undefined) {
    const link = `${location.origin}/join#${encodeURIComponent(write.data.invitation)}`;
    return (
      <Stack gap="sm">
        <Text size="sm">
          Hand this link to {email}, by a way only they can read. It works once, until{' '}
          <Moment at={write.data.expiresAt} />, and is not shown again.
        </Text>
        <TextInput
          label="Invitation link"
          readOnly
          value={link}
          rightSection={<CopyIcon value={link} label="invitation link" />}
        />
        <Button variant="default" onClick={() => write.reset()}>
          Invite someone else
        </Button>
      </Stack>
    );
  }
  return (
    <Form
      submit="Make the link"
      busy={write.isPending}
      error={write.error}
      onSubmit={() => write.mutate({ email, role })}
    >
      <TextInput
        label="E-mail"
        type="email"
        required
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        error={fieldError(write.error, 'email')}
      />
      <Select
        label="Role"
        description={roleMeanings[role]}
        allowDeselect={false}
        data={roleChoices}
        value={role}
        onChange={(value) => setRole(roles.find((known) => known === value) ?? role)}
      />
      <Note>No mail is sent: you hand over the link yourself.</Note>
    </Form>
  );
}
