import { createHash } from 'node:crypto';
import {
  drawnByStratum,
  drawnKeys,
  sameMethod,
  TickmarkError,
  type Population,
  type Sample,
  type SampleMethod,
} from '@tickmark/core';
import { canonicalBytes, drawSample, type DrawInput, type Selection } from '@tickmark/control-testing';
import { populationOf } from '../populations/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { seal } from '../platform/trail/index.ts';
import { lockedChain, readChain, type Chain } from './chain.ts';
import { revealed } from './nonces.ts';
import { sizeOf, sizingOf } from './sizing.ts';
import { findFirst, insertSample, keepTable, lockSample } from './store.ts';

export const drawHandlers: Pick<HandlersOf<'samples'>, 'samples.draw' | 'samples.extend'> = {
  'samples.draw': async (context, input) => {
    const population = await populationOf(context, input.populationId, 'populationId');
    if (population.engagementId !== input.engagementId) {
      throw new TickmarkError('not_found', 'This engagement has no such population.', {
        field: 'populationId',
        action: 'Take an id from the populations of the engagement.',
      });
    }
    refuseNothingLeft(population, input.skip);
    const selection = selectionOf(population, input);
    await lockSample(context.tx, input);
    const first = await findFirst(context.tx, context.organizationId, input);
    if (first !== undefined) {
      const chain = await readChain(context, first);
      refuseOtherDraw(chain, input.skip, selection);
      return extend(context, chain, population, { ...input, reveal: input.nonce });
    }
    if (input.skip > 0) {
      throw new TickmarkError('conflict', `Nothing was drawn for ${input.control} from this population before.`, {
        field: 'skip',
        action: 'Draw the first items without skip.',
      });
    }
    const reveal = await revealed(context, population, input);
    const said = await sizeOf(context, population, input);
    const sizing = sizingOf(said, input);
    const sample = await keepDraw(context, population, {
      control: input.control,
      size: input.size,
      nonce: reveal?.nonce,
      commitmentId: reveal?.commitmentId ?? null,
      selection,
      sizing,
    });
    await keepTable(context.tx, context.organizationId, said.tableSha256, said.table);
    return sample;
  },

  'samples.extend': async (context, input) => {
    const chain = await lockedChain(context, input.id);
    const population = await populationOf(context, chain.first.populationId);
    return extend(context, chain, population, input);
  },
};

/** Draws behind everything drawn so far, in the way and under the seed of the first draw. */
async function extend(
  context: HandlerContext,
  { first, items }: Chain,
  population: Population,
  input: { size: number; allocation?: Record<string, number> | undefined; reveal?: string | undefined },
): Promise<Sample> {
  const drawn = drawnKeys(items);
  refuseNothingLeft(population, drawn.length);
  const nonce = first.document.seed.split('|')[3];
  if (input.reveal !== undefined && input.reveal !== nonce) {
    throw new TickmarkError('conflict', 'An extension has the nonce of the first draw and no other.', {
      field: 'nonce',
      action: 'Leave the nonce out.',
    });
  }
  return keepDraw(context, population, {
    control: first.control,
    size: input.size,
    skip: drawn.length,
    nonce,
    commitmentId: first.commitmentId,
    firstId: first.id,
    selection: continued(first.document.method, { drawn, byStratum: drawnByStratum(items) }, input.allocation),
  });
}

function continued(
  method: SampleMethod | undefined,
  before: { drawn: string[]; byStratum: Record<string, number> },
  allocation: Record<string, number> | undefined,
): Selection | undefined {
  if (method?.by === 'time') return { by: 'time', column: method.column, before: before.drawn };
  if (method?.by === 'strata') return { by: 'strata', column: method.column, before: before.byStratum, allocation };
  if (allocation === undefined) return undefined;
  throw notUsed('allocation', 'This sample was drawn without strata.');
}

