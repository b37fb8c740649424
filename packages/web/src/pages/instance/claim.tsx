import { Anchor, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { fieldError, instanceQuery, useWrite } from '../../queries.ts';
import { OpenPage } from '../../shell/open-page.tsx';
import { Form } from '../../ui/form.tsx';
import { NewPassword } from '../sessions/new-password.tsx';
import { useEnter } from '../sessions/enter.ts';

export function ClaimPage() {
  const { data: instance } = useQuery(instanceQuery);
  const fromAddress = decodeURIComponent(location.hash.slice(1));
  const [claim, setClaim] = useState(fromAddress);
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const write = useWrite('instance.claim');
  const enter = useEnter();

  if (instance?.claimed) {
    return (
      <OpenPage
        title="This instance has its owner"
        lead="It was claimed before. Sign in, or ask an owner to invite you."
      >
        <Anchor component={Link} to="/sign-in">
          Sign in
        </Anchor>
      </OpenPage>
    );
  }
  return (
    <OpenPage
      title="Claim this instance"
      lead="You are the first one here. This account becomes the owner; everything stays on this machine, and nothing is sent anywhere."
    >
      <Form
        submit="Claim this instance"
        busy={write.isPending}
        error={write.error}
        onSubmit={() =>
          write.mutate({ claim: claim.trim(), name, email, password }, { onSuccess: (session) => enter(session) })
        }
      >
        {fromAddress === '' ? (
          <TextInput
            label="Claim"
            description="The one-time word that the terminal printed when Tickmark started"
            required
            value={claim}
            onChange={(event) => setClaim(event.currentTarget.value)}
            error={fieldError(write.error, 'claim')}
          />
        ) : null}
        <TextInput
          label="Name"
          name="name"
          autoComplete="name"
          required
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fieldError(write.error, 'name')}
        />
        <TextInput
          label="E-mail"
          name="email"
          type="email"
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={fieldError(write.error, 'email')}
        />
        <NewPassword value={password} onChange={setPassword} error={write.error} />
      </Form>
    </OpenPage>
  );
}
