import { createHash } from 'node:crypto';
import { archiveEnd, archiveHeader, archivePadding, compareArchivePaths, type BundleManifest } from '@tickmark/core';
import { cosign, formatCheckpoint, formatVerifierKey, integrate, signNote } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import canonicalize from 'canonicalize';

/** A bundle made without the server: only formats are shared with what is tested. */
export interface Draft {
  organizationId: string;
  engagementId: string;
  /** Operations in the order of their entries; `bundles.create` comes last by itself, and `rotation` ends a log. */
  entries: { key: string; op: string; facts: Record<string, unknown>; at?: string; seals?: Record<string, string> }[];
  manifest: Omit<BundleManifest, 'files'>;
  files: Map<string, Uint8Array>;
  /** Who cosigns the checkpoint, or that of each log by its number, a second after one another. */
  witnesses?: readonly Witness[] | ((log: number) => readonly Witness[]);
  /** Signs the log in place of the seed that all drafts share. */
  seed?: Uint8Array;
  /** Signs each log of a chain, by its number, in place of seeds that follow from the first. */
  seeds?: (log: number) => Uint8Array;
  /** What the entries between two logs say in place of what is true. */
  links?: (op: string, facts: Record<string, unknown>) => Record<string, unknown>;
  /** When the bundle is sealed, for a log of more entries than an hour has minutes. */
  sealedAt?: string;
}

export interface Witness {
  name: string;
  seed: Uint8Array;
  vkey: string;
}

export function witnessOf(name: string, number: number): Witness {
  const key = new Uint8Array(32).fill(number);
  return { name, seed: key, vkey: formatVerifierKey(nodeCrypto, name, nodeCrypto.ed25519PublicKey(key), 'witness') };
}

/** The entry that names a witness. */
export function namedWitness({ name, vkey }: Witness, n: number): Draft['entries'][number] {
  return { key: name, op: 'witnesses.add', facts: { witnessId: id(n), verifierKey: vkey } };
}

/** The two entries by which a log ends and the next continues it; what they say follows from the logs. */
export function rotation(n = 1): Draft['entries'] {
  return ['log.rotate', 'log.continue'].map((op) => ({ key: `${op} ${n}`, op, facts: {} }));
}

export const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
export const canonical = (value: unknown): Buffer => Buffer.from(canonicalize(value) ?? '');
export const keyOf = (seed: Uint8Array, name: string): string =>
  formatVerifierKey(nodeCrypto, name, nodeCrypto.ed25519PublicKey(seed));

export const seed = new Uint8Array(32).fill(3);
export const originOf = (draft: Pick<Draft, 'organizationId'>, number = 1): string =>
  `log.example/${draft.organizationId}${number === 1 ? '' : `/${number}`}`;

/** Who signs the log of this number; each log of a chain has a key of its own. */
export function signerOf(draft: Draft, number = 1): { name: string; seed: Uint8Array } {
  const own = draft.seed ?? seed;
  const of = number === 1 ? own : nodeCrypto.sha256(Buffer.concat([own, Buffer.of(number)]));
  return { name: originOf(draft, number), seed: draft.seeds?.(number) ?? of };
}

function vkeyOf({ name, seed: key }: { name: string; seed: Uint8Array }): string {
  return keyOf(key, name);
}

/** Gives every item of the manifest the index of its entry, which `key` names by item path or id. */
function place(draft: Draft): void {
  const index = (key: string): number => draft.entries.findIndex((entry) => entry.key === key);
  const {
    populations,
    reconciliations = [],
    definitions,
    results,
    samples,
    sampleSteps,
    evidence,
    deletedEvidence = [],
    dryRun,
    report,
  } = draft.manifest;
  for (const item of [
    ...populations,
    ...reconciliations.flatMap((each) => [each, ...each.resolutions]),
    ...definitions,
    ...results,
    ...samples,
    ...sampleSteps,
    ...evidence,
    dryRun,
    ...(report ? [report] : []),
  ]) {
    item.entry = index(item.path);
  }
  for (const item of deletedEvidence) {
    item.entry = index(`evidence/${item.id}`);
    item.deletion = draft.entries.findLastIndex(({ key }) => key === deletionKey(item.id));
  }
}

/** Key of the entry that deletes a piece of evidence. */
export const deletionKey = (evidenceId: string): string => `deletion of ${evidenceId}`;

export interface Packed {
  files: Map<string, Uint8Array>;
  /** Of the newest log. */
  vkey: string;
  /** Of every log, the first one first. */
  vkeys: string[];
}

/** All files of the bundle: `change` may alter the manifest after it is placed and before it is sealed. */
export async function pack(draft: Draft, change: (manifest: BundleManifest) => void = () => {}): Promise<Packed> {
  place(draft);
  const listed = [...draft.files].sort(([a], [b]) => compareArchivePaths(a, b));
  const manifest: BundleManifest = {
    ...structuredClone(draft.manifest),
    files: listed.map(([path, bytes]) => ({ path, sha256: sha256(bytes), size: bytes.length })),
  };
  change(manifest);
  const sealed = canonical(manifest);
  const facts = { bundleId: id(99), engagementId: manifest.engagement.id, manifestSha256: sha256(sealed) };
  const at = draft.sealedAt === undefined ? {} : { at: draft.sealedAt };
  return packSealed(draft, sealed, [...draft.entries, { key: 'bundle.json', op: 'bundles.create', facts, ...at }]);
}

