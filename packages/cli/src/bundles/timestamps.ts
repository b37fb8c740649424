import { sealedFacts } from '@tickmark/core';
import type { ReadTile } from '@tickmark/evidence-log';
import type { Authority } from '@tickmark/timestamps';
import type { Archive } from './archive.ts';
import { checkpointBeside, tilesOf } from './bundled-checkpoint.ts';
import { DoesNotHold } from './does-not-hold.ts';
import type { BundledChainLog, BundledLog } from './log.ts';

const folder = 'timestamps/';
/** By how much a clock may be off before it is told. */
const clockToleranceMs = 10 * 60_000;

/** A stamp of a checkpoint (RFC 3161) that holds. */
export interface BundledTimestamp {
  /** Common names: of the root certificate that it leads to, and of the one that signed. */
  name: string;
  signer: string;
  /** SHA-256 of the certificates that an entry of the log names the authority with. */
  certificatesSha256: string;
  /** It leads to a root that the verifier named. */
  trusted: boolean;
  /** Number of the log, and entries under the checkpoint in its tree. */
  log: number;
  size: number;
  /** Number of the last of these entries, counted over the whole chain. */
  entry: number;
  /** By the clock of the authority: the checkpoint was there by then. */
  at: string;
}

/** One stamp as a file, with the file of what was stamped. */
interface Filed {
  path: string;
  log: BundledChainLog;
  size: number;
  certificatesSha256: string;
}

/**
 * Verifies that `timestamps/` holds stamps of checkpoints of the bundled logs and what they are checked by, and nothing else
 * (EL116). Returns the stamps by log and size.
 */
export function readTimestampFiles(archive: Archive, log: BundledLog): Filed[] {
  const filed: Filed[] = [];
  const checkpoints = new Set<string>();
  const certificates = new Set<string>();
  for (const path of archive.files.keys()) {
    if (!path.startsWith(folder)) continue;
    const certificate = /^timestamps\/certificates\/([0-9a-f]{64})\.pem$/.exec(path)?.[1];
    if (certificate !== undefined) {
      certificates.add(certificate);
      continue;
    }
    const [, number, size, name, sha256] =
      /^timestamps\/([1-9]\d{0,8})\/([1-9]\d{0,14})\/(checkpoint|([0-9a-f]{64})\.tst)$/.exec(path) ?? [];
    const of = log.logs.find((each) => String(each.number) === number);
    if (of === undefined || Number(size) > of.size)
      throw new DoesNotHold('EL116', `${path} belongs to no checkpoint of a log in the bundle.`, { path });
    if (name === 'checkpoint') checkpoints.add(path);
    else if (sha256 !== undefined) filed.push({ path, log: of, size: Number(size), certificatesSha256: sha256 });
  }
  for (const { path, log: of, size, certificatesSha256 } of filed) {
    const needed = [checkpointPath(of.number, size), certificatesPath(certificatesSha256)];
    const lacking = needed.find((each) => !archive.files.has(each));
    if (lacking !== undefined)
      throw new DoesNotHold('EL116', `${path} can't be checked: ${lacking} is not there.`, { path });
  }
  for (const path of checkpoints) {
    if (!filed.some((each) => checkpointPath(each.log.number, each.size) === path))
      throw new DoesNotHold('EL116', `${path} was stamped by nobody.`, { path });
  }
  const named = namedCertificates(log);
  for (const sha256 of certificates) {
    const path = certificatesPath(sha256);
    if (!filed.some((each) => each.certificatesSha256 === sha256))
      throw new DoesNotHold('EL116', `${path} serves no stamp.`, { path });
    if (archive.files.get(path)?.sha256 !== sha256)
      throw new DoesNotHold('EL116', `${path} has another hash than its name says.`, { path });
    if (!named.has(sha256)) throw new DoesNotHold('EL116', `No entry of the log names ${path}.`, { path });
  }
  return filed.toSorted((a, b) => a.log.number - b.log.number || a.size - b.size || (a.path < b.path ? -1 : 1));
}

/**
 * Verifies every stamp (EL117), and with `trusted` that one by somebody whom the verifier named covers the bundle (EL118).
 * Warns of entries that say they are later than when they were stamped.
 */
