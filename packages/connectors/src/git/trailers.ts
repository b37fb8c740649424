/** Who a trailer names, as written: `Name <mail>`; the mail is null when there is none. */
export interface Identity {
  name: string;
  email: string | null;
}

export interface Trailer {
  key: string;
  value: string;
}

export type ReviewState = 'approved' | 'acknowledged';

/** Trailers that tell of a review. Acknowledging is weaker than reviewing, so it keeps its own state. */
const reviewKeys: Record<string, ReviewState> = {
  'reviewed-by': 'approved',
  'approved-by': 'approved',
  'acked-by': 'acknowledged',
};

/** Trailers from `%(trailers:only,unfold)`: one a line, `Key: value`. */
export function parseTrailers(text: string): Trailer[] {
  return text.split('\n').flatMap((line) => {
    const colon = line.indexOf(':');
    if (colon <= 0) return [];
    return [{ key: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() }];
  });
}

export function reviewState(trailer: Trailer): ReviewState | undefined {
  const key = trailer.key.toLowerCase();
  return Object.hasOwn(reviewKeys, key) ? reviewKeys[key] : undefined;
}

export function isSignOff(trailer: Trailer): boolean {
  return trailer.key.toLowerCase() === 'signed-off-by';
}

/** The person of a trailer's value. Text after the mail (`# for the parser`) is no part of it. */
export function parseIdentity(value: string): Identity {
  const match = /^(.*?)<\s*([^<>\s]+)\s*>/.exec(value);
  if (match?.[1] !== undefined && match[2] !== undefined) return { name: match[1].trim(), email: match[2] };
  const bare = value.trim();
  return /^[^\s<>@]+@[^\s<>@]+$/.test(bare) ? { name: '', email: bare } : { name: bare, email: null };
}
