import type { Session } from '@tickmark/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { changePlace, currentPlace } from '../../api/place.ts';
import { sessionQuery } from '../../queries.ts';

/** What follows claiming, joining and signing in: into the organization, or to the start of one. */
export function useEnter(): (session: Session, back?: string) => void {
  const client = useQueryClient();
  const navigate = useNavigate();
  return (session, back) => {
    client.clear();
    client.setQueryData(sessionQuery.queryKey, session);
    const known = session.organizations.some(({ id }) => id === currentPlace().organizationId);
    if (!known) changePlace({ organizationId: session.organizations[0]?.id ?? null, engagementId: null });
    if (session.organizations.length === 0) void navigate({ to: '/start' });
    // Only a path of this app; never an address somebody put into a link.
    else if (back !== undefined && /^\/(?![/\\])/.test(back)) void navigate({ href: back });
    else void navigate({ to: '/' });
  };
}
