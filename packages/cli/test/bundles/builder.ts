import { createHash } from 'node:crypto';
import { archiveEnd, archiveHeader, archivePadding, compareArchivePaths, type BundleManifest } from '@tickmark/core';
import { cosign, formatCheckpoint, formatVerifierKey, integrate, signNote } from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';
import canonicalize from 'canonicalize';

/** A bundle made without the server: only formats are shared with what is tested. */
export interface Draft {
  organizationId: string;
  engagementId: string;
  /** Operations in the order of their entries; `bundles.create` comes last by itself. */
  entries: { key: string; op: string; facts: Record<string, unknown>; at?: string }[];
  manifest: Omit<BundleManifest, 'files'>;
  files: Map<string, Uint8Array>;
  /** Who cosigns the checkpoint, a second after one another. */
  witnesses?: readonly Witness[];
  /** Signs the log in place of the seed that all drafts share. */
  seed?: Uint8Array;
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

export const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
export const canonical = (value: unknown): Buffer => Buffer.from(canonicalize(value) ?? '');
export const keyOf = (seed: Uint8Array, name: string): string =>
  formatVerifierKey(nodeCrypto, name, nodeCrypto.ed25519PublicKey(seed));

export const seed = new Uint8Array(32).fill(3);
export const originOf = (draft: Draft): string => `log.example/${draft.organizationId}`;

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
}

export interface Packed {
  files: Map<string, Uint8Array>;
  vkey: string;
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
  const statements = entries.map(({ op, facts, at }, i) =>
    canonical({ v: 1, op, at: at ?? `2027-01-15T10:${String(i % 60).padStart(2, '0')}:00.000Z`, by: id(7), facts }),
  );
  return packEntries(draft, manifest, statements);
}

export async function packEntries(draft: Draft, manifest: Uint8Array, statements: Uint8Array[]): Promise<Packed> {
  const origin = originOf(draft);
  const { size, root, tiles } = await integrate(nodeCrypto, { size: 0n, readTile: async () => undefined }, statements);
  const signer = { name: origin, seed: draft.seed ?? seed };
  const vkey = keyOf(signer.seed, origin);
  const files = new Map(draft.files);
  files.set('bundle.json', manifest);
  files.set('log/vkey', Buffer.from(`${vkey}\n`));
  const signed = signNote(nodeCrypto, formatCheckpoint({ origin, size, root }), signer);
  const cosigned = (draft.witnesses ?? []).reduce(
    (note, witness, i) => cosign(nodeCrypto, note, witness, 1_800_000_000n + BigInt(i)),
    signed,
  );
  files.set('log/checkpoint', Buffer.from(cosigned));
  for (const [path, bytes] of tiles) files.set(`log/${path}`, bytes);
  return { files, vkey };
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
