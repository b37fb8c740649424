import type { Engagement } from '@tickmark/core';
import type { ReactNode } from 'react';
import { Page } from '../ui/page.tsx';
import { Empty, ErrorNotice } from '../ui/notices.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { useEngagements } from './current.ts';
import { NotForRole } from './not-for-role.tsx';

/** Renders its children with the engagement worked on, or says why there is none. */
export function WithEngagement({
  title,
  children,
}: {
  title: string;
  children: (engagement: Engagement) => ReactNode;
}) {
  const { current, query, may } = useEngagements();
  if (!may) return <NotForRole title={title} />;
  if (current !== null) return children(current);
  return (
    <Page title={title}>
      {query.isError ? (
        <ErrorNotice error={query.error} retry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Waiting />
      ) : (
        <Empty title="There is no engagement yet." />
      )}
    </Page>
  );
}
