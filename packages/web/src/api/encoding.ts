/**
 * Input as the query of a GET: text as it is, everything else as JSON; `undefined` is left out.
 * Text that would read as JSON is quoted by nothing here, as the server only reads `{` and `[`.
 */
export function encodeQuery(input: object): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined || value === null) continue;
    query.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** Input of an upload as the header `Tickmark-Input`: percent-encoded JSON. */
export function encodeHeader(input: object): string {
  return encodeURIComponent(JSON.stringify(input));
}
