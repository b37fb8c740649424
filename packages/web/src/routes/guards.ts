import type { Session } from '@tickmark/core';
import { redirect } from '@tanstack/react-router';
import { ApiError } from '../api/error.ts';
import { changePlace, currentPlace } from '../api/place.ts';
import { instanceQuery, queryClient, sessionQuery } from '../queries.ts';

/** Who is signed in; sends everybody else to where they can be. */
export async function requireSession(back: string): Promise<Session> {
  try {
    return await queryClient.ensureQueryData(sessionQuery);
  } catch (error) {
    if (!(error instanceof ApiError) || error.body.code !== 'not_signed_in') throw error;
  }
  const { claimed } = await queryClient.fetchQuery(instanceQuery);
  throw claimed ? redirect({ to: '/sign-in', search: { back } }) : redirect({ to: '/claim' });
}

/** The same within an organization; whoever has none yet starts one. */
export async function requireMembership(back: string): Promise<void> {
  const { organizations } = await requireSession(back);
  const first = organizations[0];
  if (first === undefined) throw redirect({ to: '/start' });
  if (!organizations.some(({ id }) => id === currentPlace().organizationId)) {
    changePlace({ organizationId: first.id, engagementId: null });
  }
}
