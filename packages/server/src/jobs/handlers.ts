import { TickmarkError } from '@tickmark/core';
import type { HandlersOf } from '../platform/handler.ts';
import { findJob, listJobs } from './store.ts';

export const jobHandlers: HandlersOf<'jobs'> = {
  'jobs.list': (context, input) => listJobs(context.tx, context.organizationId, input),

  /** Answers at once: waiting for `changedSince` happens before the transaction, or it would hold it. */
  'jobs.get': async (context, input) => {
    const job = await findJob(context.tx, context.organizationId, input.id);
    if (job !== undefined) return job;
    throw new TickmarkError('not_found', 'There is no such job.', {
      field: 'id',
      action: 'Take an id from the list of jobs.',
    });
  },
};
