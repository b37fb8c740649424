import { id, sealedFacts } from '@tickmark/core';
import { canonicalBytes } from '@tickmark/control-testing';
import { z } from 'zod';
import { exportLogs, notedFiles, type LogExport, type LogKeeper } from '../log/index.ts';
import type { JobHandler, WriteContext } from '../platform/handler.ts';
import { derivedId } from '../platform/jobs/index.ts';
import { withCosignatures } from '../witnesses/index.ts';
import { timestampFiles } from '../timestamps/index.ts';
import { bundleContents, sha256Of, type Content } from './contents.ts';
import { packBundle } from './pack.ts';
import { isAsRead, readBundleRecords, type BundleRecords } from './records.ts';
import { findBundle, insertBundle } from './store.ts';

const createBundleInput = z.object({ engagementId: id });
/** What `bundles.create` hands to its job. */
export type CreateBundleInput = z.infer<typeof createBundleInput>;

export interface BundleParts extends LogKeeper {
  /** Signs what is waiting, asks the witnesses, and waits for their answers, but not for long. */
  settleWitnesses(organizationId: string): Promise<void>;
  /** Has the checkpoint that ends with this entry stamped, and waits for the answers, but not for long. */
  settleTimestamps(organizationId: string, entryIndex: number): Promise<void>;
}

/**
 * Packs a bundle in three steps. First bundle.json is sealed by an entry, before which the log names no other evidence of
 * the period than it does; then the log is exported
 * up to and including that entry, with each log that it continues, so that everything hangs on the checkpoint, which
 * witnesses are asked to cosign and timestamp authorities to stamp, and which is noted in the operator's log; then the tar file is kept under its own hash, in an entry that comes after the bundle. An attempt that was interrupted
 * leaves the first entry and no bundle; the next one seals again.
 */
export function createBundle({ settleWitnesses, settleTimestamps, ...keeper }: BundleParts): JobHandler {
  return async (job, raw) => {
    const { engagementId } = createBundleInput.parse(raw);
    const { organizationId } = job;
    const bundleId = derivedId(job.jobId, engagementId);
    if ((await job.read((tx) => findBundle(tx, organizationId, bundleId))) !== undefined) return { bundleId };

    const createdAt = job.now();
    let sealed: Sealed;
    let logs: LogExport[] | undefined;
    // A log whose key is rotated between seal and export is signed at its end alone, and the bundle is sealed in the next.
    do {
      sealed = await seal();
      const { entryIndex } = sealed;
      await job.progress({ note: 'Asking witnesses and timestamp authorities' });
      await Promise.all([settleWitnesses(organizationId), settleTimestamps(organizationId, entryIndex)]);
      logs = await exportLogs(keeper, organizationId, entryIndex + 1);
    } while (logs === undefined);
    const { records, contents, manifestBytes, manifestSha256, entryIndex } = sealed;
    const cosigned = await Promise.all(
      logs.map(async (log) => ({
        ...log,
        checkpoint: await job.read((tx) => withCosignatures(tx, organizationId, log.number, log)),
      })),
    );
    const { masterKey } = keeper;
    const stamps = await job.read((tx) => timestampFiles({ tx, organizationId, masterKey }, cosigned));
    const newest = cosigned.at(-1);
    const parts = { ...keeper, now: () => job.now() };
    const noted = newest === undefined ? [] : await notedFiles(parts, organizationId, newest);
    const packed = { manifest: manifestBytes, contents, logs: cosigned, beside: [...stamps, ...noted] };
    const { bytes, files } = packBundle(packed, (done) => void job.progress({ done }));
    await job.progress({ done: 0, total: files, note: 'Packing' });
    const { sha256, size } = await job.blobs.put(organizationId, bytes);
    await job.write('bundles.pack', async (context) => {
      await context.record({ bundleId, engagementId, sha256 });
      await insertBundle(
        context.tx,
        {
          organizationId,
          id: bundleId,
          engagementId,
          sha256,
          manifestSha256,
          size,
          files,
          createdAt,
          createdBy: context.userId,
          entryIndex,
        },
        records.evidence.map(({ id: evidenceId }) => evidenceId),
      );
    });
    return { bundleId };

    /** Reads what the bundle holds and seals it; anew, until nothing that it has to hold whole came or went between the two. */
    async function seal(): Promise<Sealed> {
      for (;;) {
        const records = await job.read((tx) => readBundleRecords(tx, organizationId, engagementId));
        const packed = await contentsOf(records);
        if (packed === undefined) continue;
        const { manifest, contents } = packed;
        const manifestBytes = canonicalBytes(manifest);
        const manifestSha256 = sha256Of(manifestBytes);
        await job.progress({ note: 'Sealing' });
        const entryIndex = await job
          .write('bundles.create', (context) => sealNow(context, records, manifestSha256))
          .catch(ifOvertaken);
        if (entryIndex !== undefined) return { records, contents, manifestBytes, manifestSha256, entryIndex };
      }
    }

    /** Undefined where evidence was deleted while its file was looked for. */
    async function contentsOf(records: BundleRecords) {
      try {
        return await bundleContents(job.blobs, organizationId, records, createdAt);
      } catch (error) {
        if (await job.read((tx) => isAsRead(tx, organizationId, records))) throw error;
        return undefined;
      }
    }

    async function sealNow(context: WriteContext, records: BundleRecords, manifestSha256: string): Promise<number> {
      const index = await context.record(
        sealedFacts['bundles.create'].parse({ bundleId, engagementId, manifestSha256 }),
      );
      // The log is locked since: whatever comes before this entry is committed and can be seen.
      if (!(await isAsRead(context.tx, organizationId, records))) throw new Overtaken();
      return index;
    }
  };
}

interface Sealed {
  records: BundleRecords;
  contents: Content[];
  manifestBytes: Uint8Array;
  manifestSha256: string;
  entryIndex: number;
}

/** Evidence came or was deleted, or the scope or a criterion was written on, since what the bundle holds was read; nothing is sealed. */
class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

function ifOvertaken(error: unknown): undefined {
  if (!(error instanceof Overtaken)) throw error;
}
