import type { JobHandler, JobRequest } from '../platform/handler.ts';
import type { Tx } from '../platform/database/database.ts';
import { countUnread, keepContent, nextUnread } from './content-store.ts';
import { isDeleted } from './deletion-store.ts';
import { EvidenceReader, readingLimits, type ReadingLimits } from './reader.ts';

/** One that waits reads all that is unread by then, so a second one beside it is not queued. */
export const readEvidenceRequest: JobRequest = {
  kind: 'read-evidence',
  title: 'Read evidence for the search',
  unit: 'files',
  input: {},
  once: true,
};

/** What has not been read yet, such as evidence from before there was a search; undefined where there is nothing. */
export async function readingLeft(tx: Tx, organizationId: string): Promise<JobRequest | undefined> {
  return (await countUnread(tx, organizationId)) === 0 ? undefined : readEvidenceRequest;
}

/** Reads the text of every file that nobody has read, and keeps it for the search. */
export function readEvidence(limits: ReadingLimits = readingLimits): JobHandler {
  return async (job) => {
    const reader = new EvidenceReader(job.blobs, job.organizationId, limits);
    let read = 0;
    try {
      for (;;) {
        const file = await job.read((tx) => nextUnread(tx, job.organizationId, job.jobId));
        if (file === undefined) return { read };
        const left = await job.read((tx) => countUnread(tx, job.organizationId));
        await job.progress({ done: read, total: read + left });
        const content = await reader.read(file).catch(async (error: unknown) => {
          if (await job.read((tx) => isDeleted(tx, job.organizationId, file.id))) return undefined;
          throw error;
        });
        if (content === undefined) continue;
        await job.derive((tx) => keepContent(tx, job.organizationId, file.id, content, job.now()));
        read += 1;
        await job.progress({ done: read });
      }
    } finally {
      reader.close();
    }
  };
}
