import { PasswordInput, TextInput } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { fieldError, useWrite } from '../../queries.ts';
import { OpenPage } from '../../shell/open-page.tsx';
import { Form } from '../../ui/form.tsx';
import { useEnter } from './enter.ts';

const route = getRouteApi('/sign-in');

export function SignInPage() {
  const { back } = route.useSearch();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const write = useWrite('sessions.sign-in');
  const enter = useEnter();

  return (
    <OpenPage title="Sign in" lead="With the account of this instance. An owner can invite you if you have none.">
      <Form
        submit="Sign in"
        busy={write.isPending}
        error={write.error}
        onSubmit={() => write.mutate({ email, password }, { onSuccess: (session) => enter(session, back) })}
      >
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
        <PasswordInput
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={fieldError(write.error, 'password')}
          visibilityToggleButtonProps={{ 'aria-label': 'Show what is typed', tabIndex: 0 }}
        />
      </Form>
    </OpenPage>
  );
}
