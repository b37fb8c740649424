import { z } from 'zod';
import { jobStarted } from '../jobs/index.ts';
import { defineOperation } from '../operations/define.ts';
import { file, flag, id, line, listOf, page, period } from '../operations/shapes.ts';
import { fileReading, importPreview, population, populationKind } from './populations.ts';
import {
  differenceKind,
  differenceNumbers,
  reconciliation,
  reconciliationSummary,
  reconciliationTerms,
  resolution,
  resolutionKind,
  seenDifference,
} from './reconciliation.ts';

const supersedes = z.object({ id, reason: line }).optional();

export const populationOperations = [
  defineOperation({
    name: 'populations.kinds',
    effect: 'read',
    access: 'organization',
    permission: 'catalogue.read',
    summary: 'Kinds of populations, with their columns',
    input: z.object({}),
    output: z.object({ items: z.array(populationKind) }),
    errors: [],
  }),
  defineOperation({
    name: 'populations.preview',
    effect: 'read',
    transport: 'upload',
    access: 'organization',
    permission: 'populations.freeze',
    summary: 'Show what a file would become, and which rows would be rejected; keeps nothing',
    input: z.object({ engagementId: id, kind: z.string(), reading: fileReading }),
    output: importPreview,
    errors: ['not_found', 'population_invalid', 'unsupported_media', 'too_large'],
  }),
  defineOperation({
    name: 'populations.import',
    effect: 'write',
    transport: 'upload',
    access: 'organization',
    permission: 'populations.freeze',
    summary: 'Freeze a file as a population: counted, hashed, logged',
    input: z.object({
      engagementId: id,
      kind: z.string(),
      name: line,
      reading: fileReading,
      period: period.optional().describe('Defaults to the period of the engagement'),
      acceptRejected: z.coerce
        .number()
        .int()
        .min(0)
        .default(0)
        .describe('Exact number of rejected rows the importer has seen and accepts'),
      supersedes,
    }),
    output: jobStarted,
    errors: [
      'not_found',
      'conflict',
      'population_invalid',
      'unsupported_media',
      'too_large',
      'not_yet_possible',
      'no_longer_possible',
    ],
  }),
  defineOperation({
    name: 'populations.collect-git',
    effect: 'write',
    access: 'organization',
    permission: 'populations.freeze',
    summary: 'Freeze the history of a git repository on this machine as populations',
    input: z.object({
      engagementId: id,
      path: z.string().trim().min(1).max(4000).describe('Folder of a clone or bare repository'),
      branch: z.string().trim().min(1).max(250).optional().describe('Defaults to the branch HEAD names'),
      kinds: z
        .array(z.enum(['code-changes', 'code-reviews', 'releases']))
        .min(1)
        .default(['code-changes', 'code-reviews']),
      name: line.optional().describe('Defaults to the folder name'),
      period: period.optional().describe('Defaults to the period of the engagement'),
      supersedes,
    }),
    output: jobStarted,
    errors: ['not_found', 'conflict', 'source_unreadable', 'history_incomplete', 'not_yet_possible'],
  }),
  defineOperation({
    name: 'populations.list',
    effect: 'read',
    access: 'organization',
    permission: 'populations.read',
    summary: 'Frozen populations',
    input: listOf(['frozenAt', 'kind'], {
      engagementId: id.optional(),
      kind: z.string().optional(),
      latest: flag.optional(),
    }),
    output: page(population),
    errors: [],
  }),
  defineOperation({
    name: 'populations.get',
    effect: 'read',
    access: 'organization',
    permission: 'populations.read',
    summary: 'One population with its manifest',
    input: z.object({ id }),
    output: population,
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'populations.rows',
    effect: 'read',
    access: 'organization',
    permission: 'populations.read',
    summary: 'Rows of a population, in key order',
    input: z.object({
      id,
      offset: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(500).default(100),
      search: z.string().trim().max(200).optional(),
    }),
    output: z.object({ items: z.array(z.record(z.string(), z.unknown())), total: z.number().int() }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'populations.download',
    effect: 'read',
    transport: 'download',
    access: 'organization',
    permission: 'populations.read',
    summary: 'The Parquet file of a population, byte for byte as frozen',
    input: z.object({ id }),
    output: file,
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'populations.reconcile',
    effect: 'write',
    access: 'organization',
    permission: 'populations.freeze',
    summary: 'Hold a population against an independent second source, key by key',
    input: reconciliationTerms.extend({
      id: id.describe('The population whose completeness is in question'),
      secondId: id.describe('The population of the second source'),
      supersedes: supersedes.describe('The newest reconciliation of these kinds, where there is one'),
    }),
    output: jobStarted,
    errors: ['not_found', 'conflict'],
  }),
  defineOperation({
    name: 'populations.reconciliations',
    effect: 'read',
    access: 'organization',
    permission: 'populations.read',
    summary: 'Reconciliations of populations, with what is unresolved',
    input: listOf(['reconciledAt'], {
      engagementId: id.optional(),
      populationId: id.optional(),
      kind: z.string().optional().describe('Kind of the population reconciled'),
      latest: flag.optional(),
    }),
    output: page(reconciliationSummary),
    errors: [],
  }),
  defineOperation({
    name: 'populations.reconciliation',
    effect: 'read',
    access: 'organization',
    permission: 'populations.read',
    summary: 'One reconciliation with its document and resolutions',
    input: z.object({ id }),
    output: reconciliation,
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'populations.differences',
    effect: 'read',
    access: 'organization',
    permission: 'populations.read',
    summary: 'Differences of a reconciliation, with what was said of each',
    input: z.object({
      id,
      kind: differenceKind.optional(),
      resolved: flag.optional(),
      search: z.string().trim().max(200).optional(),
      offset: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    output: z.object({ items: z.array(seenDifference), total: z.number().int() }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'populations.resolve-difference',
    effect: 'write',
    access: 'organization',
    permission: 'populations.freeze',
    summary:
      'Say why differences are what they are; the later word on a difference stands, the earlier stays in the log',
    input: z.object({
      id: id.describe('The reconciliation'),
      differences: differenceNumbers.describe('Numbers of the differences'),
      kind: resolutionKind,
      reason: line,
    }),
    output: resolution,
    errors: ['not_found', 'conflict'],
  }),
] as const;
