import { createHash } from 'node:crypto';
import { sealedFacts, TickmarkError } from '@tickmark/core';
import { canonicalBytes, drawSample } from '@tickmark/control-testing';
import { populationOf } from '../populations/index.ts';
import type { HandlersOf } from '../platform/handler.ts';
import { insertSample, listSamples } from './store.ts';

export const sampleHandlers: HandlersOf<'samples'> = {
  'samples.draw': async (context, input) => {
    const { organizationId, tx } = context;
    const population = await populationOf(context, input.populationId, 'populationId');
    if (population.engagementId !== input.engagementId) {
      throw new TickmarkError('not_found', 'This engagement has no such population.', {
        field: 'populationId',
        action: 'Take an id from the populations of the engagement.',
      });
    }
    const { manifest } = population;
    if (input.skip >= manifest.rows) {
      throw new TickmarkError(
        'population_invalid',
        manifest.rows === 0
          ? 'The population has no items to draw from.'
          : `The population has ${manifest.rows} items; all of them were drawn before.`,
        { field: manifest.rows === 0 ? 'populationId' : 'skip', action: 'Nothing is left to draw.' },
      );
    }
    const document = await drawSample({
      file: await context.blobs.local(organizationId, manifest.sha256),
      key: manifest.key,
      size: input.size,
      skip: input.skip,
      engagement: input.engagementId,
      control: input.control,
    });
    const bytes = canonicalBytes(document);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const id = context.newId();
    const entryIndex = await context.record(
      sealedFacts['samples.draw'].parse({
        sampleId: id,
        engagementId: input.engagementId,
        populationId: population.id,
        populationSha256: manifest.sha256,
        control: input.control,
        size: input.size,
        skip: input.skip,
        sha256,
      }),
    );
    return insertSample(tx, {
      organizationId,
      id,
      engagementId: input.engagementId,
      populationId: population.id,
      control: input.control,
      document,
      sha256,
      drawnAt: context.now,
      drawnBy: context.userId,
      entryIndex,
    });
  },

  'samples.list': (context, input) => listSamples(context.tx, context.organizationId, input),
};
