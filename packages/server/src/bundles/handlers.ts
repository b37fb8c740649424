import { TickmarkError } from '@tickmark/core';
import type { HandlersOf } from '../platform/handler.ts';
import type { CreateBundleInput } from './create-job.ts';
import { readBundleRecords } from './records.ts';
import { findBundle, listBundles } from './store.ts';

export const bundleHandlers: HandlersOf<'bundles'> = {
  'bundles.create': async (context, input) => {
    const { engagement } = await readBundleRecords(context.tx, context.organizationId, input.engagementId);
    const jobInput: CreateBundleInput = { engagementId: engagement.id };
    const jobId = await context.startJob({
      kind: 'create-bundle',
      title: engagement.title,
      unit: 'files',
      input: jobInput,
    });
    await context.record({ jobId, engagementId: engagement.id });
    return { jobId };
  },

  'bundles.list': (context, input) => listBundles(context.tx, context.organizationId, input),

  'bundles.download': async (context, input) => {
    const bundle = await findBundle(context.tx, context.organizationId, input.id);
    if (bundle === undefined) {
      throw new TickmarkError('not_found', 'There is no such bundle.', {
        field: 'id',
        action: 'Take an id from the list of bundles.',
      });
    }
    return { sha256: bundle.sha256, fileName: 'bundle.tar', mediaType: 'application/x-tar', size: bundle.size };
  },
};
