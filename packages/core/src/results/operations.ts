import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { file, flag, id, listOf, page } from '../operations/shapes.ts';
import { comparison, deviation, itemChange, itemState, result, resultItem, resultSummary } from './results.ts';

export const resultOperations = [
  defineOperation({
    name: 'results.list',
    effect: 'read',
    access: 'organization',
    permission: 'tests.read',
    summary: 'Results of test runs',
    input: listOf(['ranAt', 'code'], {
      engagementId: id.optional(),
      testId: id.optional(),
      control: z.string().optional(),
      code: z.string().optional().describe('Every run of one test, whatever its version'),
      latest: flag.optional(),
    }),
    output: page(resultSummary),
    errors: [],
  }),
  defineOperation({
    name: 'results.get',
    effect: 'read',
    access: 'organization',
    permission: 'tests.read',
    summary: 'One result with its document',
    input: z.object({ id }),
    output: result,
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'results.items',
    effect: 'read',
    access: 'organization',
    permission: 'tests.read',
    summary: 'Items of a result, deviations first',
    input: z.object({
      id,
      state: itemState.optional(),
      search: z.string().trim().max(200).optional(),
      offset: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    output: z.object({ items: z.array(resultItem), total: z.number().int() }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'results.explain',
    effect: 'read',
    access: 'organization',
    permission: 'tests.read',
    summary: 'Why one item has the state it has: every attribute with its operands',
    input: z.object({ id, item: z.string().min(1).max(2000) }),
    output: z.object({
      row: z.record(z.string(), z.unknown()),
      attributes: z.array(
        z.object({
          name: z.string(),
          title: z.string(),
          state: deviation.shape.attributes.valueType,
          explanation: z.string(),
        }),
      ),
    }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'results.compare',
    effect: 'read',
    access: 'organization',
    permission: 'tests.read',
    summary: 'Two runs of one test, item by item: new deviations, put right later, still there, gone',
    input: z.object({
      id,
      other: id,
      change: itemChange.optional().describe('Everything but what passed in both when left out'),
      search: z.string().trim().max(200).optional(),
      offset: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    output: comparison,
    errors: ['not_found', 'conflict'],
  }),
  defineOperation({
    name: 'results.download-deviations',
    effect: 'read',
    transport: 'download',
    access: 'organization',
    permission: 'tests.read',
    summary: 'All deviations and unverified items of a result, as Parquet',
    input: z.object({ id }),
    output: file,
    errors: ['not_found'],
  }),
] as const;
