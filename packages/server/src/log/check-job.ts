import { logStatement, TickmarkError, type LogCheck } from '@tickmark/core';
import { leafHash, LogError, verifyLog } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import type { Tx } from '../platform/database/index.ts';
import type { JobContext, JobHandler } from '../platform/handler.ts';
import {
  keyColumn,
  openSigningKey,
  recordSha256,
  sealedTables,
  sealKey,
  type SealedTable,
} from '../platform/trail/index.ts';
import { readTileAt } from './checkpoint-at.ts';
import { checkContinues, type EndedLog } from './continues.ts';
import { checkNoted } from './operator/check.ts';
import { sequence, type LogKeeper } from './sequencer.ts';
import { chainOf, readEntryRows, readFileHashes, readRecords, type ChainLog } from './store.ts';

/** Faults that are told one by one; the rest is counted. */
const mostTold = 1000;
/** Rows of one read. */
const pageSize = 1000;

type Fault = LogCheck['faults']['first'][number];

interface Seal {
  entry: number;
  /** The entry that the record came with. */
  first: number;
  sha256: string | null;
}

/**
 * Holds the database of an organization against its log: the tree against the signed checkpoint, each earlier log against
 * the one that continues it, each entry of the
 * database against the one in the tree, each record against the entry that sealed it last, each file against its
 * hash, and each checkpoint that the operator's log has committed to against both logs. So what somebody changed of these beside the product is named.
 */
export function checkRecords(keeper: LogKeeper): JobHandler {
  return async (job): Promise<Record<string, unknown> & LogCheck> => {
    const faults: Fault[] = [];
    let count = 0;
    const tell = (fault: Fault): void => {
      count += 1;
      if (faults.length < mostTold) faults.push(fault);
    };
    const seals = new Map<string, Seal>();
    const size = await readSeals(keeper, job, { seals, from: 0, tell });
    // Nothing can be held against a log that is not as it was signed.
    if (size === undefined) return { size: 0, records: 0, files: 0, noted: 0, faults: { count, first: faults } };
    const suspects: Fault[] = [];
    const seen = new Set<string>();
    let records = 0;
    for (const table of sealedTables) {
      for (let after: string | null = null; ;) {
        const rows = await job.read((tx) => readRecords(tx, job.organizationId, table, { after, limit: pageSize }));
        for (const row of rows) {
          const key = sealKey(table, row);
          seen.add(key);
          const fault = faultOf(table, row, seals.get(key));
          if (fault !== undefined) suspects.push(fault);
        }
        records += rows.length;
        await job.progress({ done: records, note: 'Records' });
        if (rows.length < pageSize) break;
        after = String(rows.at(-1)?.[keyColumn(table)]);
      }
    }
    for (const [record, { entry, sha256 }] of seals) {
      if (sha256 === null || seen.has(record)) continue;
      suspects.push({
        record,
        entry,
        what: 'missing',
        message: `${named(record)} is gone, and entry ${entry} seals it.`,
      });
    }
    // What was written while this read is no fault: a later entry seals it.
    const later = new Map<string, Seal>();
    await readSeals(keeper, job, { seals: later, from: size, tell });
    for (const fault of suspects) if (fault.record === null || !later.has(fault.record)) tell(fault);

    const files = await checkFiles(job, tell);
    const noted = await checkNoted(job, tell);
    return { size, records, files, noted, faults: { count, first: faults } };
  };
}

interface Reading {
  seals: Map<string, Seal>;
  /** Entries before this one were read already. */
  from: number;
  tell: (fault: Fault) => void;
}

/**
 * Reads the entries from `from` on, log by log, and tells those that are not as signed. Returns how many there are in
 * all; undefined where a log is broken, or is not the one that the log after it continues.
 */
