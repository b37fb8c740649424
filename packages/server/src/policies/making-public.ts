import { TickmarkError, type PolicyInFull } from '@tickmark/core';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { seal } from '../platform/trail/index.ts';
import { pagesOf, putPage, type PageRecord } from './page-store.ts';
import { inFull } from './shown.ts';
import { newSlug } from './slug.ts';
import { lockPolicies } from './store.ts';
import { policyOf, refuseRetired } from './writing.ts';

/** Which documents anybody may read. */
export const makingPublicHandlers: Pick<HandlersOf<'policies'>, 'policies.make-public' | 'policies.make-internal'> = {
  'policies.make-public': async (context, { id, searchable }) => {
    const before = await held(context, id);
    await refuseRetired(context, await policyOf(context, id));
    if (before?.isPublic === true && before.searchable === searchable)
      throw new TickmarkError(
        'already_done',
        `Anybody may read it already, and search engines ${searchable ? 'may' : 'may not'} list it.`,
        { field: 'id' },
      );
    return write(context, { id, slug: before?.slug ?? newSlug(), isPublic: true, searchable });
  },

  'policies.make-internal': async (context, { id }) => {
    const before = await held(context, id);
    if (before?.isPublic !== true) throw new TickmarkError('already_done', 'It has no public page.', { field: 'id' });
    return write(context, { id, slug: before.slug, isPublic: false, searchable: false });
  },
};

/** What was said of a document last, held until the transaction ends. Errors: not_found. */
async function held(context: HandlerContext, id: string): Promise<PageRecord | undefined> {
  const { tx, organizationId } = context;
  await lockPolicies(tx, organizationId);
  await policyOf(context, id);
  return (await pagesOf(tx, organizationId)).get(id);
}

async function write(
  context: HandlerContext,
  page: Pick<PageRecord, 'id' | 'slug' | 'isPublic' | 'searchable'>,
): Promise<PolicyInFull> {
  const { tx, organizationId, now, userId } = context;
  const row = { organizationId, ...page, changedAt: now, changedBy: userId };
  const { id, isPublic, searchable } = page;
  const entryIndex = await context.record(
    { policyId: id, ...(isPublic ? { searchable } : {}) },
    seal('policyPages', row),
  );
  await putPage(tx, { ...row, entryIndex });
  return inFull(context, id);
}
