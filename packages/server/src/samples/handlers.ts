import { countSample } from '@tickmark/core';
import { strataOf, whatSampleSays } from '@tickmark/control-testing';
import { populationOf } from '../populations/index.ts';
import type { HandlersOf } from '../platform/handler.ts';
import { chainOf } from './chain.ts';
import { drawHandlers } from './draw.ts';
import { nonceHandlers } from './nonces.ts';
import { commandsOf } from './rederive.ts';
import { sizeOf } from './sizing.ts';
import { stepHandlers } from './steps.ts';
import { listSamples, newestCommitment } from './store.ts';

export const sampleHandlers: HandlersOf<'samples'> = {
  ...drawHandlers,
  ...nonceHandlers,
  ...stepHandlers,

  'samples.size': async (context, input) => {
    const population = await populationOf(context, input.populationId, 'populationId');
    const { answer, frequency, tableSha256 } = await sizeOf(context, population, input);
    const { engagementId, entryIndex, manifest } = population;
    const of = { engagementId, control: input.control };
    const commitment = await newestCommitment(context.tx, context.organizationId, of, entryIndex);
    return {
      ...answer,
      frequency,
      items: manifest.rows,
      tableSha256,
      nonce: commitment === undefined ? null : { commitmentId: commitment.id, nonceSha256: commitment.nonceSha256 },
    };
  },

  'samples.strata': async (context, { populationId, ...input }) => {
    const { manifest } = await populationOf(context, populationId, 'populationId');
    const file = await context.blobs.local(context.organizationId, manifest.sha256);
    return { strata: await strataOf({ ...input, file, key: manifest.key }) };
  },

  'samples.get': async (context, input) => {
    const chain = await chainOf(context, input.id);
    const { first, extensions, steps, items } = chain;
    const population = await populationOf(context, first.populationId);
    return {
      sample: first,
      extensions,
      steps,
      items,
      counts: countSample(items),
      says: whatSampleSays(first.document, items),
      rederive: commandsOf(chain, population),
    };
  },

  'samples.list': (context, input) => listSamples(context.tx, context.organizationId, input),
};
