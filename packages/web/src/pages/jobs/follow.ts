import type { Job } from '@tickmark/core';
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ApiError } from '../../api/error.ts';
import { currentPlace } from '../../api/place.ts';
import { readAgain } from '../../api/read-again.ts';
import { call } from '../../api.ts';
import { operationQuery } from '../../queries.ts';

/** Still to end. */
export function isOpen({ state }: Pick<Job, 'state'>): boolean {
  return state === 'queued' || state === 'running';
}

const followed = new Set<string>();

/**
 * Follows a job to its end, once however many look at it: each answer is kept, and the next question
 * waits on the server for news. When the job ends, everything read before may have changed.
 */
async function follow(id: string, client: QueryClient): Promise<void> {
  if (followed.has(id)) return;
  followed.add(id);
  const { organizationId } = currentPlace();
  let changedSince: number | undefined;
  try {
    while (currentPlace().organizationId === organizationId) {
      const job = await nextNews(id, changedSince);
      if (job === null) continue;
      client.setQueryData([organizationId, 'jobs.get', { id }], job);
      if (!isOpen(job)) {
        await readAgain(client);
        return;
      }
      changedSince = job.change;
    }
  } finally {
    followed.delete(id);
  }
}

/** null where the connection was lost; the next try comes two seconds later. */
async function nextNews(id: string, changedSince: number | undefined): Promise<Job | null> {
  try {
    return await call('jobs.get', { id, changedSince });
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 0) throw error;
    await new Promise((resolve) => setTimeout(resolve, 2000));
    return null;
  }
}

/** A job with its live progress, or undefined until its first answer. */
export function useJob(id: string | null): Job | undefined {
  const client = useQueryClient();
  const { data } = useQuery({ ...operationQuery('jobs.get', { id: id ?? '' }), enabled: false });
  const ended = data !== undefined && !isOpen(data);

  useEffect(() => {
    if (id === null || ended) return;
    follow(id, client).catch(() => readAgain(client));
  }, [id, ended, client]);

  return data;
}
