import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { onSessionEnd, queryClient, sessionQuery } from '../queries.ts';

const open = ['/sign-in', '/claim', '/join'];

/** What surrounds every page: when the session ends, the way back to it leads through signing in. */
export function Root() {
  const navigate = useNavigate();
  const { pathname, href } = useRouterState({ select: (state) => state.location });

  useEffect(
    () =>
      onSessionEnd(() => {
        if (open.includes(pathname) || queryClient.getQueryData(sessionQuery.queryKey) === undefined) return;
        queryClient.removeQueries();
        void navigate({ to: '/sign-in', search: { back: href } });
      }),
    [navigate, pathname, href],
  );

  return <Outlet />;
}
