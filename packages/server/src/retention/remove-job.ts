import { doneRemoval, nextRemoval, removalsLeft, type Removal } from '../evidence/index.ts';
import { isFileNeeded } from '../log/index.ts';
import { lockForRemoval, type Blobs } from '../platform/blobs/index.ts';
import type { JobHandler, JobRequest } from '../platform/handler.ts';
import type { Tx } from '../platform/database/index.ts';
import { isBundleInTheMaking } from './store.ts';

/** One that waits removes all that is to go by then, so a second one beside it is not queued. */
export const removeFilesRequest: JobRequest = {
  kind: 'remove-files',
  title: 'Remove files of deleted evidence',
  unit: 'files',
  input: {},
  once: true,
};

/** What a stop of the server left to be removed; undefined where there is nothing. */
export async function removalLeft(tx: Tx, organizationId: string): Promise<JobRequest | undefined> {
  return (await removalsLeft(tx, organizationId)) === 0 ? undefined : removeFilesRequest;
}

/** How often it is looked whether a bundle that was being packed is done. */
const lookEveryMs = 500;

/** Removes the bytes of every piece whose deletion is committed. Bytes that another record needs stay, with that record. */
export const removeFiles: JobHandler = async (job) => {
  const { organizationId, blobs } = job;
  let removed = 0;
  for (;;) {
    const removal = await job.read((tx) => nextRemoval(tx, organizationId));
    if (removal === undefined) return { removed };
    const left = await job.read((tx) => removalsLeft(tx, organizationId));
    await job.progress({ done: removed, total: removed + left });
    if (await job.derive((tx) => removeFile(tx, blobs, organizationId, removal))) {
      removed += 1;
      continue;
    }
    await job.progress({ note: 'Waiting for a bundle that is being packed' });
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
};

/** False where it has to wait: a bundle that was sealed before the deletion is being packed, and holds the file. */
async function removeFile(tx: Tx, blobs: Blobs, organizationId: string, removal: Removal): Promise<boolean> {
  const { evidenceId, sha256 } = removal;
  await lockForRemoval(tx, organizationId, sha256);
  if (await isBundleInTheMaking(tx, organizationId)) return false;
  // Before the note that they are to go: whoever fails between the two removes what is gone already.
  if (!(await isFileNeeded(tx, organizationId, sha256))) await blobs.remove(organizationId, sha256);
  await doneRemoval(tx, organizationId, evidenceId);
  return true;
}
