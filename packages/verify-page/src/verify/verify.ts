import { openArchive } from './archive.ts';
import { Broken } from './broken.ts';
import { hexOf } from './bytes.ts';
import { readManifest } from './files.ts';
import { checkItems, countItems } from './items.ts';
import type { Cosigner } from './checkpoint.ts';
import { checkDeletions } from './deletions.ts';
import { readLog } from './log.ts';
import type { Manifest } from './manifest.ts';
import { accountForNote } from './operator.ts';
import { checkFacts, checkRecords } from './records.ts';
import type { Source } from './source.ts';
import { accountForStamps, type Stamps } from './timestamps.ts';
import type { VerifierKey } from './verifier-key.ts';

/** Whether the integrity of a bundle holds, and what was found on the way. */
export interface Integrity {
  holds: boolean;
  /** The first rule that is broken; null when the bundle holds. */
  broken: { rule: string; entry: number | null; path: string | null; message: string } | null;
  /** The log, or one that it continues, is signed with the key that the reader trusts. */
  keyTrusted: boolean;
  /** Number of the newest log that is signed with it; the first is 1, null where none is. */
  trustedLog: number | null;
  /**
   * The log that seals the bundle. Known once it holds; `entries` are its own, `root` is in lowercase hex, `vkey` the key that
   * the reader trusts, else the one in the bundle.
   */
  log: { origin: string; entries: number; root: string; vkey: string; cosigners: readonly Cosigner[] } | null;
  /** The logs that it continues, whose keys were rotated; `first` is the number of the first entry. */
  earlier: { number: number; origin: string; first: number; entries: number; cosigners: readonly Cosigner[] }[];
  /** Known once bundle.json holds. */
  organization: Manifest['organization'] | null;
  engagement: Manifest['engagement'] | null;
  /** Known once the tar form holds; items once every one of them holds. */
  bytes: number | null;
  files: number | null;
  items: number | null;
  /** Pieces of evidence of the period whose files were deleted: nobody can examine them any more. */
  deleted: number | null;
  /** Stamps of checkpoints (RFC 3161), which this page does not check; null until their files are accounted for. */
  stamps: Stamps | null;
  /** Whether a note of the operator's log is there, which this page does not check; null until its files are accounted for. */
  noted: boolean | null;
}

export interface Options {
  /** A key that the reader has from elsewhere than the bundle. */
  trusted?: VerifierKey | undefined;
  /** Told what is being done; `done` and `total` in bytes while the file is read, both 0 afterwards. */
  onProgress?: (what: string, done: number, total: number) => void;
}

/**
 * Verifies the integrity of a bundle: EL1 to EL11, EL14, EL94 to EL97, EL100 to EL104, EL116, EL127, EL130 to EL132, and of EL12 that every item is the one its log
 * entry seals. A bundle that does not hold is an answer; only a source that can't be read throws.
 */
export async function verifyIntegrity(source: Source, { trusted, onProgress }: Options = {}): Promise<Integrity> {
  const found: Integrity = {
    holds: false,
    broken: null,
    keyTrusted: false,
    trustedLog: null,
    log: null,
    earlier: [],
    organization: null,
    engagement: null,
    bytes: null,
    files: null,
    items: null,
    deleted: null,
    stamps: null,
    noted: null,
  };
  try {
    const archive = await openArchive(source, (done) => onProgress?.('Reading every file', done, source.size));
    found.bytes = archive.size;
    found.files = archive.files.size;
    onProgress?.('Verifying the log', 0, 0);
    const log = await readLog(archive, trusted);
    const { checkpoint, key, cosigners } = log.newest;
    const { origin, root, size } = checkpoint;
    found.log = { origin, entries: Number(size), root: hexOf(root), vkey: (trusted ?? key).vkey, cosigners };
    found.keyTrusted = log.trustedLog !== null;
    found.trustedLog = log.trustedLog;
    found.earlier = log.chain.slice(0, -1).map((each) => ({
      number: each.number,
      origin: each.checkpoint.origin,
      first: each.first,
      entries: Number(each.checkpoint.size),
      cosigners: each.cosigners,
    }));
    onProgress?.('Comparing every file with the log', 0, 0);
    const manifest = await readManifest(archive, log);
    found.organization = manifest.organization;
    found.engagement = manifest.engagement;
    found.stamps = accountForStamps(archive, log);
    found.noted = accountForNote(archive);
    await checkItems({ archive, log, manifest });
    checkFacts(archive, log, manifest);
    checkDeletions(log.statements, manifest);
    await checkRecords(archive, log, manifest);
    found.items = countItems(manifest);
    found.deleted = manifest.deletedEvidence.length;
    found.holds = true;
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    const { rule, entry, path, message } = error;
    found.broken = { rule, entry, path, message };
  }
  return found;
}
