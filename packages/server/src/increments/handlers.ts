import { TickmarkError, type PublishedTest } from '@tickmark/core';
import { engagementOf } from '../engagements/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { seal } from '../platform/trail/index.ts';
import { fileOf, kindNamed, refuseUnknownColumns } from '../populations/index.ts';
import { findResults, type KeptResult } from '../results/index.ts';
import { findTests, kindsOf } from '../tests/index.ts';
import type { AddIncrementInput } from './add-job.ts';
import { incrementsBefore, type CompareIncrementsInput } from './compare-job.ts';
import { findComparison, findFiles, insertFile, listIncrements, type KeptFile } from './store.ts';

export const incrementHandlers: HandlersOf<'increments'> = {
  'increments.upload': async (context, input) => {
    const { tx, organizationId, now } = context;
    const { engagementId, reading, acceptRejected } = input;
    await engagementOf(tx, organizationId, engagementId);
    const kind = kindNamed(input.kind);
    refuseUnknownColumns(kind, Object.keys(reading.mapping ?? {}));
    const { name, sha256: inputSha256 } = fileOf(context);
    const id = context.newId();
    const file = { id, engagementId, kind: kind.id, name, inputSha256 };
    const row = { ...file, organizationId, reading, acceptRejected, receivedAt: now, receivedBy: context.userId };
    const entryIndex = await context.record(
      { fileId: id, engagementId, kind: kind.id, inputSha256 },
      seal('incrementFiles', row),
    );
    await insertFile(tx, { ...row, entryIndex });
    return { ...file, entryIndex, receivedAt: now.toISOString() };
  },

  'increments.add': async (context, input) => {
    const test = await testOf(context, input.testId);
    const files = await filesOf(context, test, [...new Set(input.files)]);
    const jobInput: AddIncrementInput = {
      testId: test.id,
      files: files.map(({ id }) => id),
      addedAt: context.now.toISOString(),
    };
    const title = test.definition.id;
    const jobId = await context.startJob({ kind: 'add-increment', title, unit: 'rows', input: jobInput });
    await context.record({ jobId, engagementId: test.engagementId, testId: test.id, files: jobInput.files });
    return { jobId };
  },

  'increments.list': (context, input) => listIncrements(context.tx, context.organizationId, input),

  'increments.compare': async (context, { resultId }) => {
    const { tx, organizationId } = context;
    const result = await resultOf(context, resultId);
    const compared = await findComparison(tx, organizationId, resultId);
    if (compared !== undefined) {
      throw new TickmarkError('already_done', 'This result was compared with the increments before it.', {
        field: 'resultId',
        action: 'Nothing needs doing; increments.comparison shows it.',
      });
    }
    const { before } = await incrementsBefore(tx, organizationId, result);
    if (before.length === 0) {
      throw new TickmarkError(
        'not_found',
        'No increments of the same definition, period and holidays came before this run.',
        { field: 'resultId', action: 'Choose a result of a test that increments were added to before it ran.' },
      );
    }
    const input: CompareIncrementsInput = { resultId };
    const jobId = await context.startJob({ kind: 'compare-increments', title: result.code, unit: 'results', input });
    await context.record({ jobId, engagementId: result.engagementId, resultId });
    return { jobId };
  },

  'increments.comparison': async (context, { resultId }) => {
    const { tx, organizationId } = context;
    const { before } = await incrementsBefore(tx, organizationId, await resultOf(context, resultId));
    return {
      increments: before.length,
      comparison: (await findComparison(tx, organizationId, resultId)) ?? null,
    };
  },
};

async function testOf({ tx, organizationId }: HandlerContext, id: string): Promise<PublishedTest> {
  const [found] = await findTests(tx, organizationId, [id]);
  if (found !== undefined) return found;
  throw new TickmarkError('not_found', 'There is no such test.', {
    field: 'testId',
    action: 'Take an id from the list of tests.',
  });
}

async function resultOf({ tx, organizationId }: HandlerContext, id: string): Promise<KeptResult> {
  const [found] = await findResults(tx, organizationId, [id]);
  if (found !== undefined) return found;
  throw new TickmarkError('not_found', 'There is no such result.', {
    field: 'resultId',
    action: 'Take an id from the list of results.',
  });
}

/** The files an increment takes: of the engagement of the test, one at most of each population it reads. */
async function filesOf(context: HandlerContext, test: PublishedTest, ids: string[]): Promise<KeptFile[]> {
  const found = await findFiles(context.tx, context.organizationId, ids);
  const missing = ids.find((id) => !found.some((file) => file.id === id && file.engagementId === test.engagementId));
  if (missing !== undefined) {
    throw new TickmarkError('not_found', `There is no file ${missing} in the engagement of this test.`, {
      field: 'files',
      action: 'Take the ids that increments.upload answered with.',
    });
  }
  const read = kindsOf(test.definition);
  const foreign = found.find(({ kind }) => !read.includes(kind));
  if (foreign !== undefined) {
    throw new TickmarkError('population_invalid', `${test.definition.id} does not read ${foreign.kind}.`, {
      field: 'files',
      action: `It reads ${read.join(' and ')}; leave ${foreign.name} out.`,
    });
  }
  const twice = found.find(({ kind }, place) => found[place - 1]?.kind === kind);
  if (twice !== undefined) {
    throw new TickmarkError('conflict', `Two of the files hold rows of ${twice.kind}.`, {
      field: 'files',
      action: 'Give one file of each population, and the others as further increments.',
    });
  }
  return found;
}
