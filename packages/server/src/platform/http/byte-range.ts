/** Places of the first and the last byte, from 0, both included. */
export interface ByteRange {
  first: number;
  last: number;
}

/**
 * The range a request asks for: undefined where the whole is to be sent (none asked, several, a form that is
 * not known, or `If-Range` speaks of other bytes), `beyond` where the file has no such byte.
 */
export function rangeOf(
  headers: Headers,
  { etag, size }: { etag: string; size: number },
): ByteRange | 'beyond' | undefined {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(headers.get('range')?.replaceAll(' ', '') ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return undefined;
  const condition = headers.get('if-range');
  if (condition !== null && condition !== etag) return undefined;
  if (from === '')
    return Number(to) === 0 || size === 0 ? 'beyond' : { first: Math.max(0, size - Number(to)), last: size - 1 };
  if (to !== '' && Number(to) < Number(from)) return undefined;
  if (Number(from) >= size) return 'beyond';
  return { first: Number(from), last: to === '' ? size - 1 : Math.min(Number(to), size - 1) };
}