export async function verifyTimestamps(
  archive: Archive,
  log: BundledLog,
  { filed, trusted, warnings }: { filed: readonly Filed[]; trusted: Authority | undefined; warnings: string[] },
): Promise<BundledTimestamp[]> {
  const found: BundledTimestamp[] = [];
  const policies = namedCertificates(log);
  for (const each of filed) {
    const tiles = tilesOf(archive, each.log, each.log === log.newest);
    const stamp = await verifyOne(archive, each, { policies, trusted, tiles });
    found.push(stamp);
    const written = log.instants[stamp.entry];
    if (written !== undefined && written > Date.parse(stamp.at) + clockToleranceMs)
      warnings.push(
        `Entry ${stamp.entry} says that it was written at ${new Date(written).toISOString()}, and ${stamp.signer} had stamped it at ${stamp.at}: one of the two clocks is wrong.`,
      );
  }
  if (trusted !== undefined) checkTrusted(log, found);
  return found;
}

async function verifyOne(
  archive: Archive,
  { path, log, size, certificatesSha256 }: Filed,
  {
    policies,
    trusted,
    tiles,
  }: {
    policies: ReadonlyMap<string, readonly (string | null)[]>;
    trusted: Authority | undefined;
    tiles: ReadTile;
  },
): Promise<BundledTimestamp> {
  const { readAuthority, TimestampError, verifyTimestamp } = await import('@tickmark/timestamps');
  const beside = { path: checkpointPath(log.number, size), log, size, tiles };
  const { bytes: message } = await checkpointBeside(archive, beside, 'EL117');
  const token = (await archive.read(path)) ?? new Uint8Array();
  const pem = Buffer.from((await archive.read(certificatesPath(certificatesSha256))) ?? []).toString();
  /** What was done, or what is wrong with the stamp. */
  const attempt = <T>(work: () => T): { done: T } | { fault: string } => {
    try {
      return { done: work() };
    } catch (error) {
      if (error instanceof TimestampError) return { fault: error.message };
      throw error;
    }
  };
  const checked = attempt(() => {
    const authority = readAuthority(pem);
    return { authority, stamp: verifyTimestamp(token, { message, authority }) };
  });
  if ('fault' in checked) throw new DoesNotHold('EL117', `${path} does not hold. ${checked.fault}`, { path });
  const { authority, stamp } = checked.done;
  const asked = policies.get(certificatesSha256) ?? [];
  if (!asked.some((policy) => policy === null || policy === stamp.policy))
    throw new DoesNotHold('EL117', `${path} was given under policy ${stamp.policy}, which no entry names.`, { path });
  const byTrusted =
    trusted !== undefined &&
    'done' in attempt(() => verifyTimestamp(token, { message, authority: trusted, helpers: authority }));
  return {
    name: stamp.root,
    signer: stamp.signer,
    certificatesSha256,
    trusted: byTrusted,
    log: log.number,
    size,
    entry: log.first + size - 1,
    at: stamp.at.toISOString(),
  };
}

/** The newest checkpoint is stamped by somebody whom the verifier named; one before it leaves open what was written since. */
function checkTrusted({ newest }: BundledLog, stamps: readonly BundledTimestamp[]): void {
  const trusted = stamps.filter((stamp) => stamp.trusted);
  if (trusted.some(({ log, size }) => log === newest.number && size === newest.size)) return;
  const furthest = trusted.at(-1);
  throw new DoesNotHold(
    'EL118',
    furthest === undefined
      ? 'No stamp in the bundle leads to a certificate that you named.'
      : `What you named has stamped the log up to entry ${furthest.entry}, at ${furthest.at}, and not the checkpoint of this bundle.`,
    { path: 'log/checkpoint' },
  );
}

/** Certificates that entries name, with the policy that each entry asks for; null for any. */
function namedCertificates({ sealed }: BundledLog): Map<string, (string | null)[]> {
  const named = new Map<string, (string | null)[]>();
  for (const { op, facts } of sealed.values()) {
    const read = op === 'timestamps.add-authority' ? sealedFacts[op].safeParse(facts).data : undefined;
    if (read === undefined) continue;
    const { certificatesSha256, policy = null } = read;
    named.set(certificatesSha256, [...(named.get(certificatesSha256) ?? []), policy]);
  }
  return named;
}

function checkpointPath(log: number, size: number): string {
  return `${folder}${log}/${size}/checkpoint`;
}

function certificatesPath(sha256: string): string {
  return `${folder}certificates/${sha256}.pem`;
}
