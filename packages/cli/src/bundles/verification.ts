import type { BundleManifest } from '@tickmark/core';
import type { Authority } from '@tickmark/timestamps';
import { openArchive, type Archive } from './archive.ts';
import { checkDeletions } from './deletions.ts';
import { DoesNotHold } from './does-not-hold.ts';
import { checkItems } from './items.ts';
import { factsAt, readLog, type Trust } from './log.ts';
import { readManifest } from './manifest.ts';
import { checkRecords } from './records.ts';
import { hasNote, verifyNote, type BundledNote } from './operator.ts';
import { checkOrder } from './order.ts';
import { reperform, type Reperformed } from './reperform.ts';
import { followSamples } from './sample-chains.ts';
import { readSamples } from './samples.ts';
import { checkTiming, leftOut } from './timing.ts';
import { readTimestampFiles, verifyTimestamps, type BundledTimestamp } from './timestamps.ts';
import { checkKeys, readTimestampTrust, readTrust, told, type TrustOptions } from './trust.ts';
import { checkWeighedRelevance, readFacts } from './weighed-relevance.ts';
import { checkWeighedSamples, samplesWeighed } from './weighed-samples.ts';

/** What `tickmark verify` answers; also its --json document. */
export interface Verification {
  holds: boolean;
  /** What had been found to hold when the answer was given. */
  checked: {
    bytes: number;
    files: number;
    entries: number;
    populations: number;
    reconciliations: number;
    definitions: number;
    results: number;
    samples: number;
    evidence: number;
    /** Decisions on the relevance of criteria. */
    decisions: number;
  };
  /** The first thing that does not hold; `rule` is an id of docs/spec. */
  failure: { rule: string; entry: number | null; path: string | null; message: string } | null;
  /** The checkpoint is signed with a key that the verifier named, or continues logs of which one is. */
  keyTrusted: boolean;
  /** Number of the newest log that is signed with a key that the verifier named; the first is 1, null where there is none. */
  trustedLog: number | null;
  /** Witnesses of the policy that have cosigned, each with the seconds since 1970 that it vouches for; null without a policy. */
  cosignatures: { name: string; time: string }[] | null;
  /** Witnesses that have cosigned and that only the log itself names, not you: their keys may be made up as well. */
  namedByLog: { name: string; time: string }[];
  /** Stamps of checkpoints by timestamp authorities, by log and size; `trusted` where they lead to a certificate that the verifier named. */
  timestamps: BundledTimestamp[];
  /** What the operator's log, which others on the server share, has committed to of the bundled logs; null where the bundle has nothing of it. */
  noted: BundledNote | null;
  /** Not faults, and worth knowing. */
  warnings: string[];
  organization: { id: string; name: string; example: boolean } | null;
  engagement: { id: string; title: string; type: 'type1' | 'type2'; from: string; to: string } | null;
  /** Of the log that seals the bundle; `root` in lowercase hex. */
  checkpoint: { origin: string; size: number; root: string } | null;
  /** Logs whose keys were rotated, which this one continues, the first one first. */
  earlierLogs: EarlierLog[];
  /** Only with `reperform`, and only once everything before it holds. */
  reperformed?: Reperformed;
}

/** A log that was continued by another, as it ended; `first` is the number of its first entry, `root` in lowercase hex. */
export interface EarlierLog {
  number: number;
  origin: string;
  vkey: string;
  first: number;
  size: number;
  root: string;
  /** As of the checkpoint of the bundle, here of the final one of this log. */
  cosignatures: { name: string; time: string }[] | null;
  namedByLog: { name: string; time: string }[];
}

export interface VerifyOptions extends TrustOptions {
  /** Root certificates in PEM: one of them must have stamped the checkpoint. */
  timestampCa?: Uint8Array | undefined;
  /** Verifier key of the operator's log: it must have noted the checkpoint. */
  operatorKey?: string | undefined;
  /** Run every test and draw every sample again. */
  reperform?: boolean;
  onProgress?: (step: { what: string; done: number; total: number }) => void;
}

/**
 * Verifies a bundle from its tar file alone, without a network and without a server: integrity, then
 * order, then, where asked for, re-performance. A bundle that does not hold is an answer, no throw.
 * @throws TickmarkError `bad_input` for a file or key that can't be read, `cannot_run` where a result
 *   comes from another version of the engine.
 */
