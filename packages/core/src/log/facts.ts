import { z } from 'zod';
import { deletionReason } from '../evidence/index.ts';
import { date, id, sha256 } from '../operations/shapes.ts';
import { resolutionKind } from '../populations/index.ts';
import { holdReason } from '../retention/index.ts';

const drawnFacts = z.object({
  sampleId: id,
  engagementId: id,
  populationId: id,
  populationSha256: sha256,
  control: z.string(),
  size: z.number().int(),
  skip: z.number().int(),
  sha256: sha256.describe('Of the canonical sample document'),
  commitmentId: id.optional().describe('Of the nonce in the seed'),
  firstId: id.optional().describe('The draw that this one extends'),
});

/** Who gave it and what they wrote are personal, so they stand in the record and not in the log. */
const given = z.object({
  linkId: id.describe('The capture link it came through'),
  evidenceId: id,
  commitment: sha256,
  periodFrom: date,
  periodTo: date,
  backDated: z.boolean(),
});

/** Keys of items may be personal, so they stand in the document and not in the log. */
const stepFacts = z.object({
  stepId: id,
  sampleId: id.describe('The first draw of the sample'),
  sha256: sha256.describe('Of the canonical step document'),
});

/** The commitment says of which bytes, for nobody can hold them against it any more. */
const deletedFacts = z.object({
  reason: deletionReason,
  pieces: z.array(z.object({ evidenceId: id, commitment: sha256 })),
});

/**
 * Facts of the log entries that a verifier reads again. Writers parse before they record, so what
 * stands in the log is what stands here.
 */
export const sealedFacts = {
  'organizations.create': z.object({ organizationId: id, engagementId: id, termsSha256: sha256 }),
  'populations.freeze': z.object({
    populationId: id,
    engagementId: id,
    kind: z.string(),
    version: z.number().int(),
    rows: z.number().int(),
    sha256: sha256.describe('Of the Parquet file'),
    manifestSha256: sha256.describe('Of the canonical manifest'),
    interim: z.boolean(),
    periodFrom: date.nullable(),
    periodTo: date.nullable(),
    supersedes: id.nullable(),
  }),
  'populations.reconciled': z.object({
    reconciliationId: id,
    engagementId: id,
    populationId: id,
    secondId: id,
    version: z.number().int(),
    populationSha256: sha256,
    secondSha256: sha256,
    sha256: sha256.describe('Of the canonical reconciliation document'),
    differencesSha256: sha256,
    differences: z.number().int(),
    supersedes: id.nullable(),
  }),
  'populations.resolve-difference': z.object({
    resolutionId: id,
    engagementId: id,
    reconciliationId: id,
    kind: resolutionKind,
    differences: z.number().int(),
    sha256: sha256.describe('Of the canonical resolution document'),
  }),
  'tests.publish': z.object({
    testId: id,
    engagementId: id,
    code: z.string(),
    version: z.number().int(),
    sha256: sha256.describe('Of the YAML text'),
  }),
  'tests.result': z.object({
    resultId: id,
    testId: id,
    definitionSha256: sha256,
    populations: z.record(z.string(), sha256).describe('Population kind to the hash of its file'),
    sha256: sha256.describe('Of the canonical result document'),
    deviationsSha256: sha256,
  }),
  'samples.commit-nonce': z.object({ commitmentId: id, engagementId: id, control: z.string(), nonceSha256: sha256 }),
  'samples.draw': drawnFacts,
  'samples.extend': drawnFacts,
  'samples.add-targeted': stepFacts,
  'samples.replace-void': stepFacts,
  'samples.record': stepFacts,
  'evidence.upload': z.object({
    evidenceId: id,
    commitment: sha256,
    periodFrom: date,
    periodTo: date,
    backDated: z.boolean(),
    supersedes: id.nullable(),
    renewOn: date.optional().describe('Absent where no newer version is wanted'),
    tags: z.array(id).optional().describe('Absent without; the words stand in no entry'),
  }),
  'retention.delete': deletedFacts,
  'retention.delete-due': deletedFacts,
  'retention.hold': z.object({
    holdId: id,
    evidenceId: id.nullable().describe('null holds every piece'),
    reason: holdReason,
  }),
  'retention.release': z.object({ holdId: id }),
  /** It is no evidence yet: `evidence.accept` makes it so. */
  'capture-links.give': given,
  /** Says again what came through the link, for a bundle names this entry. */
  'evidence.accept': given.extend({
    decisionId: id,
    supersedes: id.nullable(),
  }),
  'evidence.refuse': z.object({ decisionId: id, evidenceId: id }),
  'dry-runs.run': z.object({
    dryRunId: id,
    engagementId: id,
    results: z.array(id),
    samples: z.array(id).optional().describe('First draws; absent where there were none'),
    sha256: sha256.describe('Of the canonical dry-run document'),
    factsSha256: sha256
      .optional()
      .describe('Of the canonical facts it was concluded from; absent for one made before these were sealed'),
  }),
  'conclusions.decide': z.object({
    decisionId: id,
    dryRunId: id,
    on: z.enum(['control', 'criterion', 'part']),
    subject: z.string(),
    conclusion: z.string(),
    against: z.string().describe('What the rules gave when it was decided'),
    softer: z.boolean(),
    reasonSha256: sha256.nullable().describe('Of the reason as written; null without one'),
  }),
  /** The last entry of a log: by it, whoever knows the key of this log knows the key of the next. */
  'log.rotate': z.object({
    next: z.number().int().describe('Number of the log that follows'),
    origin: z.string(),
    verifierKey: z.string().describe('Note vkey of the log that follows'),
  }),
  /** The first entry of a log that follows another: by it, the other is fixed as it ended. */
  'log.continue': z.object({
    log: z.number().int().describe('Number of this log'),
    first: z.number().int().describe('Number of this entry, which is entry 0 in the tree of this log'),
    previousKey: z.string().describe('Note vkey of the log before'),
    previousSize: z.number().int().describe('Entries in the tree of the log before'),
    previousRoot: z.string().describe('Its root hash, lowercase hex'),
    previousCheckpoint: z.string().describe('Its final checkpoint, as its key signed it'),
  }),
  /** Kept here, so that a bundle itself says which witnesses may have cosigned its checkpoint. */
  'witnesses.add': z.object({ witnessId: id, verifierKey: z.string().describe('Note vkey of type 4') }),
  /** Kept here, so that a bundle itself says by which certificates timestamps of its checkpoints may be checked. */
  'timestamps.add-authority': z.object({
    authorityId: id,
    certificatesSha256: sha256.describe('Of its certificates in PEM, as they are kept'),
    policy: z.string().optional().describe('Absent where it may stamp under any'),
  }),
  // These two name an operation and its job alike: the request, and then what was made.
  'reports.render': z.union([
    z.object({ reportId: id, dryRunId: id, sha256: sha256.describe('Of the PDF') }),
    z.object({ jobId: id, dryRunId: id }),
  ]),
  'bundles.create': z.union([
    z.object({ bundleId: id, engagementId: id, manifestSha256: sha256.describe('Of bundle.json') }),
    z.object({ jobId: id, engagementId: id }),
  ]),
} as const;

export type SealedOp = keyof typeof sealedFacts;
/** What was made; the facts of a mere request are left out. */
export type SealedFacts<Op extends SealedOp> = Exclude<z.infer<(typeof sealedFacts)[Op]>, { jobId: string }>;
