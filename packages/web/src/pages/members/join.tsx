import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { fieldError, useWrite } from '../../queries.ts';
import { OpenPage } from '../../shell/open-page.tsx';
import { Form } from '../../ui/form.tsx';
import { NewPassword } from '../sessions/new-password.tsx';
import { useEnter } from '../sessions/enter.ts';

export function JoinPage() {
  const [invitation, setInvitation] = useState(decodeURIComponent(location.hash.slice(1)));
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const write = useWrite('members.accept');
  const enter = useEnter();

  return (
    <OpenPage
      title="Join the organization"
      lead="The invitation says which organization, and with which role. It works once."
    >
      <Form
        submit="Join"
        busy={write.isPending}
        error={write.error}
        onSubmit={() =>
          write.mutate({ invitation: invitation.trim(), name, password }, { onSuccess: (session) => enter(session) })
        }
      >
        <TextInput
          label="Invitation"
          required
          value={invitation}
          onChange={(event) => setInvitation(event.currentTarget.value)}
          error={fieldError(write.error, 'invitation')}
        />
        <TextInput
          label="Name"
          name="name"
          autoComplete="name"
          required
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fieldError(write.error, 'name')}
        />
        <NewPassword value={password} onChange={setPassword} error={write.error} />
      </Form>
    </OpenPage>
  );
}