async function readSeals(keeper: LogKeeper, job: JobContext, reading: Reading): Promise<number | undefined> {
  const { organizationId } = job;
  try {
    await sequence(keeper, organizationId);
    const chain = await job.read((tx) => chainOf(tx, organizationId));
    const newest = await job.read((tx) => openSigningKey(tx, organizationId, keeper.masterKey));
    let read = 0;
    let before: EndedLog | undefined;
    for (const log of chain) {
      if (log.checkpoint === null) throw new LogError('malformed', `Log ${log.number} has no checkpoint.`);
      if (log.first !== read) throw new LogError('wrong_root', `Log ${log.number} does not begin at entry ${read}.`);
      const vkey = log.number === newest.number ? newest.verifierKey : log.verifierKey;
      const { checkpoint } = log;
      const opened = await readLog(job, { ...log, verifierKey: vkey, checkpoint }, reading, before);
      read += opened.size;
      before = { checkpoint, verifierKey: vkey, ...opened };
    }
    if (before === undefined) throw new LogError('malformed', 'The log has no checkpoint.');
    return read;
  } catch (error) {
    // Anything else, such as a full disk or another master key, says nothing of the log: the job fails with it.
    if (!(error instanceof LogError)) throw error;
    const { tell } = reading;
    tell({ record: null, entry: null, what: 'changed', message: `The log is not as it was signed: ${error.message}` });
    return undefined;
  }
}

/** Reads one log. @throws LogError where it is not as signed, or does not continue the one before. */
async function readLog(
  job: JobContext,
  { number, first, size, origin, verifierKey, checkpoint }: ChainLog & { checkpoint: string },
  { seals, from, tell }: Reading,
  before: EndedLog | undefined,
): Promise<{ size: number; root: string }> {
  const { organizationId } = job;
  const verified = await verifyLog(nodeCrypto, {
    checkpoint,
    vkeys: [verifierKey],
    readTile: (path) => job.read((tx) => readTileAt(tx, organizationId, number)(path)),
  });
  if (verified.origin !== origin)
    throw new LogError('malformed', `Log ${number} is signed as ${verified.origin}, not as ${origin}.`);
  let page: Awaited<ReturnType<typeof readEntryRows>> = [];
  let index = first;
  for await (const bytes of verified.entries) {
    if (index === first && before !== undefined)
      checkContinues(logStatement.parse(JSON.parse(Buffer.from(bytes).toString())), first, before);
    if (index >= from) {
      const place = (index - Math.max(from, first)) % pageSize;
      if (place === 0) page = await job.read((tx) => readEntryRows(tx, organizationId, index, pageSize));
      const row = page[place];
      if (row?.index !== index || !isSigned(row, bytes)) {
        tell({
          record: null,
          entry: index,
          what: 'changed',
          message: `Entry ${index} in the database is not the one that was signed.`,
        });
      }
      const { seals: own = {} } = logStatement.parse(JSON.parse(Buffer.from(bytes).toString()));
      for (const [record, sha256] of Object.entries(own)) {
        const known = seals.get(record);
        const since = known === undefined || known.sha256 === null ? index : known.first;
        seals.set(record, { entry: index, first: since, sha256 });
      }
    }
    index += 1;
    if (index % pageSize === 0) await job.progress({ done: index, note: 'Entries' });
  }
  if (index !== first + size)
    throw new LogError('wrong_root', `${size} entries count as signed, and the checkpoint is of ${index - first}.`);
  return { size, root: Buffer.from(verified.root).toString('hex') };
}

function isSigned(
  row: { op: string; statement: string; leafHash: Uint8Array; writtenAt: Date },
  bytes: Uint8Array,
): boolean {
  if (
    row.statement !== Buffer.from(bytes).toString() ||
    !leafHash(nodeCrypto, bytes).every((b, i) => b === row.leafHash[i])
  )
    return false;
  const { op, at } = logStatement.parse(JSON.parse(row.statement));
  return op === row.op && at === row.writtenAt.toISOString();
}

/** Records that later entries change, and that stay with the entry that brought them. */
const changedLater: ReadonlySet<SealedTable> = new Set([
  'captureLinks',
  'evidence',
  'planItems',
  'policies',
  'policyCampaigns',
  'procedures',
  'requests',
]);

function faultOf(table: SealedTable, row: Record<string, unknown>, seal: Seal | undefined): Fault | undefined {
  const record = sealKey(table, row);
  if (seal === undefined || seal.sha256 === null)
    return { record, entry: null, what: 'unsealed', message: `${named(record)} is sealed by no entry.` };
  const { entry } = seal;
  if (recordSha256(row) !== seal.sha256)
    return { record, entry, what: 'changed', message: `${named(record)} is not what entry ${entry} sealed.` };
  // What is said of evidence later leaves it with the entry that brought its file, as use leaves a link, an answer a request and a move an item.
  const its = changedLater.has(table) ? seal.first : entry;
  if (row['entryIndex'] !== undefined && Number(row['entryIndex']) !== its) {
    const message = `${named(record)} names entry ${String(row['entryIndex'])}, and entry ${its} seals it.`;
    return { record, entry, what: 'changed', message };
  }
  return undefined;
}

