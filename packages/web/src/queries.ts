import type { ErrorBody, OperationName, Session } from '@tickmark/core';
import {
  infiniteQueryOptions,
  MutationCache,
  QueryCache,
  QueryClient,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type { Input, Output } from './api/client.ts';
import { ApiError, errorBody } from './api/error.ts';
import { currentPlace } from './api/place.ts';
import { readAgain } from './api/read-again.ts';
import { call } from './api.ts';

const sessionEnded = new EventTarget();

/** Calls back when the server says that nobody is signed in. */
export function onSessionEnd(callback: () => void): () => void {
  sessionEnded.addEventListener('end', callback);
  return () => sessionEnded.removeEventListener('end', callback);
}

function noticeEnd(error: unknown): void {
  if (error instanceof ApiError && error.body.code === 'not_signed_in') sessionEnded.dispatchEvent(new Event('end'));
}

/** Only what may be different the next time is worth another try. */
function mayPass(failures: number, error: unknown): boolean {
  return failures < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 502);
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeEnd }),
  mutationCache: new MutationCache({ onError: noticeEnd }),
  defaultOptions: { queries: { retry: mayPass, staleTime: 15_000, refetchOnWindowFocus: true } },
});

/** One read, kept under the organization, the operation and its input. */
export function operationQuery<N extends OperationName>(name: N, input: Input<N>) {
  return queryOptions<Output<N>>({
    queryKey: [currentPlace().organizationId, name, input],
    queryFn: ({ signal }) => call(name, input, { signal }),
  });
}

interface ReadOptions {
  enabled?: boolean;
  /** What never changes is read once, whatever is written. */
  staleTime?: 'static';
}

export function useOperation<N extends OperationName>(name: N, input: Input<N>, options: ReadOptions = {}) {
  return useQuery({ ...operationQuery(name, input), ...options });
}

interface PageOf<Item> {
  items: Item[];
  total: number;
}

/** Rows by offset, page after page, for tables that load as they are scrolled. */
export function pagedQuery<Item>(
  key: readonly unknown[],
  load: (offset: number, signal: AbortSignal) => Promise<PageOf<Item>>,
) {
  return infiniteQueryOptions({
    queryKey: [currentPlace().organizationId, ...key, 'pages'],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) => load(pageParam, signal),
    getNextPageParam: (last: PageOf<Item>, pages: PageOf<Item>[]) => {
      const loaded = pages.reduce((sum, page) => sum + page.items.length, 0);
      return last.items.length > 0 && loaded < last.total ? loaded : undefined;
    },
  });
}

/** Rows by cursor, page after page, for tables that load as they are scrolled. */
export function cursorQuery<Page extends { nextCursor: string | null }>(
  key: readonly unknown[],
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<Page>,
) {
  return infiniteQueryOptions({
    queryKey: [currentPlace().organizationId, ...key, 'cursor'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => load(pageParam, signal),
    getNextPageParam: (last: Page) => last.nextCursor ?? undefined,
  });
}

interface After<Made> {
  onSuccess?: (made: Made) => void;
  onError?: (error: Error) => void;
}

/**
 * A write. Everything read before may have changed, so all of it is read again, and then what the
 * caller asked for is done. It belongs to the write and not to the component that began it: what is
 * read again may take that component away, and with it whatever was left to its observer.
 */
export function useWrite<N extends OperationName>(name: N) {
  const client = useQueryClient();
  const { mutate, data, error, isPending, reset } = useMutation<
    Output<N>,
    Error,
    { input: Input<N>; after: After<Output<N>> }
  >({
    mutationFn: ({ input }) => call(name, input),
    onSuccess: async (made, { after }) => {
      await readAgain(client);
      after.onSuccess?.(made);
    },
    onError: (failure, { after }) => after.onError?.(failure),
  });
  return {
    mutate: (input: Input<N>, after: After<Output<N>> = {}) => mutate({ input, after }),
    data,
    error,
    isPending,
    reset,
  };
}

export const sessionQuery = queryOptions<Session>({
  queryKey: ['session'],
  queryFn: ({ signal }) => call('sessions.current', {}, { signal }),
  staleTime: 60_000,
});

export const instanceQuery = queryOptions<Output<'instance.status'>>({
  queryKey: ['instance'],
  queryFn: ({ signal }) => call('instance.status', {}, { signal }),
});

/** The message for one field of a form, if the server's error is about it. */
export function fieldError(error: unknown, field: string): string | undefined {
  if (error === null || error === undefined) return undefined;
  const body: ErrorBody = errorBody(error);
  if (body.field !== field) return undefined;
  return body.action === undefined ? body.message : `${body.message} ${body.action}`;
}

/** The field that the server's error is about, if it is one of those the pattern names: `items.3`. */
export function faultyField(error: unknown, fields: RegExp): string {
  const field = error === null || error === undefined ? undefined : errorBody(error).field;
  return field !== undefined && fields.test(field) ? field : '';
}
