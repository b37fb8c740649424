import { createHash } from 'node:crypto';
import { drawnKeys, TickmarkError, type KeptStep, type SampleItem, type SampleStep } from '@tickmark/core';
import { canonicalBytes, nextInOrder, requireKeys } from '@tickmark/control-testing';
import { evidenceWithIds } from '../evidence/index.ts';
import { populationOf } from '../populations/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { seal } from '../platform/trail/index.ts';
import { lockedChain, type Chain } from './chain.ts';
import { insertStep } from './step-store.ts';

type StepOperation = 'samples.add-targeted' | 'samples.replace-void' | 'samples.record';

export const stepHandlers: Pick<HandlersOf<'samples'>, StepOperation> = {
  'samples.add-targeted': async (context, input) => {
    const { first, items } = await lockedChain(context, input.id);
    const keys = [...new Set(input.keys)];
    const there = keys.find((key) => items.some((item) => item.key === key));
    if (there !== undefined) {
      throw new TickmarkError('already_done', `${there} is in the sample already.`, {
        field: 'keys',
        action: 'Leave it out.',
      });
    }
    const { file, key } = await fileOf(context, first.populationId);
    await requireKeys(file, key, keys, 'keys');
    return keepStep(context, { step: 'targeted', sample: first.id, keys, reason: input.reason });
  },

  'samples.replace-void': async (context, input) => {
    const chain = await lockedChain(context, input.id);
    const { first, items } = chain;
    const item = itemOf(chain, input.key);
    if (item.state !== 'not-examined') {
      throw new TickmarkError('conflict', `An outcome of ${item.key} is on record.`, {
        field: 'key',
        action: 'Whether an item belongs in the population is said before it is examined.',
      });
    }
    const { file, key } = await fileOf(context, first.populationId);
    const { seed, method } = first.document;
    const replacement =
      item.origin === 'targeted'
        ? null
        : await nextInOrder({ file, key, seed, method, drawn: drawnKeys(items), from: item.key });
    return keepStep(context, {
      step: 'replaced',
      sample: first.id,
      key: item.key,
      reason: input.reason,
      replacement,
    });
  },

  'samples.record': async (context, input) => {
    const chain = await lockedChain(context, input.id);
    const item = itemOf(chain, input.key);
    const again = item.state !== 'not-examined';
    if (input.note === undefined && (again || input.outcome !== 'pass')) {
      const why = again ? `An outcome of ${item.key} is on record.` : 'This outcome needs a note.';
      throw new TickmarkError('bad_input', why, {
        field: 'note',
        action: again ? 'Say why it is recorded again; both stay.' : 'Say what was found, or why nothing could be.',
      });
    }
    const evidenceIds = [...new Set(input.evidenceIds)];
    const found = await evidenceWithIds(context.tx, context.organizationId, evidenceIds);
    const unknown = evidenceIds.find((id) => !found.has(id));
    if (unknown !== undefined) {
      throw new TickmarkError('not_found', `There is no evidence ${unknown}.`, {
        field: 'evidenceIds',
        action: 'Take ids from the list of evidence.',
      });
    }
    const { key } = item;
    const { outcome, note = null } = input;
    return keepStep(context, { step: 'recorded', sample: chain.first.id, key, outcome, note, evidenceIds });
  },
};

function itemOf({ items }: Chain, key: string): SampleItem {
  const item = items.find((each) => each.key === key);
  if (item === undefined) {
    throw new TickmarkError('not_found', `${key} is not in the sample.`, {
      field: 'key',
      action: 'Take a key from the items of the sample.',
    });
  }
  if (item.state !== 'void') return item;
  throw new TickmarkError('conflict', `${key} is void: ${item.note}`, {
    field: 'key',
    action: item.replacement === null ? 'Take another item.' : `Examine ${item.replacement} in its place.`,
  });
}

async function fileOf(context: HandlerContext, populationId: string): Promise<{ file: string; key: string }> {
  const { manifest } = await populationOf(context, populationId);
  return { file: await context.blobs.local(context.organizationId, manifest.sha256), key: manifest.key };
}

async function keepStep(context: HandlerContext, document: SampleStep): Promise<KeptStep> {
  const sha256 = createHash('sha256').update(canonicalBytes(document)).digest('hex');
  const id = context.newId();
  const row = {
    organizationId: context.organizationId,
    id,
    sampleId: document.sample,
    document,
    sha256,
    recordedAt: context.now,
    recordedBy: context.userId,
  };
  const entryIndex = await context.record({ stepId: id, sampleId: document.sample, sha256 }, seal('sampleSteps', row));
  return insertStep(context.tx, { ...row, entryIndex });
}