interface Kept extends Pick<DrawInput, 'control' | 'size' | 'skip' | 'nonce' | 'selection' | 'sizing'> {
  commitmentId: string | null;
  firstId?: string;
}

/** Draws, seals and keeps. An extension is sealed by its own operation or by `samples.draw` alike. */
async function keepDraw(context: HandlerContext, population: Population, kept: Kept): Promise<Sample> {
  const { tx, organizationId } = context;
  const { commitmentId, firstId, ...asked } = kept;
  const { manifest, engagementId } = population;
  const document = await drawSample({
    ...asked,
    file: await context.blobs.local(organizationId, manifest.sha256),
    key: manifest.key,
    engagement: engagementId,
  });
  const sha256 = createHash('sha256').update(canonicalBytes(document)).digest('hex');
  const id = context.newId();
  const row = {
    organizationId,
    id,
    engagementId,
    populationId: population.id,
    control: kept.control,
    firstId: firstId ?? null,
    commitmentId,
    document,
    sha256,
    drawnAt: context.now,
    drawnBy: context.userId,
  };
  const entryIndex = await context.record(
    {
      sampleId: id,
      engagementId,
      populationId: population.id,
      populationSha256: manifest.sha256,
      control: kept.control,
      size: kept.size,
      skip: document.skip,
      sha256,
      ...(commitmentId === null ? {} : { commitmentId }),
      ...(firstId === undefined ? {} : { firstId }),
    },
    seal('samples', row),
  );
  return insertSample(tx, { ...row, entryIndex });
}

function selectionOf(
  { manifest }: Population,
  input: {
    selection: 'order' | 'time' | 'strata';
    column?: string | undefined;
    allocation?: Record<string, number> | undefined;
  },
): Selection | undefined {
  const { selection, column, allocation } = input;
  if (allocation !== undefined && selection !== 'strata') throw notUsed('allocation', 'Only strata are allocated.');
  if (selection === 'order') {
    if (column !== undefined) throw notUsed('column', 'A draw by hash alone looks at no column but the key.');
    return undefined;
  }
  const named = column ?? (selection === 'time' ? manifest.time : null);
  if (named === null) {
    const what = selection === 'time' ? 'the time of an item' : 'the strata';
    throw new TickmarkError('bad_input', `It is not said which column holds ${what}.`, {
      field: 'column',
      action: `Name one of: ${manifest.columns.map(({ name }) => name).join(', ')}.`,
    });
  }
  return selection === 'time' ? { by: 'time', column: named } : { by: 'strata', column: named, allocation };
}

function refuseNothingLeft({ manifest }: Population, skip: number): void {
  if (skip < manifest.rows) return;
  throw new TickmarkError(
    'population_invalid',
    manifest.rows === 0
      ? 'The population has no items to draw from.'
      : `The population has ${manifest.rows} items; all of them were drawn before.`,
    { field: manifest.rows === 0 ? 'populationId' : 'skip', action: 'Nothing is left to draw.' },
  );
}

/** One sample for a control and a population: whoever could draw it anew another way could choose. */
function refuseOtherDraw({ first, items }: Chain, skip: number, selection: Selection | undefined): void {
  const drawn = drawnKeys(items).length;
  if (skip === 0) {
    throw new TickmarkError('already_done', `A sample for ${first.control} was drawn from this population.`, {
      field: 'control',
      action: `Extend the sample ${first.id}.`,
    });
  }
  if (skip !== drawn) {
    throw new TickmarkError('conflict', `${drawn} items have been drawn, and skip is ${skip}.`, {
      field: 'skip',
      action: `Extend the sample, or give ${drawn}.`,
    });
  }
  if (sameMethod(first.document.method, selection)) return;
  throw new TickmarkError('conflict', 'The sample was drawn in another way before.', {
    field: 'selection',
    action: 'Extend it in the way it was begun.',
  });
}

function notUsed(field: string, message: string): TickmarkError {
  return new TickmarkError('bad_input', message, { field, action: `Leave ${field} out.` });
}
