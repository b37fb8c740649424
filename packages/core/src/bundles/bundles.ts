import { z } from 'zod';
import { date, id, instant, sha256, timeZone } from '../operations/shapes.ts';
import { populationManifest } from '../populations/index.ts';

/** One file of a bundle; paths are relative, sorted, and listed exactly once. */
export const bundleFile = z.object({ path: z.string(), sha256, size: z.number().int() });
export type BundleFile = z.infer<typeof bundleFile>;

/**
 * `bundle.json`, canonical JSON. Its own SHA-256 stands in the log entry `bundles.create`, which is
 * the last entry of the bundled log; so every byte beside `log/` hangs on the checkpoint.
 * `entry` numbers are log indices, and let a verifier check order without any database.
 */
export const bundleManifest = z.object({
  bundle: z.literal(1),
  createdAt: instant,
  organization: z.object({ id, name: z.string(), timeZone, example: z.boolean() }),
  engagement: z.object({
    id,
    title: z.string(),
    type: z.enum(['type1', 'type2']),
    from: date,
    to: date,
    categories: z.array(z.string()),
    timeZone,
  }),
  populations: z.array(
    z.object({
      id,
      version: z.number().int(),
      entry: z.number().int(),
      path: z.string(),
      manifest: populationManifest,
    }),
  ),
  reconciliations: z
    .array(
      z.object({
        id,
        population: id,
        second: id.describe('Population of the second source'),
        version: z.number().int(),
        entry: z.number().int(),
        path: z.string(),
        sha256,
        differencesPath: z.string(),
        differencesSha256: sha256,
        resolutions: z.array(z.object({ id, entry: z.number().int(), path: z.string(), sha256 })),
      }),
    )
    .optional()
    .describe('Every reconciliation of the engagement; absent when none was made'),
  definitions: z.array(z.object({ id, code: z.string(), entry: z.number().int(), path: z.string(), sha256 })),
  results: z.array(
    z.object({
      id,
      definition: id,
      populations: z.record(z.string(), id).describe('Population kind to population id'),
      entry: z.number().int(),
      path: z.string(),
      sha256,
      deviationsPath: z.string(),
      deviationsSha256: sha256,
    }),
  ),
  samples: z.array(
    z.object({
      id,
      population: id,
      control: z.string(),
      engagement: z.string(),
      entry: z.number().int(),
      path: z.string(),
      sha256,
      firstId: id.optional().describe('The draw that this one extends'),
    }),
  ),
  sampleSteps: z
    .array(z.object({ id, sample: id, entry: z.number().int(), path: z.string(), sha256 }))
    .default([])
    .describe('What happened to samples after they were drawn'),
  sampleTables: z
    .array(z.object({ path: z.string(), sha256 }))
    .default([])
    .describe('Tables of sizes that samples name by hash'),
  evidence: z.array(
    z.object({
      id,
      title: z.string(),
      entry: z.number().int(),
      path: z.string(),
      sha256,
      salt: z.string(),
      commitment: sha256,
    }),
  ),
  deletedEvidence: z
    .array(
      z.object({
        id,
        title: z.string(),
        entry: z.number().int().describe('The entry that its file came with'),
        commitment: sha256,
        deletion: z.number().int().describe('The entry that its deletion left'),
      }),
    )
    .optional()
    .describe('Evidence of the period whose files were deleted; absent when none was'),
  dryRun: z.object({
    id,
    entry: z.number().int(),
    path: z.string(),
    sha256,
    facts: z
      .object({ path: z.string(), sha256 })
      .optional()
      .describe('What it was concluded from; absent for one made before that was sealed'),
  }),
  relevance: z
    .object({ path: z.string(), sha256 })
    .optional()
    .describe('Every decision on a criterion of the engagement; absent when none was made'),
  scope: z
    .object({ path: z.string(), sha256 })
    .optional()
    .describe('Every version of every item of the scope; absent when none was written'),
  report: z.object({ id, entry: z.number().int(), path: z.string(), sha256 }).nullable(),
  files: z.array(bundleFile).describe('Every file of the bundle but bundle.json and log/'),
});
export type BundleManifest = z.infer<typeof bundleManifest>;

export const bundle = z.object({
  id,
  engagementId: id,
  createdAt: instant,
  sha256: sha256.describe('Of the tar file'),
  manifestSha256: sha256,
  size: z.number().int(),
  files: z.number().int(),
  entryIndex: z.number().int(),
});
export type Bundle = z.infer<typeof bundle>;
