import { sealedFacts, TickmarkError, type DefinitionFault, type PublishedTest } from '@tickmark/core';
import { checkDefinition, definitionSha256, parseDefinition, testLibrary } from '@tickmark/control-testing';
import { engagementOf } from '../engagements/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { seal } from '../platform/trail/index.ts';
import { completeAt, previewDefinition } from './authoring.ts';
import type { RunTestsInput } from './run-job.ts';
import { findTest, findTests, insertTest, latestTest, latestTests, listTests, lockVersions } from './store.ts';

export const testHandlers: HandlersOf<'tests'> = {
  'tests.library': async (_context, input) => ({
    items: testLibrary().filter((test) => input.control === undefined || test.definition.control === input.control),
  }),

  'tests.check': async (_context, input) => ({ faults: checkDefinition(input.yaml) }),

  'tests.preview': previewDefinition,

  'tests.complete': completeAt,

  'tests.publish': async (context, input) => {
    const { tx, organizationId } = context;
    await engagementOf(tx, organizationId, input.engagementId);
    refuseFaulty(checkDefinition(input.yaml));
    const definition = parseDefinition(input.yaml);
    const sha256 = definitionSha256(input.yaml);
    await lockVersions(tx, input.engagementId, definition.id);
    const before = await latestTest(tx, organizationId, input.engagementId, definition.id);
    if (before !== undefined && before.sha256 === sha256) {
      throw new TickmarkError(
        'already_done',
        `${definition.id} is published with exactly this text, as version ${before.version}.`,
        {
          field: 'yaml',
          action: `Nothing needs doing; the test is ${before.id}.`,
        },
      );
    }
    const id = context.newId();
    const version = (before?.version ?? 0) + 1;
    const row = {
      organizationId,
      id,
      engagementId: input.engagementId,
      code: definition.id,
      control: definition.control,
      title: definition.title,
      version,
      yaml: input.yaml,
      definition,
      sha256,
      publishedAt: context.now,
      publishedBy: context.userId,
    };
    const entryIndex = await context.record(
      sealedFacts['tests.publish'].parse({
        testId: id,
        engagementId: input.engagementId,
        code: definition.id,
        version,
        sha256,
      }),
      seal('tests', row),
    );
    await insertTest(tx, { ...row, entryIndex });
    return testOf(context, id);
  },

  'tests.list': (context, input) => listTests(context.tx, context.organizationId, input),

  'tests.get': (context, input) => testOf(context, input.id),

  'tests.run': async (context, input) => {
    const { tx, organizationId } = context;
    await engagementOf(tx, organizationId, input.engagementId);
    const tests =
      input.ids === undefined
        ? await latestTests(tx, organizationId, input.engagementId)
        : await namedTests(context, input.engagementId, [...new Set(input.ids)]);
    if (tests.length === 0) {
      throw new TickmarkError('not_found', 'No test is published in this engagement.', {
        field: 'engagementId',
        action: 'Publish a test of the library first.',
      });
    }
    const jobInput: RunTestsInput = { engagementId: input.engagementId, testIds: tests.map((test) => test.id) };
    const title = tests.length === 1 ? (tests[0]?.definition.id ?? '') : `${tests.length} tests`;
    const jobId = await context.startJob({ kind: 'run-tests', title, unit: 'tests', input: jobInput });
    await context.record({ jobId, engagementId: input.engagementId, tests: tests.length });
    return { jobId };
  },
};

async function testOf(context: HandlerContext, id: string): Promise<PublishedTest> {
  const found = await findTest(context.tx, context.organizationId, id);
  if (found !== undefined) return found;
  throw new TickmarkError('not_found', 'There is no such test.', {
    field: 'id',
    action: 'Take an id from the list of tests.',
  });
}

async function namedTests(context: HandlerContext, engagementId: string, ids: string[]): Promise<PublishedTest[]> {
  const found = await findTests(context.tx, context.organizationId, ids);
  const missing = ids.find((id) => !found.some((test) => test.id === id && test.engagementId === engagementId));
  if (missing === undefined) return found;
  throw new TickmarkError('not_found', `There is no test ${missing} in this engagement.`, {
    field: 'ids',
    action: 'Take ids from the list of tests.',
  });
}

function refuseFaulty(faults: DefinitionFault[]): void {
  const [first] = faults;
  if (first === undefined) return;
  const others =
    faults.length > 1 ? ` ${faults.length - 1} more ${faults.length === 2 ? 'fault follows' : 'faults follow'}.` : '';
  throw new TickmarkError(
    'definition_invalid',
    `Line ${first.line}, column ${first.column}, ${first.path}: ${first.message}.${others}`.replace('..', '.'),
    { field: 'yaml', action: first.suggestion ?? 'Correct the definition; tests.check lists every fault.' },
  );
}
