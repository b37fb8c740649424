import type { Engagement } from '@tickmark/core';
import type { ReactNode } from 'react';
import { Page } from '../ui/page.tsx';
import { Empty, ErrorNotice } from '../ui/notices.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { useEngagements } from './current.ts';

/** Renders its children with the engagement worked on, or says why there is none. */
export function WithEngagement({
  title,
  children,
}: {
  title: string;
  children: (engagement: Engagement) => ReactNode;
}) {
  const { current, query, may } = useEngagements();
  if (current !== null) return children(current);
  return (
    <Page title={title}>
      {!may ? (
        <Empty
          title="Your role has nothing to do on this page."
          example="An owner can give you another role under Members."
        />
      ) : query.isError ? (
        <ErrorNotice error={query.error} retry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Waiting />
      ) : (
        <Empty title="There is no engagement yet." />
      )}
    </Page>
  );
}
