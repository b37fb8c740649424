import { canonical, id, packEntries, sha256 } from '../../../cli/test/bundles/builder.ts';
import type { Random } from '../random.ts';
import { auditor, type Files, type History } from './histories.ts';

export const checkpointPath = 'log/checkpoint';
export const vkeyPath = 'log/vkey';
export const manifestPath = 'bundle.json';

const inLog = (path: string): boolean => path.startsWith('log/');
export const isTile = (path: string): boolean => path.startsWith('log/tile/');
export const isEntries = (path: string): boolean => path.startsWith('log/tile/entries/');

/** The files of `files`, those that `which` chooses taken from `from` instead. */
export function exchanged(files: Files, from: Files, which: (path: string) => boolean): Files {
  const kept = [...files].filter(([path]) => !which(path));
  return new Map([...kept, ...[...from].filter(([path]) => which(path))]);
}

export function withLogOf(files: Files, from: Files): Files {
  return exchanged(files, from, inLog);
}

/** A signed checkpoint of a log: the text up to the empty line, and the lines below it. */
export function noteOf(files: Files, folder = 'log/'): { text: string; lines: string[] } {
  const note = textOf(files, `${folder}checkpoint`);
  const at = note.lastIndexOf('\n\n') + 1;
  return { text: note.slice(0, at), lines: note.slice(at + 1, -1).split('\n') };
}

export function withNote(
  files: Files,
  { text, lines }: { text: string; lines: readonly string[] },
  folder = 'log/',
): Files {
  return new Map(files).set(
    `${folder}checkpoint`,
    Buffer.from(`${text}\n${lines.map((line) => `${line}\n`).join('')}`),
  );
}

export function withVkey(files: Files, vkey: string): Files {
  return new Map(files).set(vkeyPath, Buffer.from(`${vkey}\n`));
}

/** Key id and signature of a line below a note. */
export function bytesOfLine(line: string): Uint8Array {
  return Uint8Array.from(Buffer.from(line.split(' ')[2] ?? '', 'base64'));
}

export function lineOf(name: string, ...bytes: Uint8Array[]): string {
  return `— ${name} ${Buffer.concat(bytes).toString('base64')}`;
}

/** The vkey of any bytes as type and key, with the id that follows from them unless another is given. */
export function vkeyOf(name: string, typeAndKey: Uint8Array, keyId?: string): string {
  const follows = sha256(Buffer.concat([Buffer.from(`${name}\n`), typeAndKey])).slice(0, 8);
  return `${name}+${keyId ?? follows}+${Buffer.from(typeAndKey).toString('base64')}`;
}

/** Statements of all entries of a log, taken out of the entry bundles (C2SP tlog-tiles: a length of two bytes before each). */
export function statementsOf(files: Files, folder = 'log/'): Uint8Array[] {
  const statements: Uint8Array[] = [];
  for (const path of [...files.keys()].filter((path) => path.startsWith(`${folder}tile/entries/`)).sort()) {
    const bytes = Buffer.from(files.get(path) ?? '');
    for (let at = 0; at < bytes.length;) {
      const length = bytes.readUInt16BE(at);
      statements.push(Uint8Array.from(bytes.subarray(at + 2, at + 2 + length)));
      at += 2 + length;
    }
  }
  return statements;
}

/** The log of these statements in place of that of `files`, in the name of the organization. */
export async function logged(
  files: Files,
  { draft }: History,
  statements: Uint8Array[],
  { seed, witnesses = [auditor] }: { seed: Uint8Array; witnesses?: (typeof auditor)[] },
): Promise<Files> {
  const packed = await packEntries(
    { ...draft(), seed, witnesses },
    files.get(manifestPath) ?? new Uint8Array(),
    statements,
  );
  return withLogOf(files, packed.files);
}

/** The last statement replaced by one that seals this `bundle.json`. */
export async function sealedAnew(
  files: Files,
  history: History,
  signer: { seed: Uint8Array; witnesses?: (typeof auditor)[] },
): Promise<Files> {
  const statements = statementsOf(files);
  const last = JSON.parse(Buffer.from(statements.pop() ?? '').toString()) as Record<string, unknown>;
  const facts = {
    bundleId: id(99),
    engagementId: history.owner.engagementId,
    manifestSha256: sha256(files.get(manifestPath) ?? ''),
  };
  return logged(files, history, [...statements, canonical({ ...last, facts })], signer);
}

/** `bundle.json` with this change, and with every other file listed as it is. */
export function listed(files: Files, change: (manifest: ManifestDraft) => void = () => {}): Files {
  const manifest = JSON.parse(textOf(files, manifestPath)) as ManifestDraft;
  change(manifest);
  manifest.files = [...files]
    .filter(([path]) => !inLog(path) && path !== manifestPath)
    .map(([path, bytes]) => ({ path, sha256: sha256(bytes), size: bytes.length }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return new Map(files).set(manifestPath, canonical(manifest));
}

/** What the manifest of a bundle, or one being changed, says of each item that has an entry of its own. */
export function itemsOf(bundle: Files | ManifestDraft): { entry: number; path: string }[] {
  const manifest = bundle instanceof Map ? (JSON.parse(textOf(bundle, manifestPath)) as ManifestDraft) : bundle;
  return Object.values(manifest)
    .flat()
    .filter((each): each is { entry: number; path: string } => Object.hasOwn(Object(each), 'entry'));
}

interface ManifestDraft extends Record<string, unknown> {
  organization: { id: string; name: string };
  engagement: { id: string; title: string };
  files: { path: string; sha256: string; size: number }[];
}

/** Some of the values, one at least, in their order. */
export function someOf<T>(values: readonly T[], random: Random): T[] {
  const sure = random.pick(values);
  return values.filter((value) => value === sure || random.below(2) === 0);
}

function textOf(files: Files, path: string): string {
  return Buffer.from(files.get(path) ?? '').toString();
}
