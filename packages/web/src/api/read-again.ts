import type { QueryClient } from '@tanstack/react-query';

/**
 * Everything read before may have changed: what is on screen is asked for again, the rest when it is
 * next looked at. A first answer that is still on its way may be of before the change, and
 * `invalidateQueries` would take it for fresh: it is asked for once more when it has come.
 */
export async function readAgain(client: QueryClient): Promise<void> {
  const underWay = client
    .getQueryCache()
    .findAll({ fetchStatus: 'fetching', predicate: ({ state }) => state.data === undefined });
  await client.invalidateQueries();
  await Promise.allSettled(underWay.map(({ promise }) => promise));
  await Promise.all(underWay.map(({ queryKey }) => client.invalidateQueries({ queryKey, exact: true })));
}