const words: Record<SealedTable, string> = {
  captureLinks: 'The capture link',
  conclusions: 'The conclusion',
  controlOwnerships: 'The naming of who has a control',
  controls: 'The control',
  criterionDecisions: 'The decision on a criterion',
  descriptionApprovals: 'The approval of a description of the system',
  descriptionVersions: 'The version of a description of the system',
  differenceResolutions: 'The resolution of differences',
  dryRuns: 'The dry run',
  engagementParties: 'The list of parties of an engagement',
  engagements: 'The engagement',
  evidence: 'The evidence',
  evidenceDeletions: 'The deletion of the evidence',
  evidenceDecisions: 'The decision about evidence',
  explanations: 'The explanation of deviations',
  holidays: 'The holiday',
  incrementComparisons: 'The comparison with increments of the result',
  incrementFiles: 'The file of new rows',
  increments: 'The increment',
  nonceCommitments: 'The commitment to a nonce',
  organizations: 'The organization',
  phaseSteps: 'The step of a phase',
  planChanges: 'The change of a plan of action',
  planEvidence: 'The link of evidence to an item of a plan of action',
  planItems: 'The item of a plan of action',
  planSettings: 'The settings of a plan of action',
  policies: 'The document',
  policyAcceptances: 'The acceptance of a document',
  policyCampaigns: 'The campaign that asks people to accept documents',
  policyPages: 'The public page of the document',
  policySteps: 'The step of a version of a document',
  policyValues: 'The number or name of a role that documents share',
  policyVersions: 'The version of a document',
  populations: 'The population',
  procedureRunEnds: 'The end of a run of a procedure',
  procedureRunSteps: 'The step of a run of a procedure',
  procedureRuns: 'The run of a procedure',
  procedureVersions: 'The version of a procedure',
  procedures: 'The procedure',
  readinessAnswers: 'The answer of the readiness assessment',
  readinessEvidence: 'The link of evidence to a question of the readiness assessment',
  readinessReportCopies: 'The issued copy of a readiness report',
  readinessReports: 'The readiness report',
  reconciliations: 'The reconciliation',
  reports: 'The report draft',
  requestSteps: 'The step of a request',
  requests: 'The request',
  results: 'The result',
  retentionHolds: 'The hold',
  retentionSchedules: 'The retention schedule of the organization',
  risks: 'The risk',
  sampleSteps: 'The step of a sample',
  samples: 'The sample',
  scopeVersions: 'The item of the scope',
  tests: 'The test',
  timestampAuthorities: 'The timestamp authority',
};

/** `evidence/1f3…` in words. */
function named(record: string): string {
  const [table = '', id = ''] = record.split('/');
  return `${words[table as SealedTable] ?? table} ${id}`;
}

async function checkFiles(job: JobContext, tell: (fault: Fault) => void): Promise<number> {
  const { organizationId } = job;
  const hashes = await job.read((tx: Tx) => readFileHashes(tx, organizationId));
  for (const [done, sha256] of hashes.entries()) {
    await job.progress({ done, total: hashes.length, note: 'Files' });
    const what = (await job.blobs.has(organizationId, sha256)) ? 'changed' : 'missing';
    if (what === 'changed' && (await isWhole(job, sha256))) continue;
    const fate = what === 'missing' ? 'gone, and no entry says that it was deleted' : 'damaged';
    const message = `The file with the SHA-256 ${sha256} is ${fate}.`;
    tell({ record: `file/${sha256}`, entry: null, what, message });
  }
  return hashes.length;
}

async function isWhole(job: JobContext, sha256: string): Promise<boolean> {
  try {
    // Held against its hash as it is read.
    for await (const _ of await job.blobs.open(job.organizationId, sha256)) continue;
    return true;
  } catch (error) {
    if (error instanceof TickmarkError && error.code === 'does_not_hold') return false;
    throw error;
  }
}
