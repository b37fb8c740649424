/** Bytes read at once: some 25 ms of work between two chances for the page to answer. */
const readBytes = 4 * 1024 * 1024;

const known = new WeakMap<Blob, string>();

/**
 * SHA-256 of a file in hex, read once for as long as the page holds it. The browser's own digest takes a
 * whole file only, and is missing where the page comes over plain http.
 */
export async function hashFile(file: Blob, onRead: (bytes: number) => void, signal: AbortSignal): Promise<string> {
  const before = known.get(file);
  if (before !== undefined) return before;
  const { sha256 } = await import('@noble/hashes/sha2.js');
  const hash = sha256.create();
  for (let at = 0; at < file.size; at += readBytes) {
    signal.throwIfAborted();
    hash.update(new Uint8Array(await file.slice(at, at + readBytes).arrayBuffer()));
    onRead(Math.min(file.size, at + readBytes));
  }
  const hex = Array.from(hash.digest(), (byte) => byte.toString(16).padStart(2, '0')).join('');
  known.set(file, hex);
  return hex;
}
