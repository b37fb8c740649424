import { createHash } from 'node:crypto';
import { readItems } from '@tickmark/control-testing';
import { TickmarkError } from '@tickmark/core';
import { engagementOf, localDate } from '../engagements/index.ts';
import { newestResults, type KeptResult } from '../results/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { seal } from '../platform/trail/index.ts';
import { explanationsOf, insertExplanation, listExplanations } from './store.ts';

export const deviationHandlers: HandlersOf<'deviations'> = {
  'deviations.explain': async (context, input) => {
    const { tx, organizationId } = context;
    const engagement = await engagementOf(tx, organizationId, input.engagementId);
    const results = (await newestResults(tx, organizationId, engagement.id)).filter((r) => r.code === input.test);
    const [newest] = results;
    if (newest === undefined) {
      throw new TickmarkError('not_found', `The test ${input.test} has no result in this engagement.`, {
        field: 'test',
        action: 'Take the code of a test that was run.',
      });
    }
    const items = [...new Set(input.items)];
    for (const [place, item] of items.entries()) await checkDeviates(context, results, item, place);
    const today = localDate(context.now, engagement.timeZone);
    if (input.remediation !== undefined && input.remediation.fixedOn > today) {
      throw new TickmarkError('not_yet_possible', `${input.remediation.fixedOn} has not come yet: a plan is no fix.`, {
        field: 'remediation.fixedOn',
        action: `Give the day on which the fix was in place, ${today} at the latest.`,
      });
    }
    await checkCorrection(context, input, items);
    const id = context.newId();
    const row = {
      organizationId,
      id,
      engagementId: engagement.id,
      testCode: input.test,
      control: newest.control,
      items,
      causeKind: input.causeKind,
      cause: input.cause,
      designAtFault: input.designAtFault,
      extent: input.extent,
      fixedOn: input.remediation?.fixedOn ?? null,
      remediation: input.remediation?.text ?? null,
      correction: input.correction ?? null,
      explainedAt: context.now,
      explainedBy: context.userId,
    };
    const entryIndex = await context.record(
      {
        explanationId: id,
        engagementId: engagement.id,
        test: input.test,
        control: newest.control,
        items: items.length,
        itemsSha256: sha256Of(JSON.stringify(items)),
        causeKind: input.causeKind,
        causeSha256: sha256Of(input.cause),
        designAtFault: input.designAtFault,
        fixedOn: input.remediation?.fixedOn ?? null,
      },
      seal('explanations', row),
    );
    return insertExplanation(tx, { ...row, entryIndex });
  },

  'deviations.explanations': (context, input) => listExplanations(context.tx, context.organizationId, input),
};

/** The document lists the first thousand deviations; the file of a result has them all. */
async function checkDeviates(
  { blobs, organizationId }: HandlerContext,
  results: readonly KeptResult[],
  item: string,
  place: number,
): Promise<void> {
  for (const { document, itemsSha256 } of results) {
    if (document.deviations.some((d) => d.state === 'deviation' && d.item === item)) return;
    if (document.definition.kind === 'cadence' || document.items.deviations <= document.deviations.length) continue;
    const file = await blobs.local(organizationId, itemsSha256);
    const found = await readItems(file, { state: 'deviation', search: item, offset: 0, limit: 500 });
    if (found.items.some((each) => each.item === item)) return;
  }
  throw new TickmarkError('not_found', `The newest result does not show ${item} as a deviation.`, {
    field: `items.${place}`,
    action: 'Take the key of an item from the deviations of the result.',
  });
}

/** What was recorded first can be replaced, and not silently. */
async function checkCorrection(
  { tx, organizationId }: HandlerContext,
  input: { engagementId: string; test: string; correction?: string | undefined },
  items: readonly string[],
): Promise<void> {
  if (input.correction !== undefined) return;
  const earlier = await explanationsOf(tx, organizationId, input.engagementId, { test: input.test });
  const explained = items.find((item) => earlier.some((e) => e.items.includes(item)));
  if (explained === undefined) return;
  throw new TickmarkError('bad_input', `${explained} has an explanation already, which stays visible.`, {
    field: 'correction',
    action: 'Say what was wrong with the earlier one.',
  });
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