export async function verifyBundle(file: string, options: VerifyOptions = {}): Promise<Verification> {
  const trust = readTrust(options);
  const timestampTrust = await readTimestampTrust(options.timestampCa);
  if (options.operatorKey !== undefined) checkKeys([options.operatorKey], '--operator-key');
  const verification = unverified();
  let archive: Archive | undefined;
  try {
    archive = await openArchive(file, (done, total) => options.onProgress?.({ what: 'Reading', done, total }));
    await verifyArchive(archive, verification, { ...trust, timestamps: timestampTrust }, options);
    verification.holds = true;
  } catch (error) {
    if (!(error instanceof DoesNotHold)) throw error;
    const { rule, entry, path, message } = error;
    verification.failure = { rule, entry, path, message };
  } finally {
    await archive?.close();
  }
  return verification;
}

async function verifyArchive(
  archive: Archive,
  verification: Verification,
  trust: Trust & { timestamps: Authority | undefined },
  { operatorKey, reperform: again, onProgress }: VerifyOptions,
): Promise<void> {
  const { checked, warnings } = verification;
  checked.bytes = archive.size;
  checked.files = archive.files.size;
  onProgress?.({ what: 'Verifying the log', done: 0, total: 1 });
  const log = await readLog(archive, trust);
  const { origin, size, root } = log.newest;
  checked.entries = log.entries;
  verification.checkpoint = { origin, size, root: Buffer.from(root).toString('hex') };
  verification.keyTrusted = log.trustedLog !== null;
  verification.trustedLog = log.trustedLog;
  if (trust.policy !== undefined) verification.cosignatures = log.newest.cosignatures.map(told);
  verification.namedByLog = log.newest.namedByLog.map(told);
  verification.earlierLogs = log.logs.slice(0, -1).map((each) => ({
    ...each,
    root: Buffer.from(each.root).toString('hex'),
    cosignatures: trust.policy === undefined ? null : each.cosignatures.map(told),
    namedByLog: each.namedByLog.map(told),
  }));
  if (log.trustedLog !== null && log.trustedLog < log.newest.number)
    warnings.push(
      `The key you named is that of log ${log.trustedLog}. That log ${log.newest.number} follows it, an entry says that this key signed: where you fear that it was stolen before it was rotated, name the key of log ${log.newest.number}.`,
    );
  const manifest = await readManifest(archive, log);
  describe(verification, manifest);
  const filed = readTimestampFiles(archive, log);
  const there = hasNote(archive);
  onProgress?.({ what: 'Comparing with the log', done: 0, total: 1 });
  const bundle = { archive, log, manifest };
  const dryRun = await checkItems(bundle);
  const facts = await readFacts(bundle);
  const deleted = checkDeletions(manifest, log);
  const decisions = await checkRecords(bundle);
  verification.timestamps = await verifyTimestamps(archive, log, { filed, trusted: trust.timestamps, warnings });
  verification.noted = await verifyNote(archive, log, { there, trusted: operatorKey });
  const samples = await readSamples(archive, manifest);
  checkOrder(manifest, log, samples.documents);
  const steps = followSamples(manifest, samples);
  const { entry, path } = manifest.dryRun;
  const named = factsAt(log, 'dry-runs.run', entry, path).samples ?? [];
  warnings.push(...deleted, ...checkTiming(manifest), ...leftOut(manifest, log));
  warnings.push(...checkWeighedSamples(dryRun, named, manifest, samples));
  warnings.push(...checkWeighedRelevance(dryRun, facts, decisions, bundle));
  for (const noun of ['populations', 'definitions', 'results', 'samples', 'evidence'] as const)
    checked[noun] = manifest[noun].length;
  checked.decisions = decisions.length;
  checked.reconciliations = manifest.reconciliations?.length ?? 0;
  if (again) {
    verification.reperformed = await reperform(
      archive,
      manifest,
      {
        documents: samples.documents,
        steps,
        concluded: facts === null ? null : { facts, samples: samplesWeighed(facts.samples, manifest, samples) },
      },
      (done, total) => onProgress?.({ what: 'Re-performing', done, total }),
    );
  }
}

function describe(verification: Verification, manifest: BundleManifest): void {
  const { organization, engagement } = manifest;
  verification.organization = { id: organization.id, name: organization.name, example: organization.example };
  const { id, title, type, from, to } = engagement;
  verification.engagement = { id, title, type, from, to };
}

function unverified(): Verification {
  return {
    holds: false,
    checked: {
      bytes: 0,
      files: 0,
      entries: 0,
      populations: 0,
      reconciliations: 0,
      definitions: 0,
      results: 0,
      samples: 0,
      evidence: 0,
      decisions: 0,
    },
    failure: null,
    keyTrusted: false,
    trustedLog: null,
    cosignatures: null,
    namedByLog: [],
    timestamps: [],
    noted: null,
    warnings: [],
    organization: null,
    engagement: null,
    checkpoint: null,
    earlierLogs: [],
  };
}
