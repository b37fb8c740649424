import { Anchor, Text } from '@mantine/core';
import { roleTitles } from '@tickmark/core/roles';
import { Link } from '@tanstack/react-router';
import { Empty } from '../ui/notices.tsx';
import { Page } from '../ui/page.tsx';
import { useMembership } from './current.ts';

/** Says that a page is not one of the role somebody has here, and what is. */
export function NotForRole({ title }: { title: string }) {
  const membership = useMembership();
  return (
    <Page title={title}>
      <Empty
        title="Your role does not include this page."
        example={
          <>
            {membership === null ? null : `You are here as ${roleTitles[membership.role].toLowerCase()}. `}
            An owner of the organization can give you another role.{' '}
            <Anchor component={Link} to="/" underline="always">
              Go to what is yours
            </Anchor>
          </>
        }
      />
    </Page>
  );
}

/** The first page of whoever has a part in the examination, and does none of its work here. */
export function NothingAsked() {
  const membership = useMembership();
  return (
    <Page title="Nothing is asked of you now" narrow>
      <Text mb="sm">
        You are a member of {membership?.name ?? 'this organization'}, which prepares for a SOC 2 examination. Nothing
        here waits for you. Whoever needs a file from you hands you a link for just that file.
      </Text>
      <Text component="ul" pl="lg">
        <li>
          <Anchor component={Link} to="/understand" hash="people" underline="always">
            Who does what in an examination
          </Anchor>
          , employees too
        </li>
        <li>
          <Anchor component={Link} to="/understand/terms" underline="always">
            What the words mean
          </Anchor>
        </li>
        <li>
          <Anchor component={Link} to="/organization" underline="always">
            Your organization
          </Anchor>{' '}
          and{' '}
          <Anchor component={Link} to="/account" underline="always">
            your account
          </Anchor>
        </li>
      </Text>
    </Page>
  );
}
