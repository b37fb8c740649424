import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { archiveEnd, archiveHeader, archivePadding, compareArchivePaths } from '@tickmark/core';
import type { LogExport, NoteFile } from '../log/index.ts';
import { brokenLog } from '../platform/trail/index.ts';
import type { TimestampFile } from '../timestamps/index.ts';
import { sha256Of, type Content } from './contents.ts';

/**
 * The tar file of a bundle, as a stream: bundle.json, contents, logs, timestamps and a note in the order of their paths.
 * A blob that no longer has the bytes of its hash stops the packing.
 */
export function packBundle(
  {
    manifest,
    contents,
    logs,
    beside,
  }: {
    manifest: Uint8Array;
    contents: readonly Content[];
    logs: readonly LogExport[];
    /** Stamps, and what the operator's log has noted. */
    beside: readonly (TimestampFile | NoteFile)[];
  },
  onFile: (done: number) => void,
): { bytes: AsyncIterable<Uint8Array>; files: number } {
  const open = new Map<string, () => Content | Promise<Content>>([
    ['bundle.json', () => given('bundle.json', manifest)],
    ...logs.flatMap((log) => logFiles(log === logs.at(-1) ? 'log/' : `earlier-logs/${log.number}/`, log)),
    ...beside.map(({ path, bytes }) => [path, () => given(path, bytes)] as const),
    ...contents.map((content) => [content.path, () => content] as const),
  ]);

  async function* stream(): AsyncGenerator<Uint8Array> {
    let done = 0;
    for (const [, read] of [...open].sort(([a], [b]) => compareArchivePaths(a, b))) {
      yield* archived(await read());
      onFile(++done);
    }
    yield archiveEnd();
  }
  return { bytes: stream(), files: open.size };
}

/** The static layout of one log, in a folder of the bundle. */
function logFiles(
  folder: string,
  { checkpoint, verifierKey, paths, tile }: LogExport,
): [string, () => Content | Promise<Content>][] {
  const encoder = new TextEncoder();
  return [
    [`${folder}checkpoint`, () => given(`${folder}checkpoint`, encoder.encode(checkpoint))],
    [`${folder}vkey`, () => given(`${folder}vkey`, encoder.encode(`${verifierKey}\n`))],
    ...paths.map((path): [string, () => Promise<Content>] => [
      `${folder}${path}`,
      async () => given(`${folder}${path}`, await tile(path)),
    ]),
  ];
}

function given(path: string, bytes: Uint8Array): Content {
  return { path, sha256: sha256Of(bytes), size: bytes.length, from: { bytes } };
}

async function* archived(content: Content): AsyncGenerator<Uint8Array> {
  yield archiveHeader(content);
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of bytesOf(content)) {
    hash.update(chunk);
    size += chunk.length;
    yield chunk;
  }
  if (size !== content.size || hash.digest('hex') !== content.sha256) {
    throw brokenLog(`The file of ${content.path} is damaged: its SHA-256 is not ${content.sha256}.`);
  }
  yield archivePadding(content.size);
}

async function* bytesOf({ from }: Content): AsyncGenerator<Uint8Array> {
  if ('bytes' in from) yield from.bytes;
  else yield* createReadStream(from.file) as AsyncIterable<Uint8Array>;
}
