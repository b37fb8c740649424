const signatures: [string, number[]][] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  ['application/zip', [0x50, 0x4b, 0x03, 0x04]],
  ['application/zip', [0x50, 0x4b, 0x05, 0x06]],
  ['application/gzip', [0x1f, 0x8b]],
  ['application/vnd.apache.parquet', [0x50, 0x41, 0x52, 0x31]],
];

/** Bytes of a file's beginning that `mediaTypeOf` looks at. */
export const sniffedBytes = 4096;

/**
 * The media type by content (the beginning of the file), never by name. Text is told from other
 * bytes by being UTF-8 without control characters; `application/octet-stream` means: not known.
 */
export function mediaTypeOf(beginning: Uint8Array): string {
  for (const [type, signature] of signatures) {
    if (signature.every((byte, position) => beginning[position] === byte)) return type;
  }
  const text = asText(beginning);
  if (text === undefined) return 'application/octet-stream';
  const trimmed = text.trimStart();
  if (trimmed.startsWith('{') || trimmed.startsWith('[')) return 'application/json';
  return looksLikeTable(text) ? 'text/csv' : 'text/plain';
}

function asText(bytes: Uint8Array): string | undefined {
  try {
    // A character cut off at the end of the beginning is no fault: `stream` keeps it back.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    const binary = [...text].some((character) => character < ' ' && !'\t\n\r\f'.includes(character));
    return binary ? undefined : text;
  } catch {
    return undefined;
  }
}

/** One delimiter appears equally often in each line. A single line may be a header, but not a sentence. */
function looksLikeTable(text: string): boolean {
  const lines = text
    .split(/\r?\n/)
    .slice(0, -1)
    .filter((line) => line !== '');
  const [head, ...rest] = lines.slice(0, 5);
  if (head === undefined) return false;
  return [',', ';', '\t'].some((delimiter) => {
    const count = head.split(delimiter).length;
    if (rest.length === 0) return count > 1 && !head.includes(`${delimiter} `);
    return count > 1 && rest.every((line) => line.includes('"') || line.split(delimiter).length === count);
  });
}
