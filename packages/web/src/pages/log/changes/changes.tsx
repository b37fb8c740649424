import type { ChangeNoun, Engagement, LogChange } from '@tickmark/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { call } from '../../../api.ts';
import { cursorQuery, useOperation } from '../../../queries.ts';
import { useEngagements } from '../../../shell/current.ts';
import { Page } from '../../../ui/page.tsx';
import { Term } from '../../../ui/term.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import { ChangeTable } from './change-table.tsx';
import { Growth } from './growth.tsx';
import { MarkSeen } from './mark-seen.tsx';
import { NoBeginning } from './no-beginning.tsx';
import { Since, type Held } from './since.tsx';
import { Standings } from './standings.tsx';

const route = getRouteApi('/inside/log/changes');

/** Rows of a page on screen, and of one when all are fetched for a file. */
const pageSize = { screen: 200, file: 500 };
/** An entry is signed within a moment of its write. */
const pendingMs = 1_000;

/** What changed since a point: of the engagement worked on, or of the whole log. */
export function ChangesPage() {
  const { of } = route.useSearch();
  const { current, query, may } = useEngagements();
  if (of !== 'log' && may && query.isPending) {
    return (
      <Page title="What changed">
        <Waiting />
      </Page>
    );
  }
  const engagement = of === 'log' ? null : current;
  return <Loaded key={engagement?.id ?? 'log'} engagement={engagement} />;
}

function Loaded({ engagement }: { engagement: Engagement | null }) {
  const { since, noun, by, search, show } = route.useSearch();
  const navigate = route.useNavigate();
  const [held, setHeld] = useState<Held | null>(null);
  const engagementId = engagement?.id;
  const input = {
    ...(held === null
      ? { since: since ?? (engagement === null ? 'beginning' : undefined) }
      : { checkpoint: held.text }),
    engagementId,
    noun: noun as ChangeNoun | undefined,
    by,
    search,
    concerns: show ?? ('engagement' as const),
  };
  const pages = useInfiniteQuery({
    ...cursorQuery(['log.changes', input], (cursor, signal) =>
      call('log.changes', { ...input, cursor, limit: pageSize.screen }, { signal }),
    ),
    // A file that is given again is compared again.
    staleTime: 0,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => ((state.data?.pages[0]?.growth.pending ?? 0) > 0 ? pendingMs : false),
  });
  const seen = useOperation('log.seen', { engagementId: engagementId ?? '' }, { enabled: engagementId !== undefined });
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data]);
  const first = pages.error === null ? pages.data?.pages[0] : undefined;

  async function all(): Promise<LogChange[]> {
    const items: LogChange[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await call('log.changes', { ...input, cursor, limit: pageSize.file });
      items.push(...page.items);
      if (page.nextCursor === null) return items;
      cursor = page.nextCursor;
    }
  }

  return (
    <Page
      title="What changed"
      lead={
        <>
          {engagement === null ? 'Of the whole log' : engagement.title}: everything that was written after a point, such
          as an auditor’s last visit, with what shows that the log only grew. Each line is one{' '}
          <Term id="entry">entry</Term>.
        </>
      }
      actions={
        engagementId === undefined || first === undefined ? (
          engagement === null ? (
            <Link to="/log" className="tm-link">
              To the log
            </Link>
          ) : null
        ) : (
          <MarkSeen engagementId={engagementId} size={first.growth.size} marked={seen.data?.seen?.size ?? 0} />
        )
      }
    >
      <Since
        engagement={engagement}
        since={since}
        point={first?.since}
        held={held}
        onSince={(next) => {
          setHeld(null);
          void navigate({ search: (s) => ({ ...s, since: next, noun: undefined, by: undefined }) });
        }}
        onHeld={setHeld}
      />
      {pages.error === null ? null : (
        <NoBeginning error={pages.error} held={held?.text} retry={() => void pages.refetch()} />
      )}
      {first === undefined ? (
        pages.error === null ? (
          <Waiting />
        ) : null
      ) : (
        <>
          <Growth since={first.since} growth={first.growth} />
          {first.standings === null ? null : <Standings standings={first.standings} />}
          <ChangeTable
            first={first}
            rows={rows}
            loadMore={() => {
              if (!pages.isFetchingNextPage && pages.hasNextPage) void pages.fetchNextPage();
            }}
            all={all}
            ofEngagement={engagement !== null}
          />
        </>
      )}
    </Page>
  );
}