/** Packs any bytes as bundle.json under any entries. */
export async function packSealed(draft: Draft, manifest: Uint8Array, entries: Draft['entries']): Promise<Packed> {
  const files = new Map(draft.files);
  files.set('bundle.json', manifest);
  const ends = entries.flatMap(({ op, facts }, i) => (op === 'log.rotate' && isEmpty(facts) ? [i + 1] : []));
  const vkeys: string[] = [];
  let first = 0;
  let before: PackedLog | undefined;
  for (const [n, end] of [...ends, entries.length].entries()) {
    const number = n + 1;
    const signer = signerOf(draft, number);
    const linked = { draft, number, first, before };
    const statements = entries.slice(first, end).map((entry, i) =>
      canonical({
        v: 1,
        op: entry.op,
        at: entry.at ?? `2027-01-15T10:${String((first + i) % 60).padStart(2, '0')}:00.000Z`,
        by: id(7),
        facts: isEmpty(entry.facts) ? factsOfLink(entry.op, linked) : entry.facts,
        ...(entry.seals === undefined ? {} : { seals: entry.seals }),
      }),
    );
    const folder = end === entries.length ? 'log/' : `earlier-logs/${number}/`;
    before = await packLog(files, folder, statements, { signer, witnesses: witnessesOf(draft, number) });
    vkeys.push(before.vkey);
    first = end;
  }
  return { files, vkey: before?.vkey ?? '', vkeys };
}

/** Packs any statements as one log. */
export async function packEntries(draft: Draft, manifest: Uint8Array, statements: Uint8Array[]): Promise<Packed> {
  const files = new Map(draft.files);
  files.set('bundle.json', manifest);
  const signing = { signer: signerOf(draft), witnesses: witnessesOf(draft, 1) };
  const { vkey } = await packLog(files, 'log/', statements, signing);
  return { files, vkey, vkeys: [vkey] };
}

interface PackedLog {
  vkey: string;
  size: bigint;
  root: Uint8Array;
  /** Signed by the log alone. */
  checkpoint: string;
}

/** Puts the files of one log into a folder. */
export async function packLog(
  files: Map<string, Uint8Array>,
  folder: string,
  statements: Uint8Array[],
  { signer, witnesses }: { signer: { name: string; seed: Uint8Array }; witnesses: readonly Witness[] },
): Promise<PackedLog> {
  const { size, root, tiles } = await integrate(nodeCrypto, { size: 0n, readTile: async () => undefined }, statements);
  const vkey = vkeyOf(signer);
  files.set(`${folder}vkey`, Buffer.from(`${vkey}\n`));
  const checkpoint = signNote(nodeCrypto, formatCheckpoint({ origin: signer.name, size, root }), signer);
  const cosigned = witnesses.reduce(
    (note, witness, i) => cosign(nodeCrypto, note, witness, 1_800_000_000n + BigInt(i)),
    checkpoint,
  );
  files.set(`${folder}checkpoint`, Buffer.from(cosigned));
  for (const [path, bytes] of tiles) files.set(`${folder}${path}`, bytes);
  return { vkey, size, root, checkpoint };
}

function witnessesOf({ witnesses = [] }: Draft, log: number): readonly Witness[] {
  return typeof witnesses === 'function' ? witnesses(log) : witnesses;
}

const isEmpty = (facts: object): boolean => Object.keys(facts).length === 0;

function factsOfLink(
  op: string,
  { draft, number, first, before }: { draft: Draft; number: number; first: number; before: PackedLog | undefined },
): Record<string, unknown> {
  const links = draft.links ?? ((_, facts) => facts);
  if (op === 'log.rotate') {
    const next = signerOf(draft, number + 1);
    return links(op, { next: number + 1, origin: next.name, verifierKey: vkeyOf(next) });
  }
  if (op !== 'log.continue' || before === undefined) return {};
  return links(op, {
    log: number,
    first,
    previousKey: before.vkey,
    previousSize: Number(before.size),
    previousRoot: Buffer.from(before.root).toString('hex'),
    previousCheckpoint: before.checkpoint,
  });
}

/** The tar file, in the prescribed order unless told otherwise. */
export function tarOf(files: Iterable<[string, Uint8Array]>, order = compareArchivePaths): Buffer {
  const sorted = [...files].sort(([a], [b]) => order(a, b));
  const parts = sorted.flatMap(([path, bytes]) => [
    archiveHeader({ path, size: bytes.length }),
    bytes,
    archivePadding(bytes.length),
  ]);
  return Buffer.concat([...parts, archiveEnd()]);
}
