import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { flag, id, line, listOf, many, page, paragraph, sha256 } from '../operations/shapes.ts';
import { keptStep, nonceCommitment, sample, sampleCounts, sampleOutcome, sampleSheet } from './samples.ts';
import { sampleRisk, sampleSizeAnswer, sampleSizeTable } from './sizes.ts';

const control = z.string().regex(/^[A-Z]{2,5}-\d{2,3}$/, 'must be a control code such as CHG-02');
const size = z.coerce.number().int().min(1).max(10_000);
const key = z.string().min(1).max(2000).describe('Key of an item, as in the population');
const allocation = z
  .record(z.string(), z.number().int().min(0))
  .optional()
  .describe('Items from each stratum; by default in proportion to its size');
const table = sampleSizeTable.optional().describe("The firm's own table of sizes; by default the product's");
const risk = sampleRisk.default('low').describe('Column of the table');

export const sampleOperations = [
  defineOperation({
    name: 'samples.size',
    effect: 'read',
    access: 'organization',
    permission: 'samples.read',
    summary: 'How many items a table of sizes asks for, and why',
    input: z.object({ populationId: id, control, risk, table }),
    output: sampleSizeAnswer.extend({
      frequency: z.string().describe('Of the adopted control; per_occurrence when it is not adopted'),
      items: z.number().int(),
      tableSha256: sha256,
      nonce: z
        .object({ commitmentId: id, nonceSha256: sha256 })
        .nullable()
        .describe('The commitment made before the freeze; its nonce is part of the seed'),
    }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'samples.strata',
    effect: 'read',
    access: 'organization',
    permission: 'samples.read',
    summary: 'Strata that a column parts a population into, with their shares of a sample in proportion',
    input: z.object({ populationId: id, column: z.string().max(63), size }),
    output: z.object({
      strata: z.array(
        z.object({
          value: z.string().describe('As DuckDB writes it; empty where an item has none'),
          items: z.number().int(),
          share: z.number().int().describe('Items drawn from it in proportion'),
        }),
      ),
    }),
    errors: ['not_found', 'population_invalid'],
  }),
  defineOperation({
    name: 'samples.commit-nonce',
    effect: 'write',
    access: 'organization',
    permission: 'samples.draw',
    summary: 'Commit to a nonce before a population is frozen, so that nobody can know the sample beforehand',
    input: z.object({
      engagementId: id,
      control,
      nonceSha256: sha256.describe('SHA-256 of the nonce in UTF-8; keep the nonce itself until the draw'),
    }),
    output: nonceCommitment,
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'samples.draw',
    effect: 'write',
    access: 'organization',
    permission: 'samples.draw',
    summary: 'Draw a sample that anyone can derive again from the frozen population',
    input: z.object({
      engagementId: id,
      populationId: id,
      control,
      size,
      skip: z.coerce.number().int().min(0).default(0).describe('Items drawn before, to extend a sample'),
      selection: z
        .enum(['order', 'time', 'strata'])
        .default('order')
        .describe('By hash alone, one of each run in time, or by hash in each stratum'),
      column: z.string().max(63).optional().describe('Column of the time or of the strata'),
      allocation,
      nonce: z.string().min(1).max(200).optional().describe('The nonce committed to before the freeze'),
      risk,
      table,
      reason: line.optional().describe('Why fewer than the table asks for'),
    }),
    output: sample,
    errors: ['not_found', 'population_invalid', 'conflict', 'already_done', 'does_not_hold'],
  }),
  defineOperation({
    name: 'samples.extend',
    effect: 'write',
    access: 'organization',
    permission: 'samples.draw',
    summary: 'Draw more items of a sample; none is drawn again',
    input: z.object({ id, size, allocation }),
    output: sample,
    errors: ['not_found', 'population_invalid'],
  }),
  defineOperation({
    name: 'samples.add-targeted',
    effect: 'write',
    access: 'organization',
    permission: 'samples.draw',
    summary: 'Add items by judgement; they are marked and never projected',
    input: z.object({ id, keys: many(key).pipe(z.array(z.string()).min(1).max(1000)), reason: line }),
    output: keptStep,
    errors: ['not_found', 'already_done'],
  }),
  defineOperation({
    name: 'samples.replace-void',
    effect: 'write',
    access: 'organization',
    permission: 'samples.draw',
    summary: 'Replace an item that does not belong in the population by the next in order',
    input: z.object({ id, key, reason: line }),
    output: keptStep,
    errors: ['not_found', 'conflict', 'already_done'],
  }),
  defineOperation({
    name: 'samples.record',
    effect: 'write',
    access: 'organization',
    permission: 'samples.record',
    summary: 'Record what examining an item showed; an item that cannot be examined is a deviation',
    input: z.object({
      id,
      key,
      outcome: sampleOutcome,
      note: paragraph.optional().describe('Needed for anything but a pass, and to record an item again'),
      evidenceIds: many(id).default([]),
    }),
    output: keptStep,
    errors: ['not_found', 'conflict'],
  }),
  defineOperation({
    name: 'samples.get',
    effect: 'read',
    access: 'organization',
    permission: 'samples.read',
    summary: 'A sample with its extensions, steps, items and what it says',
    input: z.object({ id }),
    output: sampleSheet,
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'samples.list',
    effect: 'read',
    access: 'organization',
    permission: 'samples.read',
    summary: 'Samples drawn',
    input: listOf(['drawnAt'], {
      engagementId: id.optional(),
      populationId: id.optional(),
      extensions: flag.default(true).describe('Draws that extend a sample, too'),
    }),
    output: page(sample.extend({ counts: sampleCounts.nullable().describe('null for a draw that extends another') })),
    errors: [],
  }),
] as const;
